"""Whether a recorded test is a diamond test: measured from where contributions landed, never declared.

A contribution to a gradient of 0 gives the same under ``+=`` and ``=``. So a test can notice a broken accumulation only
where a contribution lands on a gradient that is not 0.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from gradbreak.engine.recording import Recording


@dataclass(frozen=True, slots=True, kw_only=True)
class DiamondMeasure:
    """Where the contributions of a recording landed.

    Attributes:
        contributions: how many terms the busiest node received in one sweep.
        contributions_over_sweeps: how many terms the busiest node received in all sweeps together.
        lands_on_nonzero: within one sweep, a contribution landed on a gradient that another one had
            made non-zero: a diamond.
        over_sweeps: a contribution landed on a gradient that was non-zero before its sweep began, because it
            was not reset or was assigned to.
        sites: where a contribution landed on a non-zero gradient, in either way; sorted.
    """

    contributions: int
    contributions_over_sweeps: int
    lands_on_nonzero: bool
    over_sweeps: bool
    sites: tuple[str, ...]


def measure(recording: Recording) -> DiamondMeasure:
    """Measure where the contributions landed.

    A closure that a test calls by hand belongs to no sweep, so the gradient that it finds counts as from before.
    """
    terms: Counter[tuple[int, int]] = Counter()
    in_all: Counter[int] = Counter()
    moved: set[tuple[int, int]] = set()
    within = over = False
    sites: set[str] = set()
    for write in recording.writes:
        if not write.is_gradient or not write.place.contributes:
            continue
        key = (write.sweep, write.node)
        if write.before != 0:
            sites.add(write.place.site)
            within = within or key in moved
            over = over or key not in moved
        if write.sweep:
            terms[key] += 1
            in_all[write.node] += 1
            if write.after != write.before:
                moved.add(key)
    return DiamondMeasure(
        contributions=max(terms.values(), default=0),
        contributions_over_sweeps=max(in_all.values(), default=0),
        lands_on_nonzero=within,
        over_sweeps=over,
        sites=tuple(sorted(sites)),
    )
