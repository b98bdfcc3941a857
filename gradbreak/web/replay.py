"""A traced expression write by write, for the player: the intact sweep beside the broken one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from msgspec import Struct

from gradbreak.model import Example, Write
from gradbreak.trace.compare import Step, compare
from gradbreak.web.edge_matching import edges_of
from gradbreak.web.graph_layout import Edge
from gradbreak.web.wording import number

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
        line: of the engine's file, on which it was written; 0 where that is not known.
        product: how the contribution comes about on the engine as it is, ``3 × −2 = −6``: the local derivative times
            the gradient of the node whose closure wrote; empty outside closures.
    """

    site: str
    node: int
    edge: int
    closure: int
    before: str
    after: str
    broken: tuple[str, str] | None
    line: int
    product: str


class Replay(Struct, frozen=True):
    """One example.

    Attributes:
        nodes: the names of the nodes, in the order in which they are drawn.
        frames: every write that says something, in order.
        labels: for each label of the drawing, the number of its edge.
        lost: the number of an edge → how many frames have happened when the break has lost its contribution.
        code: the lines of the engine's file on which the frames were written, by their number.
    """

    nodes: tuple[str, ...]
    frames: tuple[Frame, ...]
    labels: tuple[int, ...]
    lost: dict[int, int]
    code: dict[int, str]


def shown_steps(example: Example) -> tuple[Step, ...]:
    """The steps that the player shows: without resets of what is 0 already."""
    return tuple(step for step in compare(example.intact, example.broken).steps if step.says_something)


def frames_of(example: Example, edges: Sequence[Edge], decimal: str) -> tuple[Frame, ...]:
    """Put the two sweeps of an example side by side.

    Args:
        example: the traced expression.
        edges: those of its drawing, in the order in which they are drawn.
        decimal: the mark between units and tenths.
    """
    steps = shown_steps(example)
    number_of = {node.name: index for index, node in enumerate(example.nodes)}
    products = dict(_products(example.intact.writes, decimal))
    return tuple(
        Frame(
            site=step.either.site,
            node=number_of.get(step.either.node, NONE),
            edge=NONE if edge is None else edge,
            closure=number_of.get(step.either.source, NONE),
            before=_text(step.intact, "before", decimal),
            after=_text(step.intact, "after", decimal),
            broken=_broken(step, decimal),
            line=step.either.line,
            product="" if step.intact is None else products.get((step.intact.sweep, step.intact.step), ""),
        )
        for step, edge in zip(steps, edges_of((step.either for step in steps), edges), strict=True)
    )


def lost_edges(example: Example, frames: Sequence[Frame]) -> dict[int, int]:
    """The number of an edge → how many frames have happened when the break has lost its contribution.

    Args:
        example: the traced expression.
        frames: of the same example.
    """
    comparison = compare(example.intact, example.broken)
    shown = [index for index, step in enumerate(comparison.steps) if step.says_something]
    frame_of = {index: frame for frame, index in enumerate(shown)}
    found: dict[int, int] = {}
    for contributed, lost in comparison.lost_at:
        edge = frames[frame_of[contributed]].edge
        if edge != NONE:
            found.setdefault(edge, frame_of[lost] + 1)
    return found


def code_of(frames: Sequence[Frame], source: str) -> dict[int, str]:
    """The lines on which frames were written, by their number.

    Args:
        frames: of an example.
        source: the text of the engine's file; empty where it is not at hand.
    """
    lines = source.splitlines()
    return {frame.line: lines[frame.line - 1].strip() for frame in frames if 0 < frame.line <= len(lines)}


def _products(writes: Sequence[Write], decimal: str) -> Iterator[tuple[tuple[int, int], str]]:
    """The sweep and step of each contribution of a closure, and the product that it is."""
    held: dict[str, float] = {}
    for write in writes:
        upstream, term = held.get(write.source), write.after - write.before
        held[write.node] = write.after
        if upstream and math.isfinite(term / upstream):
            factors = (number(value, decimal) for value in (term / upstream, upstream))
            yield (write.sweep, write.step), f"{' × '.join(factors)} = {number(term, decimal)}"


def _broken(step: Step, decimal: str) -> tuple[str, str] | None:
    intact, broken = (
        (_text(write, "before", decimal), _text(write, "after", decimal)) for write in (step.intact, step.broken)
    )
    return None if intact == broken else broken


def _text(write: Write | None, field: str, decimal: str) -> str:
    return "" if write is None else number(getattr(write, field), decimal)
