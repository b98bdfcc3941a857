"""Which engines depend on an order is found by running them, and so is what fixes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradbreak.engine.asking import inspect_in_process
from gradbreak.engine.edits import apply_edits
from gradbreak.engine.inspecting import Inspection, decoded, encoded
from gradbreak.engine.locating import locate
from gradbreak.engine.unordered import fixes, makes_sets
from tests.engines.brute_force import outcomes
from tests.engines.samples import Sample, read_samples

SAMPLES = [sample for sample in read_samples() if not sample.wrong]
ORDERED = ["nested_closures", "central_write", "operation_classes", "dict_get"]
UNORDERED = [sample.name for sample in SAMPLES if not sample.shape["ordered"] and sample.shape.get("forced", True)]


def inspected(sample: Sample, tmp_path: Path) -> Inspection:
    return inspect_in_process(locate([sample.folder / sample.engine[0]], tmp_path / "notebooks"))


def sample(name: str) -> Sample:
    return next(each for each in SAMPLES if each.name == name)


@pytest.mark.parametrize("name", [*ORDERED, *UNORDERED])
def test_an_engine_depends_on_an_order_where_a_set_of_several_nodes_is_iterated(name: str, tmp_path: Path) -> None:
    found = inspected(sample(name), tmp_path).unordered
    assert bool(found.lines) == bool(found.files) == (name in UNORDERED)


@pytest.mark.parametrize("name", UNORDERED)
def test_the_fix_keeps_every_test_that_passes_under_both_orders(name: str, tmp_path: Path) -> None:
    intact = sample(name)
    inspection = inspected(intact, tmp_path)
    copy = Sample(tmp_path / name, intact.expected)
    for path in intact.folder.rglob("*.py"):
        (copy.folder / path.relative_to(intact.folder)).parent.mkdir(parents=True, exist_ok=True)
        (copy.folder / path.relative_to(intact.folder)).write_bytes(path.read_bytes())
    assert all(line.fix for line in inspection.unordered.lines)
    for line in inspection.unordered.lines:
        path = copy.folder / (Path(inspection.located.root) / line.file).relative_to(intact.folder)
        lines = path.read_text(encoding="utf-8").split("\n")
        assert lines[line.line - 1].strip() == line.text
        lines[line.line - 1] = lines[line.line - 1].replace(line.text, line.fix)
        path.write_text("\n".join(lines), encoding="utf-8")
    forwards, backwards = (outcomes(copy, order=order) for order in ("forwards", "reversed"))
    assert forwards == backwards
    assert {test for test, said in forwards.items() if said != "passed"} <= copy.set_aside


@pytest.mark.parametrize("name", ["sorted_by_address", "set_of_a_set", "nested_closures"])
def test_an_order_that_cannot_be_forced_is_left_to_chance(name: str, tmp_path: Path) -> None:
    found = inspected(sample(name), tmp_path).unordered
    assert found.is_left_to_chance is not sample(name).shape.get("forced", True)
    if found.is_left_to_chance:
        assert ["sorted(node.operands, key=id)" in line.text for line in found.lines] == [True]


def test_an_inspection_keeps_what_is_unordered_as_json(tmp_path: Path) -> None:
    inspection = inspected(sample("set_of_ready_nodes"), tmp_path)
    assert decoded(encoded(inspection)) == inspection


@pytest.mark.parametrize(
    ("statement", "fixed"),
    [
        ("self.parents = set(parents)", "self.parents = tuple(parents)"),
        ("out = Node({self, other})", "out = Node((self, other))"),
        ("out = Node({self})", "out = Node((self,))"),
        ("self.parents = frozenset()", "self.parents = ()"),
        ("nodes = {n.creator for n in inputs}", "nodes = tuple(n.creator for n in inputs)"),
        ("é = 'é', set(parents)", "é = 'é', tuple(parents)"),
    ],
)
def test_the_plainest_fix_is_a_tuple(statement: str, fixed: str) -> None:
    source = f"x = 1\n{statement}\n"
    assert apply_edits(source, next(iter(fixes(source, 2)))) == f"x = 1\n{fixed}\n"


def test_a_list_that_is_added_to_can_ask_first() -> None:
    source = "ready = set([root])\nready.add(child)\nother.add(child)\n"
    assert "ready = [root]\nif child not in ready: ready.append(child)\nother.add(child)\n" in [
        apply_edits(source, edits) for edits in fixes(source, 1)
    ]


@pytest.mark.parametrize(
    ("source", "makes"),
    [("x = {1}", True), ("x = {a for a in b}", True), ("f(default=set)", True), ("x = {1: 2}, settle()", False)],
)
def test_a_file_makes_sets_where_it_names_or_writes_one(source: str, makes: bool) -> None:
    assert makes_sets(source) is makes
