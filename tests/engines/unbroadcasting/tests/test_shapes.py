from broadcast import Matrix


def test_row_and_column():
    row, column = Matrix([[1, 2, 3]]), Matrix([[1], [2]])
    (row + column).backward()
    assert row.grad.tolist() == [[2, 2, 2]]
    assert column.grad.tolist() == [[3], [3]]


def test_number_times_vector():
    k, v = Matrix(2.0), Matrix([1, 2, 3])
    (v * k).backward()
    assert k.grad == 6.0
