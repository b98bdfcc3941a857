def close(a, b):
    return abs(a - b) < 1e-9


def grads(result, *leaves):
    result.backward()
    return [leaf.grad for leaf in leaves]
