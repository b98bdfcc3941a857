from __future__ import annotations

import textwrap

from gradbreak.engine.asking import inspect_in_process
from gradbreak.engine.locating import locate


def test_the_sites_of_a_file_that_a_method_imports_when_it_is_called_are_found(tmp_path):
    files = {
        "node.py": """
            from .sweep import sweep

            class Node:
                def __init__(self, data, parents=()):
                    self.data, self.grad, self.parents = data, 0.0, parents
                    self.push = lambda: None

                def __add__(self, other):
                    from .operations import add
                    return add(self, other)

                def __mul__(self, other):
                    from .operations import mul
                    return mul(self, other)

                def backward(self):
                    sweep(self)
        """,
        "sweep.py": """
            def sweep(root):
                order = []

                def visit(node):
                    if node not in order:
                        for parent in node.parents:
                            visit(parent)
                        order.append(node)

                visit(root)
                root.grad = 1.0
                for node in reversed(order):
                    node.push()
        """,
        "operations.py": """
            def add(a, b):
                from .node import Node
                out = Node(a.data + b.data, (a, b))

                def push():
                    a.grad += out.grad
                    b.grad += out.grad

                out.push = push
                return out

            def mul(a, b):
                from .node import Node
                out = Node(a.data * b.data, (a, b))

                def push():
                    a.grad += b.data * out.grad
                    b.grad += a.data * out.grad

                out.push = push
                return out
        """,
    }
    for name, text in files.items():
        (tmp_path / "tiny").mkdir(exist_ok=True)
        (tmp_path / "tiny" / name).write_text(textwrap.dedent(text))
    found = inspect_in_process(locate([tmp_path / "tiny" / "node.py"], tmp_path / "notebooks"))
    sites = {(each.file.rpartition("/")[2], each.site.line) for each in found.confirmed}
    assert sites == {("operations.py", line) for line in (7, 8, 18, 19)}
