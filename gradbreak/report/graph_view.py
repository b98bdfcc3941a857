"""A traced expression as a figure: the graph, the contributions numbered on its edges, and both tapes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from gradbreak.model import Example, Results, Write
from gradbreak.report.replays import Replay, replay
from gradbreak.report.tapes import Reading, held, read
from gradbreak.report.wording import number, signed
from gradbreak.texts.page import PageTexts
from gradbreak.web.edge_matching import edges_of
from gradbreak.web.graph_drawing import MARGIN, ROW_HEIGHT, STEP, WIDTH, label_places, path, rounded
from gradbreak.web.graph_layout import Edge, Layout, lay_out

OPERATION_SIGNS = {"add": "+", "sub": "−", "mul": "×", "div": "÷", "pow": "^", "neg": "−"}
"""What a node shows for its operation; any other operation shows its name."""


class Circle(Struct, frozen=True):
    """A node: its centre, what stands in it, its forward value below, and whether it is the input looked at."""

    x: float
    y: float
    text: str
    value: str
    focus: bool


class Line(Struct, frozen=True):
    """An edge as an SVG path; ``kind`` is empty, ``hot`` (carries a contribution) or ``lost`` (the break drops it)."""

    path: str
    kind: str


class Label(Struct, frozen=True):
    """A numbered contribution beside its edge."""

    x: float
    y: float
    text: str
    lost: bool


class TapeRow(Struct, frozen=True):
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
        name: the example's name.
        expression: as a learner writes it.
        reading: what the tapes say.
        uses: how often the graph uses the input that the reading looks at.
        contributions: what that input receives, in order: ``+10``.
        rows: the tapes of all inputs.
        replay: the sweeps write by write.
    """

    name: str
    expression: str
    reading: Reading
    uses: int
    contributions: tuple[str, ...]
    rows: tuple[TapeRow, ...]
    width: float
    height: float
    circles: tuple[Circle, ...]
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]
    replay: Replay

    @property
    def differs(self) -> bool:
        """The break changes some input's gradient."""
        return any(row.differs for row in self.rows)


def figures(results: Results, texts: PageTexts) -> tuple[Figure, ...]:
    """One figure for each example of a run.

    Args:
        results: the run.
        texts: the page's language.
    """
    return tuple(_figure(example, texts) for example in results.examples)


def _figure(example: Example, texts: PageTexts) -> Figure:
    reading = read(example)
    layout = lay_out(example.nodes, WIDTH, STEP, ROW_HEIGHT, MARGIN)
    carriers = _carriers(layout.edges, reading)
    kinds = {edge: "lost" if order < reading.lost else "hot" for order, edge in enumerate(carriers) if edge is not None}
    return Figure(
        name=example.name,
        expression=example.expression,
        reading=reading,
        uses=sum(node.parents.count(reading.focus) for node in example.nodes) if reading.focus else 0,
        contributions=tuple(_contribution(write, texts) for write in reading.contributions),
        rows=tuple(_tape_row(example, name, texts.decimal) for name in example.inputs),
        width=layout.width,
        height=layout.height,
        circles=tuple(
            Circle(
                *rounded(layout.places[node.name]),
                OPERATION_SIGNS.get(node.op, node.op) or node.name,
                number(node.value, texts.decimal),
                node.name == reading.focus,
            )
            for node in example.nodes
        ),
        lines=tuple(Line(path(edge), kinds.get(edge, "")) for edge in layout.edges),
        labels=_labels(layout, carriers, reading, texts),
        replay=replay(example, layout.edges, texts.decimal),
    )


def _carriers(edges: Sequence[Edge], reading: Reading) -> list[Edge | None]:
    """The edge that each contribution came through, in order; None where the graph has no such edge."""
    return [None if number is None else edges[number] for number in edges_of(reading.contributions, edges)]


def _labels(layout: Layout, carriers: Iterable[Edge | None], reading: Reading, texts: PageTexts) -> tuple[Label, ...]:
    wanted = []
    for order, (edge, write) in enumerate(zip(carriers, reading.contributions, strict=True)):
        lost = order < reading.lost
        text = f"{_circled(order + 1)}{_contribution(write, texts)}{f' {texts.contribution_lost}' if lost else ''}"
        if edge is not None:
            wanted.append((edge, text, lost))
    places = label_places(layout, [(edge, text) for edge, text, _ in wanted])
    return tuple(Label(*rounded(place), text, lost) for place, (_, text, lost) in zip(places, wanted, strict=True))


def _contribution(write: Write, texts: PageTexts) -> str:
    return signed(write.after - write.before, texts.decimal)


def _tape_row(example: Example, name: str, decimal: str) -> TapeRow:
    intact, broken = (
        tuple(number(value, decimal) for value in held(tape, name)) for tape in (example.intact, example.broken)
    )
    differs = example.intact.gradients.get(name) != example.broken.gradients.get(name)
    return TapeRow(name, intact, broken, differs)


def _circled(order: int) -> str:
    return chr(0x245F + order) if order <= 20 else f"({order})"
