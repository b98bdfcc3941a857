"""Every catalogue in every language: nothing missing, nothing left over, the same gaps and the same emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import msgspec
import pytest
from msgspec import Struct

import gradbreak.texts
from gradbreak.texts import LANGUAGES, placeholders
from gradbreak.texts.catalogue import Catalogue, load
from gradbreak.texts.check import CheckTexts
from gradbreak.texts.engine_grading import EngineGradingTexts
from gradbreak.texts.explain import ExplainTexts
from gradbreak.texts.grading import GradingTexts
from gradbreak.texts.hints import HintTexts
from gradbreak.texts.lesson import LessonTexts, Reverting
from gradbreak.texts.page import PageTexts
from gradbreak.texts.playground import PlaygroundTexts
from gradbreak.texts.site_run import SiteRunTexts
from gradbreak.texts.terminal import TerminalTexts
from gradbreak.texts.trace import TraceTexts

FOLDER = Path(gradbreak.texts.__file__).parent
CATALOGUES: tuple[type[Catalogue], ...] = (
    CheckTexts,
    EngineGradingTexts,
    ExplainTexts,
    GradingTexts,
    HintTexts,
    LessonTexts,
    PageTexts,
    PlaygroundTexts,
    SiteRunTexts,
    TerminalTexts,
    TraceTexts,
)
OTHERS = [language for language in LANGUAGES if language != "en"]
SAME_IN_EVERY_LANGUAGE = {
    EngineGradingTexts: {"levels.zero_grad"},
    ExplainTexts: {"suite", "tests"},
    GradingTexts: {"tests", "class_.tests", "page.title"},
    LessonTexts: {"observing.value", "partial.tests"},
    TerminalTexts: {"summary.suite", "summary.tests"},
    PageTexts: {
        *("title", "title_plain", "tally", "yes", "test", "test_break", "tests", "nav_tests", "heat_count"),
        *("rank_suite", "source_file", "js_cell", "js_heat_reading", "js_mark_same", "matrix", "heat_suite"),
    },
}
"""Words that both languages have, and sentences of gaps alone."""


def sentences(section: Struct, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every sentence with its dotted name."""
    for name in section.__struct_fields__:
        value = getattr(section, name)
        if isinstance(value, Struct):
            yield from sentences(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def in_language(catalogue: type[Catalogue], language: str) -> dict[str, str]:
    return dict(sentences(load(catalogue, language)))


def emphasis(sentence: str) -> list[int]:
    return [sentence.count(mark) for mark in ("**", "__", "`")]


def test_every_language_has_a_folder_and_every_folder_is_a_language():
    assert {path.parent.name for path in FOLDER.glob("*/*.toml")} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_of_a_language_is_a_catalogue_that_is_looked_at_here(language):
    assert {path.name for path in (FOLDER / language).iterdir()} == {each.FILE for each in CATALOGUES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_every_language_has_the_same_sentences_and_each_says_something(catalogue, language):
    found = in_language(catalogue, language)
    assert found.keys() == in_language(catalogue, "en").keys()
    assert found["language"] == language
    assert [name for name, sentence in found.items() if not sentence.strip()] == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_a_translation_has_the_same_gaps(catalogue, language):
    found = {name: placeholders(sentence) for name, sentence in in_language(catalogue, language).items()}
    assert found == {name: placeholders(sentence) for name, sentence in in_language(catalogue, "en").items()}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_a_translation_has_the_same_emphasis(catalogue, language):
    found = {name: emphasis(sentence) for name, sentence in in_language(catalogue, language).items()}
    assert found == {name: emphasis(sentence) for name, sentence in in_language(catalogue, "en").items()}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_no_sentence_was_left_in_english(catalogue, language):
    english = in_language(catalogue, "en")
    left = {name for name, sentence in in_language(catalogue, language).items() if sentence == english[name]}
    assert left - SAME_IN_EVERY_LANGUAGE.get(catalogue, set()) == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_backticks_come_in_pairs(catalogue, language):
    found = in_language(catalogue, language)
    assert [name for name, sentence in found.items() if sentence.count("`") % 2] == []


CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted(FOLDER.parent.rglob("*"))
    if path.suffix in {".py", ".j2"} and FOLDER not in path.parents
)


ASKED_BY_NAME = {PageTexts, CheckTexts, EngineGradingTexts, PlaygroundTexts}
"""Scripts of pages, a check's kinds of faults and the parts of an engine ask by name; the second in
``results/test_check_text.py``, the third in ``grading/output/test_engine_wording.py``, the playground's in
``playground/test_said.py``."""


@pytest.mark.parametrize("catalogue", [each for each in CATALOGUES if each not in ASKED_BY_NAME])
def test_every_sentence_is_said_somewhere(catalogue):
    names = in_language(catalogue, "en").keys() - {"language"}
    assert [name for name in names if not re.search(rf"\.{name.rpartition('.')[2]}\b", CODE)] == []


def test_a_line_break_within_a_sentence_is_a_blank():
    assert not any("\n" in sentence for each in CATALOGUES for sentence in in_language(each, "en").values())
    assert "gradient. An autograd engine" in load(LessonTexts, "en").opening.rule


def test_a_language_without_a_folder_is_an_error():
    with pytest.raises(KeyError, match="tlh"):
        load(LessonTexts, "tlh")


class _Own(Catalogue, frozen=True):
    FILE: ClassVar[str] = "own.toml"
    reverting: Reverting


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('heading = "h"\nsame = "s"\n', "own"),
        ('heading = "h"\nsame = "s"\nown = "o"\nmore = "m"\n', "more"),
        ('heading = 1\nsame = "s"\nown = "o"\n', "heading"),
    ],
)
def test_a_missing_sentence_an_unknown_one_and_one_that_is_no_text_are_refused_by_name(
    text, named, tmp_path, monkeypatch
):
    (tmp_path / "en").mkdir()
    (tmp_path / "en/own.toml").write_text(f'language = "en"\n[reverting]\n{text}', encoding="utf-8")
    monkeypatch.setattr("gradbreak.texts.catalogue.files", lambda _package: tmp_path)
    with pytest.raises(msgspec.ValidationError, match=named):
        load(_Own, "en")
