"""Running a test once more with every write recorded: why a mutant lived through it.

This happens in the same child after all its verdicts are in, so nothing that watches can change one.
"""

from __future__ import annotations

import pytest

from gradbreak.engine.diamonds import measure
from gradbreak.engine.recorder import Recorder
from gradbreak.engine.shape import EngineShape
from gradbreak.model import Failure
from gradbreak.run.messages import Watched
from gradbreak.testing.outcome_recorder import OutcomeRecorder

MOST_WRITES = 200_000
"""Per test. Of one that writes more nothing is said: two runs that agree up to there may differ beyond, and two that
do not may only have spent their writes otherwise."""


def watch(
    unit: str,
    shape: EngineShape,
    runner: OutcomeRecorder[Failure],
    item: pytest.Item,
    following: pytest.Item | None,
    *,
    measuring: bool,
) -> Watched:
    """Run ``item`` while every write to a value or a gradient is recorded.

    Args:
        unit: the id of the unit it belongs to.
        shape: of the engine to record; its module is loaded.
        runner: runs the test.
        item: the test.
        following: what runs next.
        measuring: count contributions too, which is asked of the engine as it is; a mutant's writes are
            only compared.
    """
    node_class = shape.loaded_class()
    with Recorder(node_class, shape, with_places=measuring, limit=MOST_WRITES) as recorder:
        runner.run(item, following)
    recording = recorder.recording()
    found = measure(recording)
    # What was not seen in a part may still come; what was seen stays.
    unseen = False if recording.complete else None
    return Watched(
        unit=unit,
        test=item.nodeid,
        digest=recording.digest() if recording.complete else None,
        contributions=found.contributions if recording.complete else None,
        contributions_over_sweeps=found.contributions_over_sweeps if recording.complete else None,
        lands_on_nonzero=found.lands_on_nonzero or unseen,
        over_sweeps=found.over_sweeps or unseen,
    )
