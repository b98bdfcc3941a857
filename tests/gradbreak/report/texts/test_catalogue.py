import string

import pytest
from msgspec import structs

from gradbreak.report.texts import LANGUAGES, Texts

ENGLISH = LANGUAGES["en"]
OTHERS = [texts for texts in LANGUAGES.values() if texts is not ENGLISH]
SAME_IN_EVERY_LANGUAGE = {"title", "title_plain", "tally", "yes", "test_break", "source_file", "heat_count"}


def names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def marks(sentence: str) -> list[int]:
    return [sentence.count(mark) for mark in ("**", "__", "`")]


@pytest.mark.parametrize("texts", OTHERS, ids=lambda texts: texts.language)
def test_a_translation_fills_in_the_same_values(texts: Texts) -> None:
    for field, sentence in structs.asdict(texts).items():
        assert names(sentence) == names(getattr(ENGLISH, field)), field


@pytest.mark.parametrize("texts", OTHERS, ids=lambda texts: texts.language)
def test_a_translation_has_the_same_emphasis(texts: Texts) -> None:
    for field, sentence in structs.asdict(texts).items():
        assert marks(sentence) == marks(getattr(ENGLISH, field)), field


@pytest.mark.parametrize("texts", OTHERS, ids=lambda texts: texts.language)
def test_nothing_longer_than_a_word_is_left_in_english(texts: Texts) -> None:
    left = {
        field
        for field, sentence in structs.asdict(texts).items()
        if sentence == getattr(ENGLISH, field) and len(sentence.split()) > 2
    }
    assert left <= SAME_IN_EVERY_LANGUAGE | {"js_cell", "js_heat_reading"}


def test_no_sentence_is_empty() -> None:
    for texts in LANGUAGES.values():
        assert all(structs.asdict(texts).values())


def test_the_script_gets_its_sentences_without_their_prefix() -> None:
    script = ENGLISH.for_script("k")
    assert script["state_k"] == ENGLISH.state_k
    assert script["all_tests"] == ENGLISH.js_all_tests
    assert "matrix_intro" not in script


def test_the_script_gets_no_sentence_about_a_state_that_does_not_occur() -> None:
    script = ENGLISH.for_script("kn")
    assert {name[-1] for name in script if name[:-1] in ("state_", "short_", "verdict_")} == {"k", "n"}
