"""A traced example write by write, for the script that steps through it: the intact sweep beside the broken one."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from gradbreak.model import Example, Write
from gradbreak.report.wording import number
from gradbreak.trace.compare import Step, compare
from gradbreak.web.edge_matching import edges_of
from gradbreak.web.graph_layout import Edge

NONE = -1
"""Where a write has no node in the drawing, no edge or no closure."""


class Frame(Struct, frozen=True, array_like=True):
    """One write of either sweep. Values are texts in the page's language; empty where that sweep does not write.

    Attributes:
        site: where it was written, ``mul.self``.
        node: the number of the node that was written to.
        edge: the number of the edge that the contribution came along.
        closure: the number of the node whose closure wrote.
        before: the gradient before, on the engine as it is.
        after: the gradient after.
        broken: both on the broken engine; None where they are the same.
    """

    site: str
    node: int
    edge: int
    closure: int
    before: str
    after: str
    broken: tuple[str, str] | None


class Replay(Struct, frozen=True):
    """One example.

    Attributes:
        nodes: the names of the nodes, in the order in which they are drawn.
        frames: every write that says something, in order.
    """

    nodes: tuple[str, ...]
    frames: tuple[Frame, ...]


def replay(example: Example, edges: Sequence[Edge], decimal: str) -> Replay:
    """Put the two sweeps of an example side by side.

    Args:
        example: the traced expression.
        edges: those of its drawing, in the order in which they are drawn.
        decimal: the mark between units and tenths.
    """
    steps = [step for step in compare(example.intact, example.broken).steps if step.says_something]
    number_of = {node.name: index for index, node in enumerate(example.nodes)}
    frames = []
    for step, edge in zip(steps, edges_of((step.either for step in steps), edges), strict=True):
        write = step.either
        frames.append(
            Frame(
                site=write.site,
                node=number_of.get(write.node, NONE),
                edge=NONE if edge is None else edge,
                closure=number_of.get(write.source, NONE),
                before=_text(step.intact, "before", decimal),
                after=_text(step.intact, "after", decimal),
                broken=_broken(step, decimal),
            )
        )
    return Replay(tuple(node.name for node in example.nodes), tuple(frames))


def _broken(step: Step, decimal: str) -> tuple[str, str] | None:
    intact, broken = (
        (_text(write, "before", decimal), _text(write, "after", decimal)) for write in (step.intact, step.broken)
    )
    return None if intact == broken else broken


def _text(write: Write | None, field: str, decimal: str) -> str:
    return "" if write is None else number(getattr(write, field), decimal)
