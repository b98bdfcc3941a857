from __future__ import annotations

import textwrap
from pathlib import Path

from gradbreak.engine.asking import inspect_in_process
from gradbreak.engine.inspecting import Inspection
from gradbreak.engine.locating import locate


def inspected(folder: Path, files: dict[str, str]) -> Inspection:
    """What is found out about a package; its first file is named."""
    package = folder / "tiny"
    package.mkdir()
    for name, text in files.items():
        (package / name).write_text(textwrap.dedent(text))
    return inspect_in_process(locate([package / next(iter(files))], folder / "notebooks"))


def confirmed(found: Inspection) -> set[tuple[str, str]]:
    return {(each.file.rpartition("/")[2], each.site.statement) for each in found.confirmed}


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
    assert confirmed(inspected(tmp_path, files)) == {
        ("operations.py", statement)
        for statement in (
            "a.grad += out.grad",
            "b.grad += out.grad",
            "a.grad += b.data * out.grad",
            "b.grad += a.data * out.grad",
        )
    }


def test_where_terms_are_appended_the_loop_that_adds_them_up_is_no_site(tmp_path):
    engine = """
        class Node:
            def __init__(self, data, parents=()):
                self.data, self.parents, self.incoming = data, parents, []

            @property
            def grad(self):
                total = 0.0
                for term in self.incoming:
                    total += term
                return total

            def __add__(self, other):
                return Node(self.data + other.data, ((self, 1.0), (other, 1.0)))

            def __mul__(self, other):
                return Node(self.data * other.data, ((self, other.data), (other, self.data)))

            def backward(self):
                order = []

                def visit(node):
                    if node not in order:
                        for parent, _ in node.parents:
                            visit(parent)
                        order.append(node)

                visit(self)
                self.incoming = [1.0]
                for node in reversed(order):
                    for parent, local in node.parents:
                        parent.incoming.append(local * node.grad)
    """
    found = inspected(tmp_path, {"node.py": engine})
    assert confirmed(found) == {("node.py", "parent.incoming.append(local * node.grad)")}


def test_operations_that_make_nodes_of_other_classes_are_operations(tmp_path):
    engine = """
        class Expression:
            def __add__(self, other):
                return Sum(self, other)

            def __mul__(self, other):
                return Product(self, other)

        class Leaf(Expression):
            def __init__(self, value):
                self.value = value

            def push(self, gradients, upstream):
                gradients[self] = gradients.get(self, 0.0) + upstream

        class Sum(Expression):
            def __init__(self, a, b):
                self.a, self.b, self.value = a, b, a.value + b.value

            def push(self, gradients, upstream):
                self.a.push(gradients, upstream)
                self.b.push(gradients, upstream)

        class Product(Expression):
            def __init__(self, a, b):
                self.a, self.b, self.value = a, b, a.value * b.value

            def push(self, gradients, upstream):
                self.a.push(gradients, upstream * self.b.value)
                self.b.push(gradients, upstream * self.a.value)

        def gradients_of(result):
            gradients = {}
            result.push(gradients, 1.0)
            return gradients
    """
    found = inspected(tmp_path, {"node.py": engine})
    assert [each.name for each in found.recognition.operations] == ["add", "mul"]
    assert confirmed(found) == {("node.py", "gradients[self] = gradients.get(self, 0.0) + upstream")}
