from __future__ import annotations

import math

import pytest

from gradbreak.config import load_config
from gradbreak.engine.edits import Edit
from gradbreak.explain.recordings import Recordings, record_both
from gradbreak.mutation import make_mutants
from gradbreak.run.recorded_test import RecordedTest
from tests.gradbreak.small_project import FILES, Project

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
    return record_both(config, f"tests/straight/test_recorded.py::{test}", edits, seconds, jobs=2)


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
    assert both.intact.recording.digest() != both.mutated.recording.digest()
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
