"""A trace as a page: the figure with its player, every write of both sweeps, and the gradients beside an oracle's."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from markupsafe import Markup
from msgspec import Struct, structs

from gradbreak.texts.catalogue import load
from gradbreak.texts.page import PageTexts
from gradbreak.texts.trace import TraceTexts
from gradbreak.trace.compare import Effect
from gradbreak.trace.oracles import OracleKind
from gradbreak.trace.trace_report import TraceReport
from gradbreak.trace.wording import change, nothing_differs, order_in_words, remarks, said
from gradbreak.web.document import document, rendered
from gradbreak.web.figure import Figure, draw, margin_for
from gradbreak.web.graph_drawing import RADIUS
from gradbreak.web.replay import Replay, shown_steps
from gradbreak.web.wording import number, plain, rich

COLUMN = 104.0
"""From layer to layer, in user units: room for a gradient above each of two neighbours."""

SCRIPTS = (
    "web/static/dom.js",
    "web/static/page_data.js",
    "web/static/player.js",
    "web/static/players.js",
    "web/static/theme.js",
    "report/static/trace.js",
)
"""In the order in which they are joined."""


class WriteRow(Struct, frozen=True):
    """One write in the table: its place in the replay, counted from 1, and what is said of it."""

    number: int
    site: str
    node: str
    intact: str
    broken: str
    remark: str


class TraceData(Struct, frozen=True):
    """What the page's script needs: the sweeps write by write, and its sentences."""

    replays: tuple[Replay, ...]
    texts: dict[str, str]


def replay_page(report: TraceReport, lang: str = "en") -> str:
    """The page, as one document that asks for nothing else.

    Args:
        report: the trace.
        lang: one of ``gradbreak.texts.LANGUAGES``.

    Raises:
        KeyError: there is no such language.
    """
    texts = load(PageTexts, lang)
    named = structs.replace(report.example, name=texts.trace_figure)
    margin = margin_for(named, texts.decimal)
    drawn = draw(named, report.gradient, texts, COLUMN, margin, all_labels=True)
    body = rendered("gradbreak.report", "trace_body.html.j2", _context(report, drawn, texts, load(TraceTexts, lang)))
    title = plain(texts.trace_title, expression=named.expression)
    data = TraceData(replays=(drawn.replay,), texts=texts.for_script(()))
    return document(body, language=lang, title=title, scripts=SCRIPTS, data=data)


def _context(report: TraceReport, drawn: Figure, texts: PageTexts, words: TraceTexts) -> Mapping[str, object]:
    def spell(value: float | None) -> str:
        return "–" if value is None else number(value, texts.decimal)

    example = report.example
    steps = shown_steps(example)
    rows = [
        WriteRow(
            number=index,
            site=step.either.site,
            node=step.either.node,
            intact=change(step.intact, spell),
            broken=change(step.broken, spell),
            remark="" if step.effect is Effect.SAME else said(step, report.gradient, words, spell),
        )
        for index, step in enumerate(steps, start=1)
    ]
    sources = [step.either.source for step in steps]
    return {
        "t": texts,
        "rich": rich,
        "plain": plain,
        # the figure
        "report": report,
        "example": example,
        "given": rich(
            texts.trace_given,
            inputs=", ".join(f"{name} = {spell(value)}" for name, value in example.inputs.items()),
            value=spell(example.value),
            change=report.change,
        ),
        "order": order_in_words(report.order, words) if report.order is not None else "",
        "figure_of": drawn,
        "radius": RADIUS,
        # the tables
        "groups": [
            (source, [row for row, _ in pairs])
            for source, pairs in groupby(zip(rows, sources, strict=True), key=lambda pair: pair[1])
        ],
        "nothing_differs": nothing_differs(steps, words) if report.comparison.first_difference is None else "",
        "oracle": texts.trace_dual if report.oracle is OracleKind.DUAL else Markup("<code>torch.autograd</code>"),
        "gradients": [
            (
                name,
                spell(example.intact.gradients.get(name)),
                spell(example.broken.gradients.get(name)),
                spell(report.expected[name]),
                "; ".join(remarks(report, name, words, spell)),
            )
            for name in example.inputs
        ],
    }
