"""Why a mutant lived, as it is measured on the five real suites, beside what a second method says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from msgspec import Struct

from gradbreak.config import Config, load_config
from gradbreak.engine.diamonds import DiamondMeasure
from gradbreak.engine.source_files import import_engine
from gradbreak.model import DETECTED, Cell, Reason
from gradbreak.mutation import make_mutants
from gradbreak.run import watch as watching
from gradbreak.run.assemble import reason_of
from gradbreak.run.journal import Answer
from gradbreak.run.lifecycle import Options, run
from gradbreak.run.messages import Watched
from gradbreak.testing.outcome import Outcome
from tests.gradbreak.run import final_states
from tests.gradbreak.run.final_states import Seen
from tests.gradbreak.small_project import Silent

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


def copy_of_this_repository(folder: Path) -> Config:
    """The engine, the suites and the declarations, to be run without touching the repository's own journal."""
    for name in ("minigrad", "mutation_config", "tests/suites"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return load_config(folder)


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
def measured(tmp_path_factory) -> Measured:
    config = copy_of_this_repository(tmp_path_factory.mktemp("real") / "project")
    results = run(config, Silent(), Options())
    cells = [*results.cells, *results.break_cells]
    wanted: dict[str, list[str]] = {INTACT: [test.id for test in results.tests]}
    for cell in cells:
        if cell.status not in DETECTED and cell.reason is not Reason.UNREACHED:
            wanted.setdefault(cell.mutant, []).append(cell.test)
    return Measured(cells, seen_without_the_recorder(config, wanted))


@pytest.mark.slow
def test_every_cell_that_lived_has_one_reason_and_no_other_cell_has_any(measured):
    assert len(measured.cells) > 20_000
    for cell in measured.cells:
        assert (cell.reason is not None) == (cell.status not in DETECTED), cell


@pytest.mark.slow
def test_each_reason_is_given(measured):
    assert {cell.reason for cell in measured.cells} == {None, *Reason}


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
    config = copy_of_this_repository(tmp_path / "project")
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
def watched(monkeypatch, config):
    """What is said of a program on the engine of this repository, where four writes are recorded at most."""
    monkeypatch.setattr(watching, "MOST_WRITES", 4)
    node_class = getattr(import_engine(ROOT, config.engine.file), config.engine.node_class)

    def watched(*values: float) -> Watched:
        runner = SimpleNamespace(run=lambda *_: [node_class(value) for value in values])  # two writes each
        item = SimpleNamespace(nodeid="t.py::test_it")
        return watching.watch("m", config.engine, runner, item, None, measuring=True)

    return watched


def reason(intact: Watched, mutated: Watched) -> Reason | None:
    return reason_of(Answer(Outcome.PASSED, None, mutated.digest), intact)


def test_recordings_to_the_end_tell_whether_a_write_was_another(watched):
    assert reason(watched(1.0, 2.0), watched(1.0, 2.0)) == Reason.UNCHANGED
    assert reason(watched(1.0, 2.0), watched(1.0, 3.0)) == Reason.UNNOTICED


@pytest.mark.parametrize(
    ("intact", "mutated"),
    [((1.0, 2.0, 3.0), (1.0, 2.0, 4.0)), ((1.0, 2.0, 3.0), (1.0, 2.0)), ((1.0, 2.0), (1.0, 2.0, 3.0))],
    ids=["both", "on the engine as it is", "on the mutant"],
)
def test_where_a_recording_was_cut_at_the_limit_no_reason_is_given(watched, intact, mutated):
    assert reason(watched(*intact), watched(*mutated)) is None


def test_of_a_recording_that_was_cut_only_what_was_seen_is_said(watched, config, monkeypatch):
    cut = watched(1.0, 2.0, 3.0)
    assert (cut.contributions, cut.contributions_over_sweeps) == (None, None)
    assert (cut.lands_on_nonzero, cut.over_sweeps) == (None, None)
    seen = DiamondMeasure(
        contributions=2, contributions_over_sweeps=2, lands_on_nonzero=True, over_sweeps=False, sites=()
    )
    monkeypatch.setattr(watching, "measure", lambda recording: seen)
    assert (watched(1.0, 2.0, 3.0).lands_on_nonzero, watched(1.0, 2.0, 3.0).over_sweeps) == (True, None)
    assert (watched(1.0).lands_on_nonzero, watched(1.0).over_sweeps) == (True, False)
