"""A few lines on a sample engine, recorded in this process."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gradbreak.engine.recorder import Recorder
from gradbreak.run.recording import RecordedTest, recorded_test
from tests.gradbreak.engine.sample_engines import ENGINE

Program = Callable[[type], Mapping[str, object]]


def recorded(program: Program, node_class: type, *, ran_out: bool = False, limit: int = 1000) -> RecordedTest:
    """What a program writes; it returns its variables."""
    with Recorder(node_class, ENGINE, with_sources=True, limit=limit) as recorder:
        variables = program(node_class)
    return recorded_test(recorder, node_class, ENGINE, [variables], ran_out=ran_out)
