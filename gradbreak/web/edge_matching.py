"""Which edge of a drawn graph each write of a sweep came along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gradbreak.model import Write
from gradbreak.web.graph_layout import Edge


def edges_of(writes: Iterable[Write], edges: Sequence[Edge]) -> list[int | None]:
    """For each write the number of the edge that it came along, or None.

    Two uses of one operand by one result take turns; where a later sweep writes again, they begin anew.
    """
    free: list[int] = []
    found: list[int | None] = []
    for write in writes:
        fitting = [i for i, edge in enumerate(edges) if (edge.operand, edge.result) == (write.node, write.source)]
        if not any(edge in free for edge in fitting):
            free += fitting
        edge = next((edge for edge in fitting if edge in free), None)
        if edge is not None:
            free.remove(edge)
        found.append(edge)
    return found
