"""``--format json``: an object for one submission, a list for several."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gradbreak.grading.output.handout import Handout


def one_as_json(handout: Handout) -> str:
    """One grade, indented."""
    return _indented(handout.grade)


def several_as_json(handouts: Sequence[Handout]) -> str:
    """A list of grades in the order given; of one too."""
    return _indented([handout.grade for handout in handouts])


def _indented(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value).decode(), indent=2) + "\n"
