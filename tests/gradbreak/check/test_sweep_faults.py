from __future__ import annotations

import pytest

from gradbreak.check.expressions import check_expressions
from gradbreak.check.sweep_faults import SweepFault, fault_of_sweep, is_the_sweep
from gradbreak.check.trials import Trial, Trials
from gradbreak.engine.inspecting import LoadedEngine
from tests.gradbreak.engine.checked_engines import RIGHT, loaded, trials_of

SWEEP = RIGHT[RIGHT.index("    def backward") : RIGHT.index("    def zero_grad")]


def without_numbers(trials: Trials, engine: LoadedEngine) -> list[Trial]:
    """The expressions that this engine takes: it refuses plain numbers as operands."""
    known = trials.trials_of(check_expressions(engine.recognition.operations))
    return [trial for trial in known if not trials.outcome(trial.term).error]


def with_sweep(body: str) -> str:
    lines = "".join(f"        {line}\n" if line else "\n" for line in body.splitlines())
    return RIGHT.replace(SWEEP, f"    def backward(self):\n{lines}\n")


QUEUE = """\
self.grad = 1.0
queue, seen = [self], {self}
while queue:
    node = queue.pop(0)
    node.back()
    for each in node.prev:
        if each not in seen:
            seen.add(each)
            queue.append(each)
"""
PRE_ORDER = """\
self.grad = 1.0
seen = set()
def visit(node):
    if node not in seen:
        seen.add(node)
        node.back()
        for each in node.prev:
            visit(each)
visit(self)
"""
EVERY_VISIT = """\
self.grad = 1.0
def visit(node):
    node.back()
    for each in node.prev:
        visit(each)
visit(self)
"""
ONLY_RESULT = "self.grad = 1.0\nself.back()\n"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (QUEUE, SweepFault.BREADTH_FIRST),
        (PRE_ORDER, SweepFault.PRE_ORDER),
        (EVERY_VISIT, SweepFault.EVERY_VISIT),
        (ONLY_RESULT, SweepFault.ONLY_RESULT),
    ],
)
def test_a_sweep_s_fault_is_known_by_its_numbers(body, fault, tmp_path):
    engine = loaded(tmp_path, with_sweep(body))
    trials = trials_of(engine)
    assert fault_of_sweep(trials, without_numbers(trials, engine)) is fault


def test_a_fault_of_an_operation_is_not_the_sweep_s(tmp_path):
    engine = loaded(tmp_path, RIGHT.replace("self.grad += other.data", "self.grad = other.data"))
    trials = trials_of(engine)
    assert not is_the_sweep(trials, without_numbers(trials, engine))
