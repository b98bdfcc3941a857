"""Running a test while every write to a value or a gradient is recorded.

There are two kinds of recording. One is compared with another of the same test, and only its digest and its counts
are kept. The other is shown to a person: it names variables and the closure behind each write, and holds no more
writes than anybody would page through.
"""

from __future__ import annotations

import contextlib
import sys
import types
from collections.abc import Iterator, Mapping, Sequence

import msgspec
import pytest
from msgspec import Struct

from gradbreak.engine.attempts import time_limit
from gradbreak.engine.comparing import digest
from gradbreak.engine.diamonds import measure
from gradbreak.engine.graph import NamedGraph
from gradbreak.engine.recorder import Recorder
from gradbreak.engine.recording import Recording
from gradbreak.engine.shape import EngineShape
from gradbreak.model import Failure
from gradbreak.run.messages import FullRecording, Recorded
from gradbreak.run.variables import names_of
from gradbreak.testing.outcome_recorder import OutcomeRecorder

MOST_COMPARED = 200_000
"""Writes of a test that is compared. A longer recording has no digest, because two that agree up to here may differ
later, and two that differ may only have been cut at different places."""

MOST_SHOWN = 20_000
"""Writes of a test that is shown; later ones are left out."""


class MadeNode(Struct, frozen=True, kw_only=True):
    """A node of a recorded test's graph.

    Attributes:
        variable: the test's name for it, ``a`` or ``neuron.weights[0]``; empty where it has none.
        op: the operation that made it; empty for a leaf.
        parents: the numbers of its operands.
        value: what it holds in the end, where that is a number.
    """

    variable: str
    op: str
    parents: tuple[int, ...]
    value: float | None


class RecordedTest(Struct, frozen=True, kw_only=True):
    """A test's writes and its nodes.

    Attributes:
        recording: every write, up to a limit.
        nodes: by the numbers that the writes use.
        ran_out: the test was ended because it took too long.
    """

    recording: Recording
    nodes: tuple[MadeNode, ...]
    ran_out: bool


class _OutOfTimeError(BaseException):
    """Raised inside a test whose time is over. A BaseException, so that no ``except Exception`` catches it."""


def record_digest(
    job: str,
    shape: EngineShape,
    runner: OutcomeRecorder[Failure],
    item: pytest.Item,
    following: pytest.Item | None,
    *,
    measuring: bool,
) -> Recorded:
    """Run ``item`` and summarise what it writes, for comparison with another run.

    Call it after all verdicts of the process are in, so that no recording can change one.

    Args:
        job: the id of the job it belongs to.
        shape: of the engine to record; its module is loaded.
        runner: runs the test.
        item: the test.
        following: what runs next.
        measuring: count contributions too. This is done on the engine as it is; a mutant's writes are only compared.
    """
    if not shape.can_be_recorded:
        return Recorded(
            job=job,
            test=item.nodeid,
            digest=None,
            contributions=None,
            contributions_over_sweeps=None,
            lands_on_nonzero=None,
            over_sweeps=None,
        )
    node_class = shape.loaded_class()
    with Recorder(node_class, shape, with_places=measuring, limit=MOST_COMPARED) as recorder:
        runner.run(item, following)
    recording = recorder.recording()
    found = measure(recording)
    # A recording that was cut proves what it saw, and not that the rest holds nothing more.
    unseen = False if recording.complete else None
    return Recorded(
        job=job,
        test=item.nodeid,
        digest=digest(recording) if recording.complete else None,
        contributions=found.contributions if recording.complete else None,
        contributions_over_sweeps=found.contributions_over_sweeps if recording.complete else None,
        lands_on_nonzero=found.lands_on_nonzero or unseen,
        over_sweeps=found.over_sweeps or unseen,
    )


def record_in_full(
    job: str,
    shape: EngineShape,
    runner: OutcomeRecorder[Failure],
    item: pytest.Item,
    following: pytest.Item | None,
    seconds: float,
) -> FullRecording:
    """Run ``item`` and record what it writes.

    Args:
        job: the id of the job it belongs to.
        shape: of the engine to record; its module is loaded.
        runner: runs the test.
        item: the test.
        following: what runs next.
        seconds: the CPU time that it may take; the writes up to then are kept.
    """
    whole = record_with_names(shape, runner, item, following, seconds)
    # MessagePack, because JSON has no infinity and no NaN, and a broken engine may write both.
    return FullRecording(job=job, test=item.nodeid, content=msgspec.msgpack.encode(whole))


def record_with_names(
    shape: EngineShape,
    runner: OutcomeRecorder[Failure],
    item: pytest.Item,
    following: pytest.Item | None,
    seconds: float,
) -> RecordedTest:
    """Run ``item`` and record what it writes, with a name for every node that it has one for.

    Args:
        shape: of the engine to record; its module is loaded.
        runner: runs the test.
        item: the test.
        following: what runs next.
        seconds: the CPU time that it may take; the writes up to then are kept.
    """
    node_class = shape.loaded_class()
    frames: list[tuple[str, dict[str, object]]] = []
    out_of_time: list[_OutOfTimeError] = []

    def end() -> _OutOfTimeError:
        # pytest reports it as the test's own, so it is noted here too.
        out_of_time.append(_OutOfTimeError())
        return out_of_time[-1]

    with (
        Recorder(node_class, shape, with_sources=True, limit=MOST_SHOWN) as recorder,
        time_limit(seconds, end),
        _keeping_variables(str(item.path), frames),
    ):
        runner.run(item, following)
    test = getattr(getattr(item, "obj", None), "__name__", "")
    # The test's own variables before those of its helpers, and the last call before earlier ones.
    frames.sort(key=lambda frame: frame[0] != test)
    scopes = [variables for _, variables in frames]
    return recorded_test(recorder, node_class, shape, scopes, ran_out=bool(out_of_time))


def recorded_test(
    recorder: Recorder,
    node_class: type,
    shape: EngineShape,
    scopes: Sequence[Mapping[str, object]],
    *,
    ran_out: bool = False,
) -> RecordedTest:
    """A recorder's writes, with the names of their nodes.

    Args:
        recorder: of a run that is over.
        node_class: the class whose instances are nodes.
        shape: what its parts are called.
        scopes: the variables that were bound; an earlier scope's name for a node wins.
        ran_out: the run was ended because it took too long.
    """
    named = names_of(scopes, node_class)
    graph = NamedGraph(node_class, shape, recorder)
    nodes: list[MadeNode] = []
    # Looking up operands may give numbers to nodes that were made before the test and never written to.
    while len(nodes) < len(known := recorder.nodes):
        nodes += [_made(node, named.get(id(node), ""), graph) for node in known[len(nodes) :]]
    return RecordedTest(recording=recorder.recording(), nodes=tuple(nodes), ran_out=ran_out)


def _made(node: object, variable: str, graph: NamedGraph) -> MadeNode:
    parents = tuple(graph.recorder.number_of(parent) for parent in graph.parents(node))
    return MadeNode(
        variable=variable,
        op=graph.op(node) if parents else "",
        parents=parents,
        value=graph.number(node, graph.shape.value),
    )


def decoded(recorded: FullRecording) -> RecordedTest:
    """The recorded test that a worker sent."""
    return msgspec.msgpack.decode(recorded.content, type=RecordedTest)


@contextlib.contextmanager
def _keeping_variables(file: str, frames: list[tuple[str, dict[str, object]]]) -> Iterator[None]:
    """Keep the variables of every function in the test's file as it returns; the last one comes first."""

    def look(frame: types.FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "return" and code.co_filename == file and not code.co_name.startswith("<"):
            frames.insert(0, (code.co_name, dict(frame.f_locals)))

    sys.setprofile(look)
    try:
        yield
    finally:
        sys.setprofile(None)
