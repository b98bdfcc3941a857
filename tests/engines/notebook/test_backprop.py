import json
import math
from pathlib import Path

NOTEBOOK = Path(__file__).with_name("backprop.ipynb")
names = {}
for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        lines = "".join(cell["source"]).splitlines()
        exec("\n".join(line for line in lines if line[:1] not in ("%", "!")), names)
Value = names["Value"]


def test_tanh():
    a = Value(0.5)
    a.tanh().backward()
    assert math.isclose(a.grad, 1 - math.tanh(0.5) ** 2)


def test_product():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)


def test_tanh_times_a():
    a = Value(0.5)
    (a.tanh() * a).backward()
    assert math.isclose(a.grad, (1 - math.tanh(0.5) ** 2) * 0.5 + math.tanh(0.5))


def test_cell_at_the_end():
    assert names["a"].grad == 4.0
