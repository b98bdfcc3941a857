from .node import Node


def operands_first(node: Node, order=None):
    order = [] if order is None else order
    if node not in order:
        for i in node.inputs:
            operands_first(i, order)
        order.append(node)
    return order


def backward(node: Node):
    order = operands_first(node)
    for n in order:
        n.gradient = 0.0
    node.gradient += 1.0
    for n in reversed(order):
        if n.rule:
            n.rule()
