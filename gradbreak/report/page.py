"""Renders the report: builds the views of a run, puts them into words, and fills the templates."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from gradbreak.analysis.cell_states import State
from gradbreak.analysis.findings import find
from gradbreak.model import Results
from gradbreak.report.cell_table import CellTable
from gradbreak.report.changes import in_source_order
from gradbreak.report.heat_view import build_heat
from gradbreak.report.matrix_view import build_matrix
from gradbreak.report.page_data import PageData, build_data
from gradbreak.report.sentences import Sentences
from gradbreak.report.source_view import source_files
from gradbreak.report.tests_view import build_tests
from gradbreak.texts import LANGUAGES
from gradbreak.texts.catalogue import load
from gradbreak.texts.page import PageTexts
from gradbreak.texts.terms import in_language, term
from gradbreak.web.document import document, rendered
from gradbreak.web.figure import draw
from gradbreak.web.glyphs import GLYPHS
from gradbreak.web.graph_drawing import RADIUS
from gradbreak.web.wording import percent, plain, rich

SCRIPTS = (
    "web/static/dom.js",
    "web/static/page_data.js",
    "report/static/run.js",
    "report/static/verdicts.js",
    "report/static/failures.js",
    "report/static/route.js",
    "report/static/grid.js",
    "report/static/diff.js",
    "report/static/detail.js",
    "report/static/survivors.js",
    "report/static/heat.js",
    "report/static/marks.js",
    "report/static/tests.js",
    "web/static/player.js",
    "web/static/players.js",
    "report/static/keys.js",
    "web/static/theme.js",
    "report/static/start.js",
)
"""In the order in which they are joined: a file uses only those above it while it loads."""


PLAYGROUND = "playground"
"""The folder of a playground, beside the folder of a report."""


def render_page(
    results: Results, lang: str = "en", others: Mapping[str, str] | None = None, playground: str = ""
) -> str:
    """The report as one self-contained HTML document.

    The same results give the same text, but for the element ``timing``.

    Args:
        results: a finished run.
        lang: one of ``gradbreak.texts.LANGUAGES``.
        others: another language → the address of the same page in it, for a link at the top.
        playground: the address of a playground, for a link too; empty where there is none.

    Raises:
        KeyError: there is no catalogue for the language.
    """
    words = load(PageTexts, lang)
    view = _view(in_language(results, lang), words, lang, others or {})
    body = rendered("gradbreak.report", "body.html.j2", {**view.context, "playground": playground})
    return document(body, language=lang, title=view.title, scripts=SCRIPTS, data=view.data)


def write_page(results: Results, path: Path, lang: str = "en", others: Mapping[str, str] | None = None) -> None:
    """Write the report to a file; see ``render_page``. Where a playground lies beside its folder, it links to that."""
    beside = path.parent.parent / PLAYGROUND
    # The playground's index.html is in English, whichever language the report's own is in.
    own = next((name for name in (f"index.{lang}.html", "index.html") if (beside / name).is_file()), "")
    address = f"../{PLAYGROUND}/{own.removeprefix('index.html')}" if own else ""
    path.write_text(render_page(results, lang, others, address), encoding="utf-8")


def write_pages(results: Results, folder: Path, lang: str) -> None:
    """Write the report in every language, each with a link to the others.

    Args:
        results: a finished run.
        folder: where ``index.html`` goes, and beside it ``index.es.html`` and the like for the other languages.
        lang: the language of ``index.html``.
    """
    names = {each: "index.html" if each == lang else f"index.{each}.html" for each in LANGUAGES}
    for each, name in names.items():
        write_page(results, folder / name, each, {other: names[other] for other in LANGUAGES if other != each})


class _View(NamedTuple):
    """What a page shows: in its title, in its markup, and for its script."""

    title: str
    context: Mapping[str, object]
    data: PageData


def _view(results: Results, words: PageTexts, lang: str, others: Mapping[str, str]) -> _View:
    verdicts = CellTable(results)
    finding = find(results)
    matrix = build_matrix(results, verdicts, finding)
    heat = build_heat(results, matrix, verdicts)
    source = next(iter(results.engine.files.values()), "")
    drawn = tuple(draw(example, results.engine.gradient, words, source=source) for example in results.examples)
    sentences = Sentences(words, results, finding)
    data = build_data(results, matrix, heat, verdicts, drawn, finding.blind.suite if finding.blind else None, words)
    context = {
        "t": words,
        "rich": rich,
        "plain": plain,
        "term": lambda text: term(text, words.language),
        "percent": lambda value: percent(value, words.decimal, words.percent_sign),
        "glyphs": {str(state): glyph for state, glyph in GLYPHS.items()},
        # the top
        "others": [(other, load(PageTexts, other).other_language, address) for other, address in others.items()],
        # the finding and the graphs
        "headline": sentences.headline,
        "lede": sentences.lede,
        "finding": finding,
        "wrong_engine": results.wrong_engine.get(lang, ()),
        "unordered": any(example.unordered for example in results.examples) and not results.engine.unordered,
        "fixes": results.engine.unordered,
        "break_sentence": sentences.break_sentence,
        "primer": sentences.primer,
        "kill_counts": sentences.kill_counts,
        "break_symbol": sentences.break_symbol,
        "intact_symbol": sentences.intact_symbol,
        "broken_symbol": sentences.broken_symbol,
        "figures": drawn,
        "radius": RADIUS,
        "note": sentences.note(drawn),
        # the matrix and the heat map
        "matrix": matrix,
        "legend": [state for state in State if state in matrix.states],
        "equivalents": [mutant for mutant in in_source_order(results) if mutant.equivalent],
        "disproved": sentences.disproved(verdicts),
        "invalid": results.invalid,
        "heat": heat,
        "heat_intro": sentences.heat_intro,
        "heat_label": sentences.heat_label(heat),
        # tests, source and run
        "tests": build_tests(results, finding),
        "sources": source_files(results, verdicts, finding),
        "engine": results.engine,
        "main_file": next(iter(results.engine.files), ""),
        "mutant_count": len(results.mutants),
        "proofs": results.proofs,
        "source": results.source,
        "tool": results.tool,
        "timing": sentences.timing,
    }
    return _View(sentences.title, context, data)
