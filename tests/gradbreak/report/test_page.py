import gzip
import html as html_entities
import re
from importlib.util import find_spec
from pathlib import Path

import msgspec
import pytest

from gradbreak.model import (
    InvalidMutant,
    Location,
    Position,
    Redundancy,
    Results,
    SetAside,
    Timing,
    UnorderedLine,
    WhySetAside,
)
from gradbreak.report import render_page, write_page, write_pages
from gradbreak.results.read import load_results
from gradbreak.texts import LANGUAGES

ROOT = Path(__file__).parents[3]
NO_REDUNDANCY = Redundancy(unique=(), idle=(), smallest=(), smallest_is_proven=True)
TIMING = re.compile(r"<p id=timing>.*?</p>", re.DOTALL)


def without_timing(page: str) -> str:
    return TIMING.sub("", page)


def test_the_same_results_give_the_same_page(results: Results, html: str) -> None:
    assert render_page(results) == html


def test_only_the_timing_element_depends_on_timing(results: Results, html: str) -> None:
    other = Timing(started="2001-02-03T04:05:06+07:00", seconds={"x": 9.0}, tests={}, rows_kept=5, rows_run=6, jobs=7)
    page = render_page(msgspec.structs.replace(results, timing=other))
    assert page != html
    assert without_timing(page) == without_timing(html)


def test_the_title_is_the_finding(html: str) -> None:
    title = re.search(r"<title>(.*?)</title>", html)
    assert title is not None
    assert html_entities.unescape(title[1]).startswith("100% of the lines covered. 0 of 17 += → = mutants killed.")


@pytest.mark.parametrize("is_there", [True, False])
def test_a_report_links_to_a_playground_that_lies_beside_it(is_there, few_results: Results, tmp_path: Path) -> None:
    for folder in ("latest", "playground"):
        (tmp_path / folder).mkdir()
    if is_there:
        (tmp_path / "playground/index.html").touch()
    write_page(few_results, tmp_path / "latest/index.html")
    page = (tmp_path / "latest/index.html").read_text(encoding="utf-8")
    assert ("../playground/" in page) is is_there


def test_a_spanish_report_links_to_the_spanish_page_of_a_playground(few_results: Results, tmp_path: Path) -> None:
    for folder in ("latest", "playground"):
        (tmp_path / folder).mkdir()
    for name in ("index.html", "index.es.html"):
        (tmp_path / "playground" / name).touch()
    write_page(few_results, tmp_path / "latest/index.html", "es")
    assert 'href="../playground/index.es.html"' in (tmp_path / "latest/index.html").read_text(encoding="utf-8")


LARGEST = 270_000
LARGEST_COMPRESSED = 50_000
"""In bytes; docs/decisions/page-size.md says why."""


def test_the_page_stays_within_its_bounds(html: str) -> None:
    assert len(html.encode()) <= LARGEST
    assert len(gzip.compress(html.encode(), 9)) <= LARGEST_COMPRESSED


@pytest.mark.skipif(find_spec("minify") is None, reason="tdewolff-minify has no wheel for this platform")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_the_committed_results_stays_within_its_bounds(language: str) -> None:
    page = render_page(load_results(ROOT / "reports/example/results.json"), language).encode()
    assert len(page) <= LARGEST
    assert len(gzip.compress(page, 9)) <= LARGEST_COMPRESSED


def test_no_address_outside_the_page_is_mentioned(html: str) -> None:
    markup = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    assert not re.findall(r'(?:src|href|action)="?+(?!#|data:)[^>\s]', markup)
    assert "@import" not in html
    assert set(re.findall(r"url\(([^)]*)\)", html)) <= {"#columns", '"#columns"'}


def test_no_markup_carries_style_or_handlers_of_its_own(html: str) -> None:
    body = html[html.index("<body>") : html.index('<script type="application/json"')]
    assert not re.findall(r"<[^>]*\s(?:style|on\w+)=", body)


def test_names_of_this_engine_come_from_the_results(results: Results) -> None:
    engine = msgspec.structs.replace(results.engine, files={"other.py": "x = 1\n"}, gradient="adjoint")
    nothing = {"mutants": (), "breaks": (), "cells": (), "break_cells": (), "redundancy": NO_REDUNDANCY}
    page = render_page(msgspec.structs.replace(results, engine=engine, **nothing))
    assert "adjoint" in page
    for name in ("minigrad", "Value", ".grad"):
        assert name not in page[page.index("<body>") : page.index("<section id=tests")]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_says_which_language_it_is_in(results: Results, language: str) -> None:
    assert f'<html lang="{language}">' in render_page(results, language)


def test_a_language_without_a_catalogue_is_refused(results: Results) -> None:
    with pytest.raises(KeyError):
        render_page(results, "xx")


def test_text_from_the_run_is_escaped(results: Results) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    tests = (msgspec.structs.replace(results.tests[0], name=hostile), *results.tests[1:])
    suites = (msgspec.structs.replace(results.suites[0], teaches=hostile), *results.suites[1:])
    assert hostile not in render_page(msgspec.structs.replace(results, tests=tests, suites=suites))


@pytest.mark.parametrize(
    "change",
    [
        {"examples": ()},
        {"breaks": (), "break_cells": ()},
        {"mutants": (), "cells": (), "breaks": (), "break_cells": (), "redundancy": NO_REDUNDANCY},
        {"proofs": ()},
        {"cells": (), "break_cells": ()},
    ],
    ids=lambda change: "without " + " and ".join(change),
)
def test_a_run_that_lacks_something_still_makes_a_page(results: Results, change: dict[str, object]) -> None:
    assert "</html>" in render_page(msgspec.structs.replace(results, **change))


def test_one_suite_alone_makes_a_page(results: Results) -> None:
    suite = results.suites[0]
    tests = tuple(test for test in results.tests if test.suite == suite.name)
    ids = {test.id for test in tests}
    run = msgspec.structs.replace(
        results,
        suites=(suite,),
        tests=tests,
        cells=tuple(cell for cell in results.cells if cell.test in ids),
        break_cells=tuple(cell for cell in results.break_cells if cell.test in ids),
    )
    assert "54.4% of the lines covered." in render_page(run)


def test_the_page_begins_with_what_a_mutant_is_and_defines_four_words(html: str) -> None:
    primer, headline = html.index("<p class=primer>"), html.index("<h1")
    assert primer < headline
    assert re.findall(r"aria-describedby=define-(\w+)>(\w+)<", html[primer:headline]) == [
        (word, word) for word in ("mutant", "killed", "site", "sweep")
    ]


def test_a_page_alone_links_to_no_other_language(html: str) -> None:
    assert "hreflang" not in html


def test_each_language_has_a_page_that_leads_to_the_others(results: Results, tmp_path: Path) -> None:
    write_pages(results, tmp_path, "es")
    pages = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert set(pages) == {"index.html", "index.en.html"}
    assert '<html lang="es">' in pages["index.html"]
    assert "<a href=index.en.html lang=en hreflang=en>In English</a>" in pages["index.html"]
    assert "<a href=index.html lang=es hreflang=es>En español</a>" in pages["index.en.html"]


def test_counts_of_tests_and_mutants_are_sentences(results: Results, html: str) -> None:
    tests, minimal = len(results.tests), len(results.subsumption.minimal)
    smallest = len(results.redundancy.smallest)
    assert f"<b>{smallest}</b> of the {tests} tests would be enough" in html
    assert f"kill these {minimal} and you have killed all " in html


def test_a_page_is_written_as_utf_8(results: Results, html: str, tmp_path: Path) -> None:
    write_page(results, tmp_path / "index.html")
    assert (tmp_path / "index.html").read_bytes() == html.encode()


def test_an_engine_whose_runs_can_differ_is_named_as_such(results: Results, html: str) -> None:
    examples = tuple(msgspec.structs.replace(example, unordered=True) for example in results.examples)
    page = render_page(msgspec.structs.replace(results, examples=examples))
    assert "Two runs can differ:</b> a <code>Value</code> keeps its operands in a set" in page
    assert "Two runs can differ" not in html


@pytest.mark.parametrize(("language", "lottery"), [("en", "A lottery:"), ("es", "Una lotería:")])
def test_an_engine_with_sets_has_its_own_line_beside_the_fix(
    results: Results, html: str, language: str, lottery: str
) -> None:
    line = UnorderedLine(file="engine.py", line=9, text="self.p = set(c)", fix="self.p = tuple(c)")
    engine = msgspec.structs.replace(results.engine, unordered=(line,))
    page = render_page(msgspec.structs.replace(results, engine=engine), language)
    assert all(text in page for text in (lottery, "<code>self.p = set(c)</code>", "<code>self.p = tuple(c)</code>"))
    assert lottery not in html


@pytest.mark.parametrize(
    ("language", "title", "why"), [("en", "Set aside: 1", "flickers"), ("es", "Apartados: 1", "oscila")]
)
def test_tests_that_are_set_aside_are_listed_with_the_reason(results, language, title, why):
    aside = SetAside(test="t.py::test_a", suite="s", why=WhySetAside.FLICKERS, reason="1 < 2 & so on")
    page = render_page(msgspec.structs.replace(results, set_aside=(aside,)), language)
    for text in (title, "t.py::test_a", f"<td>{why}", "1 &lt; 2 &amp; so on"):
        assert text in page
    assert title not in render_page(results, language)


def test_mutants_that_are_no_python_are_counted_apart(results):
    place = Location(file="e.py", start=Position(5, 1), end=Position(5, 3))
    mutant = InvalidMutant(id="m", function="f", location=place, original="-2", replacement="+2", reason="bad")
    page = render_page(msgspec.structs.replace(results, invalid=(mutant,)))
    assert "no Python" in page
    assert "f, line 5: -2 → +2" in page
    assert "no Python" not in render_page(results)
