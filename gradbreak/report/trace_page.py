"""A trace as a page that replays it: both graphs side by side, write by write; without JavaScript it is a still."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

import jinja2
import msgspec
from markupsafe import Markup
from msgspec import Struct

from gradbreak.model import Tape
from gradbreak.report.graph_view import OPERATION_SIGNS
from gradbreak.trace.compare import Effect, Step
from gradbreak.trace.oracles import Oracle
from gradbreak.trace.trace_report import TraceReport
from gradbreak.trace.wording import change, nothing_differs, number, remarks, said
from gradbreak.web.edge_matching import edges_of
from gradbreak.web.graph_layout import Edge, Layout, lay_out

# Of the drawing, in user units.
COLUMN = 128.0  # from layer to layer
ROW = 92.0  # from node to node within a layer
MARGIN = 44.0  # from the outermost centres to the edge
RADIUS = 19.0  # of a node
LETTER = 8.4  # the width of one letter of a gradient
BOW = 26.0  # how far two uses of one operand by one result are bent apart

CROWDED = 10
"""Edges from which on the terms are left out of the still; each is shown when the replay comes to it."""


class Dot(Struct, frozen=True):
    """A node: where it is, what stands in it, its forward value, and its gradient before and after each sweep."""

    x: float
    y: float
    text: str
    name: str
    value: str
    intact: tuple[str, str]
    broken: tuple[str, str]


class Line(Struct, frozen=True):
    """An edge: its path, the term that came back along it, where to write that, and whether the break lost it."""

    number: int
    path: str
    term: str
    x: float
    y: float
    is_lost: bool


class Row(Struct, frozen=True):
    """One write: its place in the replay, counted from 1, and what the table says of it."""

    number: int
    site: str
    node: str
    intact: str
    broken: str
    remark: str


class Frame(Struct, frozen=True, array_like=True):
    """One write for the script: the numbers of its node and edge (-1 without one), and the texts of both sweeps.

    Each sweep has the change, shown while the write is looked at, and the gradient that it leaves; two
    empty texts where that sweep does not make the write.
    """

    node: int
    edge: int
    intact: tuple[str, str]
    broken: tuple[str, str]


def replay_page(report: TraceReport) -> str:
    """The page, as one document that asks for nothing else."""
    example = report.example
    layout = lay_out(example.nodes, _width(report), COLUMN, ROW, MARGIN)
    steps = [step for step in report.comparison.steps if step.says_something]
    matched = edges_of((step.either for step in steps), layout.edges)
    edges = [-1 if edge is None else edge for edge in matched]
    templates = jinja2.Environment(
        loader=jinja2.PackageLoader("gradbreak.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return templates.get_template("replay.html.j2").render(
        report=report,
        example=example,
        inputs=", ".join(f"{name} = {number(value)}" for name, value in example.inputs.items()),
        value=number(example.value),
        width=_width(report),
        overhang=_overhang(steps),
        oracle="dual numbers" if report.oracle is Oracle.DUAL else "torch.autograd",
        height=layout.height,
        radius=RADIUS,
        is_crowded=len(layout.edges) > CROWDED,
        dots=_dots(report, layout),
        lines=_lines(report, layout, steps, edges),
        groups=[(source, list(rows)) for source, rows in groupby(_rows(report, steps), key=lambda row: row[0])],
        gradients=[
            (
                name,
                number(example.intact.gradients.get(name)),
                number(example.broken.gradients.get(name)),
                number(report.expected[name]),
                "; ".join(remarks(report, name)),
            )
            for name in example.inputs
        ],
        nothing_differs=nothing_differs(steps) if report.comparison.first_difference is None else "",
        frames=as_script(_frames(report, steps, edges)),
    )


def _width(report: TraceReport) -> float:
    depth: dict[str, int] = {}
    for node in report.example.nodes:
        depth[node.name] = max((depth[parent] + 1 for parent in node.parents), default=0)
    return 2 * MARGIN + COLUMN * max(*depth.values(), 1)


def _overhang(steps: Sequence[Step]) -> float:
    """How far the longest ``10 → -6`` above an outermost node would reach beyond the drawing."""
    longest = max((len(change(write)) for step in steps for write in (step.intact, step.broken) if write), default=0)
    return max(0.0, LETTER * longest / 2 - MARGIN)


def _dots(report: TraceReport, layout: Layout) -> list[Dot]:
    example = report.example

    def before_and_after(tape: Tape, name: str) -> tuple[str, str]:
        writes = [write for write in tape.writes if write.node == name]
        return (number(writes[0].before), number(writes[-1].after)) if writes else ("0", "0")

    return [
        Dot(
            x=layout.places[node.name].x,
            y=layout.places[node.name].y,
            text=OPERATION_SIGNS.get(node.op, node.op) or node.name,
            name=node.name,
            value=number(node.value),
            intact=before_and_after(example.intact, node.name),
            broken=before_and_after(example.broken, node.name),
        )
        for node in example.nodes
    ]


def _lines(report: TraceReport, layout: Layout, steps: Sequence[Step], edges: Sequence[int]) -> list[Line]:
    terms: dict[int, str] = {}
    lost: set[int] = set()
    losses = [(loss.node, loss.through) for loss in report.comparison.losses]
    for step, edge in zip(steps, edges, strict=True):
        if step.intact is not None and edge >= 0:
            terms[edge] = f"{step.intact.after - step.intact.before:+.4g}"
            if (step.intact.node, step.intact.source) in losses:
                losses.remove((step.intact.node, step.intact.source))
                lost.add(edge)
    return [
        Line(index, _path(edge), terms.get(index, ""), *_place_of_term(edge), index in lost)
        for index, edge in enumerate(layout.edges)
    ]


def _path(edge: Edge) -> str:
    """From rim to rim, leaving and arriving level; inputs are on the left."""
    points = [(point.x, point.y) for point in edge.path]
    points[0], points[-1] = (points[0][0] + RADIUS, points[0][1]), (points[-1][0] - RADIUS, points[-1][1])
    pieces = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for (x, y), (to_x, to_y) in pairwise(points):
        middle, aside = (x + to_x) / 2, BOW * edge.bow
        pieces.append(f"C{middle:g} {y + aside:g} {middle:g} {to_y + aside:g} {to_x:g} {to_y:g}")
    return "".join(pieces)


def _place_of_term(edge: Edge) -> tuple[float, float]:
    """On the edge, nearer to the operand, which is where the term arrives."""
    start, end = edge.path[0], edge.path[1]
    # The point of the curve above at 0.35 of its parameter, where it is 0.38 of the way across and 0.28 down.
    across, down, aside = 0.38, 0.28, 0.68 * BOW * edge.bow
    return round(start.x + across * (end.x - start.x), 1), round(start.y + down * (end.y - start.y) + aside + 4, 1)


def _rows(report: TraceReport, steps: Sequence[Step]) -> list[tuple[str, Row]]:
    return [
        (
            step.either.source,
            Row(
                number=index,
                site=step.either.site,
                node=step.either.node,
                intact=change(step.intact),
                broken=change(step.broken),
                remark="" if step.effect is Effect.SAME else said(step, report.gradient),
            ),
        )
        for index, step in enumerate(steps, start=1)
    ]


def _frames(report: TraceReport, steps: Sequence[Step], edges: Sequence[int]) -> list[Frame]:
    numbers = {node.name: index for index, node in enumerate(report.example.nodes)}
    return [
        Frame(
            node=numbers.get(step.either.node, -1),
            edge=edge,
            intact=(change(step.intact), number(step.intact.after)) if step.intact else ("", ""),
            broken=(change(step.broken), number(step.broken.after)) if step.broken else ("", ""),
        )
        for step, edge in zip(steps, edges, strict=True)
    ]


def as_script(frames: Sequence[Frame]) -> Markup:
    """JSON that cannot end the script element it stands in."""
    return Markup(msgspec.json.encode(frames).decode().replace("<", "\\u003c"))
