"""What a recorded test wrote: as the digest on the five real suites, beside a second method, and in full."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from msgspec import Struct

from gradbreak.config import Config, load_config
from gradbreak.engine.comparing import digest
from gradbreak.engine.diamonds import DiamondMeasure
from gradbreak.engine.edits import Edit
from gradbreak.engine.source_files import import_engine
from gradbreak.explain.recordings import Recordings, record_both
from gradbreak.model import DETECTED, Cell, Reason
from gradbreak.mutation import make_mutants
from gradbreak.process.forked import ForkServer
from gradbreak.run import recording
from gradbreak.run.assemble import reason_of
from gradbreak.run.journal import CellAnswer
from gradbreak.run.messages import Recorded
from gradbreak.run.recording import RecordedTest
from gradbreak.run.worker_client import WORKER
from gradbreak.testing.outcome import Outcome
from tests.gradbreak.documents import copy_project
from tests.gradbreak.run import final_states
from tests.gradbreak.run.final_states import Seen
from tests.gradbreak.small_project import FILES, Project

ROOT = Path(__file__).parents[3]
INTACT = ""
EVERY = 40
"""Of the mutants, one in so many."""

INIT = "    def __init__(self, data: float"
SLOTS = '    __slots__ = ("_backward", "_parents", "data", "grad", "label")\n\n'


class Measured(Struct, frozen=True):
    """One run of the real suites, and how every reached test that passed treated its nodes."""

    cells: list[Cell]
    seen: dict[str, dict[str, Seen]]

    @property
    def compared(self) -> list[Cell]:
        """Tests that ran the mutated code and passed."""
        return [cell for cell in self.cells if cell.test in self.seen.get(cell.mutant, {})]

    def leaves_other_states(self, cell: Cell) -> bool:
        return self.seen[cell.mutant][cell.test].states != self.seen[INTACT][cell.test].states

    def has_other_histories(self, cell: Cell) -> bool:
        return self.seen[cell.mutant][cell.test].histories != self.seen[INTACT][cell.test].histories


def seen_without_the_recorder(
    config: Config, wanted: Mapping[str, Sequence[str]], *options: str
) -> dict[str, dict[str, Seen]]:
    done = subprocess.run(
        [sys.executable, final_states.__file__, *options, *(suite.path for suite in config.suites)],
        cwd=config.root,
        env={"PYTHONPATH": f"{config.root}:{ROOT}", "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
        input=json.dumps(wanted),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=600,
    )
    return msgspec.json.decode(done.stdout, type=dict[str, dict[str, Seen]])


def collected(config: Config) -> list[str]:
    """The ids of all tests."""
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", *(suite.path for suite in config.suites)],
        cwd=config.root,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [line for line in listed.stdout.splitlines() if "::" in line]


@pytest.fixture(scope="module")
def measured(real) -> Measured:
    config, results = load_config(real.project.root), real.results
    cells = [*results.cells, *results.break_cells]
    wanted: dict[str, list[str]] = {INTACT: [test.id for test in results.tests]}
    for cell in cells:
        if cell.status not in DETECTED:
            wanted.setdefault(cell.mutant, []).append(cell.test)
    return Measured(cells, seen_without_the_recorder(config, wanted))


@pytest.mark.slow
def test_every_cell_that_lived_has_one_reason_and_no_other_cell_has_any(measured):
    assert len(measured.cells) > 5_000
    for cell in measured.cells:
        assert (cell.reason is not None) == (cell.status not in DETECTED), cell


@pytest.mark.slow
def test_each_reason_is_given(measured):
    assert {cell.reason for cell in measured.cells} == {None, Reason.UNCHANGED, Reason.UNNOTICED}


@pytest.mark.slow
def test_where_a_test_leaves_its_nodes_in_another_state_the_reason_is_that_nobody_noticed(measured):
    differing = [cell for cell in measured.compared if measured.leaves_other_states(cell)]
    assert len(differing) > 100
    assert {cell.reason for cell in differing} == {Reason.UNNOTICED}


@pytest.mark.slow
def test_where_nobody_noticed_and_all_nodes_end_alike_a_node_was_another_before_it_was_written_over(measured):
    # Final states cannot tell where a test resets gradients or assigns to a value before it ends. There
    # the nodes' histories must.
    unnoticed = [cell for cell in measured.compared if cell.reason is Reason.UNNOTICED]
    written_over = [cell for cell in unnoticed if not measured.leaves_other_states(cell)]
    assert 0 < len(written_over) < len(unnoticed) / 4
    assert [cell for cell in written_over if not measured.has_other_histories(cell)] == []


@pytest.mark.slow
def test_where_every_write_was_the_same_every_node_has_the_same_history(measured):
    unchanged = [cell for cell in measured.compared if cell.reason is Reason.UNCHANGED]
    assert len(unchanged) > 100
    assert [cell for cell in unchanged if measured.has_other_histories(cell)] == []


@pytest.mark.slow
@pytest.mark.parametrize("has_slots", [False, True])
def test_no_outcome_is_another_while_writes_are_recorded(tmp_path, has_slots):
    config = load_config(copy_project(tmp_path / "project"))
    if has_slots:
        engine = config.root / config.engine.file
        text = engine.read_text(encoding="utf-8")
        assert text.count(INIT) == 1
        engine.write_text(text.replace(INIT, SLOTS + INIT), encoding="utf-8")
    ids = [INTACT, "canonical", *(mutant.id for mutant in make_mutants(config).mutants[::EVERY])]
    tests = collected(config)
    found = seen_without_the_recorder(config, dict.fromkeys(ids, tests), final_states.RECORDED)
    assert {seen.outcome[0] for seen in found[INTACT].values()} == {"passed"}
    outcomes = [(id_, test, seen) for id_, row in found.items() for test, seen in row.items()]
    assert len(outcomes) == len(ids) * len(tests)
    assert {seen.outcome[0] for _, _, seen in outcomes} == {"passed", "failed"}
    assert [(id_, test) for id_, test, seen in outcomes if seen.outcome != seen.outcome_while_recorded] == []


# -- a test that writes more than is recorded ---------------------------------------------------------


@pytest.fixture
def recorded(monkeypatch, config):
    """What is said of a program on the engine of this repository, where four writes are recorded at most."""
    monkeypatch.setattr(recording, "MOST_COMPARED", 4)
    node_class = getattr(import_engine(ROOT, config.engine.file), config.engine.node_class)

    def recorded(*values: float) -> Recorded:
        runner = SimpleNamespace(run=lambda *_: [node_class(value) for value in values])  # two writes each
        item = SimpleNamespace(nodeid="t.py::test_it")
        return recording.record_digest("m", config.engine.shape, runner, item, None, measuring=True)

    return recorded


def reason(intact: Recorded, mutated: Recorded) -> Reason | None:
    return reason_of(CellAnswer(Outcome.PASSED, None, mutated.digest), intact)


def test_recordings_to_the_end_tell_whether_a_write_was_another(recorded):
    assert reason(recorded(1.0, 2.0), recorded(1.0, 2.0)) == Reason.UNCHANGED
    assert reason(recorded(1.0, 2.0), recorded(1.0, 3.0)) == Reason.UNNOTICED


@pytest.mark.parametrize(
    ("intact", "mutated"),
    [((1.0, 2.0, 3.0), (1.0, 2.0, 4.0)), ((1.0, 2.0, 3.0), (1.0, 2.0)), ((1.0, 2.0), (1.0, 2.0, 3.0))],
    ids=["both", "on the engine as it is", "on the mutant"],
)
def test_where_a_recording_was_cut_at_the_limit_no_reason_is_given(recorded, intact, mutated):
    assert reason(recorded(*intact), recorded(*mutated)) is None


def test_of_a_recording_that_was_cut_only_what_was_seen_is_said(recorded, config, monkeypatch):
    cut = recorded(1.0, 2.0, 3.0)
    assert (cut.contributions, cut.contributions_over_sweeps) == (None, None)
    assert (cut.lands_on_nonzero, cut.over_sweeps) == (None, None)
    seen = DiamondMeasure(
        contributions=2, contributions_over_sweeps=2, lands_on_nonzero=True, over_sweeps=False, sites=()
    )
    monkeypatch.setattr(recording, "measure", lambda _: seen)
    assert (recorded(1.0, 2.0, 3.0).lands_on_nonzero, recorded(1.0, 2.0, 3.0).over_sweeps) == (True, None)
    assert (recorded(1.0).lands_on_nonzero, recorded(1.0).over_sweeps) == (True, False)


# -- a recording that is shown to a person ------------------------------------------------------------

TESTS = """\
from tests.shared import leaf
from tiny.core import Node

AT_IMPORT = Node(2.0) * Node(3.0)


def helped(first):
    second = leaf(4.0)
    return first * second


def test_names():
    a = leaf(2.0)
    product = helped(a)
    product.pull()
    assert a.slope == 4.0


def test_infinity():
    (leaf(1e300) * leaf(1e300)).pull()


def test_graph_made_at_import():
    assert AT_IMPORT.held == 6.0
    AT_IMPORT.pull()


def test_never_ends():
    a = leaf(2.0)
    while (a * a).held != 4.0:
        pass


def test_leaves():
    import os

    if (leaf(2.0) * leaf(2.0)).held != 4.0:
        os._exit(1)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Project:
    project = Project(tmp_path_factory.mktemp("recorded") / "project").write(FILES)
    return project.write({"tests/straight/test_recorded.py": TESTS})


def record(project: Project, test: str, mutant: str = "", seconds: float = 0.3) -> Recordings:
    config = load_config(project.root)
    edits: tuple[Edit, ...] = ()
    if mutant:
        mutants = make_mutants(config)
        edits = mutants.edits(mutants.find(mutant).id)
    test = f"tests/straight/test_recorded.py::{test}"
    with ForkServer(config.root, WORKER) as server:
        return record_both(server, config, test, edits, order=None, seconds=seconds, jobs=2)


def values(test: RecordedTest) -> dict[str, list[object]]:
    """What was written to the value of each node, by the name of its variable."""
    found: dict[str, list[object]] = {}
    for write in test.recording.writes:
        if not write.is_gradient:
            found.setdefault(test.nodes[write.node].variable, []).append(write.after)
    return found


def test_nodes_are_named_by_the_variables_of_the_test_and_of_its_helpers(project):
    both = record(project, "test_names", "mul  * → /")
    assert values(both.intact) == {"a": [2.0], "second": [4.0], "product": [8.0]}
    assert values(both.mutated) == {"a": [2.0], "second": [4.0], "product": [0.5]}


def test_a_test_that_fails_on_the_mutant_is_recorded_like_one_that_passes(project):
    both = record(project, "test_names", "mul.self += → -=")
    slopes = [
        [write.after for write in each.recording.writes if write.place.contributes]
        for each in (both.intact, both.mutated)
    ]
    assert slopes == [[4.0, 2.0], [-4.0, 2.0]]


def test_numbers_that_json_lacks_arrive_as_they_are(project):
    intact = record(project, "test_infinity").intact
    assert math.inf in [write.after for write in intact.recording.writes]


def test_a_graph_that_is_made_at_import_is_the_mutants_too(project):
    both = record(project, "test_graph_made_at_import", "mul.self += → -=")
    assert digest(both.intact.recording) != digest(both.mutated.recording)
    assert both.intact.nodes[both.intact.recording.writes[-1].node].variable == ""


def test_a_test_that_never_ends_on_the_mutant_is_recorded_until_it_is_ended(project):
    both = record(project, "test_never_ends", "mul  * → /", seconds=0.1)
    assert (both.intact.ran_out, both.mutated.ran_out) == (False, True)
    assert len(both.mutated.recording.writes) > 10


def test_a_test_that_takes_its_process_down_leaves_no_recording(project):
    both = record(project, "test_leaves", "mul  * → /")
    assert both.mutated is None
    assert both.intact is not None


def test_a_test_that_cannot_be_collected_on_the_mutant_leaves_no_recording(project):
    both = record(project, "test_names", "mul  Node(self.held * other.held, (self, other)) → None")
    assert both.mutated is None
