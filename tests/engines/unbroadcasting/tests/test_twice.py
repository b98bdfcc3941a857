from broadcast import Matrix


def test_row_and_column():
    row, column = Matrix([[1, 2]]), Matrix([[1], [2]])
    (row * column + row).backward()
    assert row.grad.tolist() == [[5, 5]]


def test_relu():
    v = Matrix([1, -1])
    (v.relu() + v).backward()
    assert v.grad.tolist() == [2, 1]
