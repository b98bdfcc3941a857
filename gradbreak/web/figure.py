"""A traced expression as a figure: the graph with its contributions, the player, and every value of each gradient."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from msgspec import Struct

from gradbreak.model import Example, Tape
from gradbreak.texts.page import PageTexts
from gradbreak.web.edge_matching import edges_of
from gradbreak.web.graph_drawing import LETTER, MARGIN, ROW_HEIGHT, STEP, WIDTH, label_places, path, rounded
from gradbreak.web.graph_layout import GraphLayout, lay_out
from gradbreak.web.reading import GradientChange, Reading, read, values_held
from gradbreak.web.replay import Frame, Replay, code_of, frames_of, lost_edges
from gradbreak.web.wording import number, plain, rich, signed

OPERATION_SIGNS = {"add": "+", "sub": "−", "mul": "×", "div": "÷", "pow": "^", "neg": "−"}
"""What a node shows for its operation; any other operation shows its name."""

CROWDED = 10
"""Edges beyond which only the contributions to the input looked at are written beside them."""

WIDE = 520
"""A drawing wider than this, in user units, is not scaled down to fit: its figure scrolls."""

_CHANGES = {
    GradientChange.REPLACED: "change_replaced",
    GradientChange.NOTHING: "change_nothing",
    GradientChange.SAME: "change_same",
    GradientChange.DIFFERENT: "change_different",
}
_USES = {1: "uses_once", 2: "uses_twice"}


class Circle(Struct, frozen=True):
    """A node: its centre, what stands in it, its forward value below, and whether it is the input looked at."""

    x: float
    y: float
    text: str
    value: str
    focus: bool


class Curve(Struct, frozen=True):
    """An edge as an SVG path; ``kind`` is empty, ``hot`` (its contribution is looked at) or ``lost`` (by the break)."""

    path: str
    kind: str


class Label(Struct, frozen=True):
    """A contribution beside its edge: numbered if it is looked at, and marked if the break loses it."""

    x: float
    y: float
    text: str
    kind: str


class GradientRow(Struct, frozen=True):
    """One input's gradient as it was written, on the engine as it is and on the broken one.

    Attributes:
        name: the input.
        intact: the values it held, the first before any write.
        broken: the same under the break.
        differs: the two end differently.
    """

    name: str
    intact: tuple[str, ...]
    broken: tuple[str, ...]
    differs: bool


class Figure(Struct, frozen=True, kw_only=True):
    """Everything that a figure shows.

    Attributes:
        title: its heading.
        expression: as a learner writes it.
        gradient: what the engine calls a gradient.
        description: the drawing for those who cannot see it.
        verdict: what the break did to the input looked at; None where nothing is written.
        reading: what the two recordings say.
        rows: every value that the gradient of each input held.
        width: of the drawing, in user units.
        height: of the drawing, in user units.
        top: where the drawing begins, in user units.
        replay: the sweeps write by write.
    """

    title: Markup
    expression: str
    gradient: str
    description: str
    verdict: Markup | None
    reading: Reading
    rows: tuple[GradientRow, ...]
    width: float
    height: float
    top: float
    circles: tuple[Circle, ...]
    curves: tuple[Curve, ...]
    labels: tuple[Label, ...]
    replay: Replay

    @property
    def differs(self) -> bool:
        """The break changes some input's gradient."""
        return any(row.differs for row in self.rows)

    @property
    def is_wide(self) -> bool:
        """It scrolls where there is not room for its whole width."""
        return self.width > WIDE


def draw(
    example: Example,
    gradient: str,
    texts: PageTexts,
    step: float = STEP,
    margin: float = MARGIN,
    all_labels: bool = False,
    source: str = "",
) -> Figure:
    """Draw an example.

    Args:
        example: the traced expression.
        gradient: what the engine calls a gradient.
        texts: the page's language.
        step: the least distance between two layers, in user units.
        margin: from the outermost nodes to the left and right end of the drawing, in user units.
        all_labels: write every contribution beside its edge, if the graph is not crowded, and not only those to the
            input that is looked at.
        source: the text of the engine's file, for the line of each write; empty where it is not shown.
    """
    reading = read(example)
    layout = lay_out(example.nodes, max(WIDTH, 2 * margin), step, ROW_HEIGHT, margin)
    frames = frames_of(example, layout.edges, texts.decimal)
    lost = lost_edges(example, frames)
    carriers = [edge for edge in edges_of(reading.contributions, layout.edges) if edge is not None]
    terms = _terms(example, frames, layout, texts)
    labelled = [*terms] if all_labels and len(layout.edges) <= CROWDED else list(dict.fromkeys(carriers))
    uses = sum(node.parents.count(reading.focus) for node in example.nodes) if reading.focus else 0
    contributions = tuple(signed(write.after - write.before, texts.decimal) for write in reading.contributions)
    return Figure(
        title=_title(example.name, reading, uses, texts),
        expression=example.expression,
        gradient=gradient,
        description=_description(example, reading, contributions, texts),
        verdict=_verdict(reading, gradient, texts),
        reading=reading,
        rows=tuple(_gradient_row(example, name, texts.decimal) for name in example.inputs),
        width=layout.width,
        height=layout.height - 2 * (margin - MARGIN),
        top=margin - MARGIN,
        circles=tuple(
            Circle(
                *rounded(layout.places[node.name]),
                OPERATION_SIGNS.get(node.op, node.op) or node.name,
                number(node.value, texts.decimal),
                node.name == reading.focus,
            )
            for node in example.nodes
        ),
        curves=tuple(
            Curve(path(edge), "lost" if index in lost else "hot" if index in carriers else "")
            for index, edge in enumerate(layout.edges)
        ),
        labels=_labels(layout, {edge: terms[edge] for edge in labelled if edge in terms}, carriers, lost, texts),
        replay=Replay(
            nodes=tuple(node.name for node in example.nodes),
            frames=frames,
            labels=tuple(edge for edge in labelled if edge in terms),
            lost=lost,
            code=code_of(frames, source),
        ),
    )


def margin_for(example: Example, decimal: str) -> float:
    """A margin, in user units, in which the longest ``10 → −6`` above an outermost node has room."""
    writes = (*example.intact.writes, *example.broken.writes)
    lengths = (len(f"{number(write.before, decimal)} → {number(write.after, decimal)}") for write in writes)
    return max(MARGIN, LETTER * max(lengths, default=0) / 2)


def _terms(example: Example, frames: Sequence[Frame], layout: GraphLayout, texts: PageTexts) -> dict[int, str]:
    """The number of an edge → the first term that came along it on the engine as it is."""
    writes = [write for write in example.intact.writes if write.source]
    found: dict[int, str] = {}
    for write, edge in zip(writes, edges_of(writes, layout.edges), strict=True):
        if edge is not None:
            found.setdefault(edge, signed(write.after - write.before, texts.decimal))
    return {frame.edge: found[frame.edge] for frame in frames if frame.edge in found}


def _labels(
    layout: GraphLayout, terms: dict[int, str], carriers: Sequence[int], lost: dict[int, int], texts: PageTexts
) -> tuple[Label, ...]:
    written = []
    for edge, term in terms.items():
        order = _circled(carriers.index(edge) + 1) if edge in carriers else ""
        mark = f" {texts.contribution_lost}" if edge in lost and order else ""
        written.append((layout.edges[edge], order + term + mark))
    places = label_places(layout, written)
    return tuple(
        Label(*rounded(place), text, "lost" if edge in lost else "" if edge in carriers else "other")
        for place, (_, text), edge in zip(places, written, terms, strict=True)
    )


def _gradient_row(example: Example, name: str, decimal: str) -> GradientRow:
    def values(tape: Tape) -> tuple[str, ...]:
        return tuple(number(value, decimal) for value in values_held(tape, name))

    differs = example.intact.gradients.get(name) != example.broken.gradients.get(name)
    return GradientRow(name, values(example.intact), values(example.broken), differs)


def _title(name: str, reading: Reading, uses: int, texts: PageTexts) -> Markup:
    sentence = getattr(texts, _USES.get(uses, "uses_many")) if reading.focus else "{name}"
    return rich(sentence, name=name.capitalize(), input=reading.focus, count=uses)


def _description(example: Example, reading: Reading, contributions: Sequence[str], texts: PageTexts) -> str:
    label = plain(texts.graph_label, expression=example.expression)
    if reading.focus is None:
        return label
    received = plain(texts.graph_receives, input=reading.focus, contributions=texts.graph_then.join(contributions))
    return f"{label} {received}"


def _verdict(reading: Reading, gradient: str, texts: PageTexts) -> Markup | None:
    if reading.focus is None:
        return None
    return rich(
        getattr(texts, _CHANGES[reading.change]),
        input=reading.focus,
        gradient=gradient,
        before=number(reading.before, texts.decimal),
        after=number(reading.after, texts.decimal),
    )


def _circled(order: int) -> str:
    return chr(0x245F + order) if order <= 20 else f"({order})"
