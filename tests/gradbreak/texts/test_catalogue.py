"""The catalogue against itself and against the code that speaks: nothing missing, nothing unused."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct

import gradbreak.lesson
from gradbreak.texts import LANGUAGES, load_messages, placeholders

CATALOGUE = {language: load_messages(language) for language in LANGUAGES}
SPEAKERS = sorted(Path(gradbreak.lesson.__file__).parent.glob("*.py"))
NOT_SPOKEN = {"language"}


def sentences(section: Struct, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every sentence with its dotted name."""
    for name in section.__struct_fields__:
        value = getattr(section, name)
        if isinstance(value, Struct):
            yield from sentences(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


ENGLISH = dict(sentences(CATALOGUE["en"]))


def section_of(expression: ast.expr) -> str | None:
    """``partial`` for ``scene.messages.partial``, ``common.none`` for ``messages.common.none``."""
    parts: list[str] = []
    while isinstance(expression, ast.Attribute):
        parts.insert(0, expression.attr.lstrip("_"))
        expression = expression.value
    if isinstance(expression, ast.Name):
        parts.insert(0, expression.id)
    return ".".join(parts[parts.index("messages") + 1 :]) if "messages" in parts else None


def aliases(function: ast.FunctionDef) -> dict[str, str]:
    """The local names of sections: ``texts = scene.messages.partial``, and an argument ``texts: Effects``."""
    types = {type(section).__name__: name for name, section in sections(CATALOGUE["en"])}
    found = {
        argument.arg: types[argument.annotation.id]
        for argument in function.args.args
        if isinstance(argument.annotation, ast.Name) and argument.annotation.id in types
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            targets, values = node.targets[0], node.value
            several = isinstance(targets, ast.Tuple) and isinstance(values, ast.Tuple)
            pairs = zip(targets.elts, values.elts, strict=True) if several else [(targets, values)]
            found |= {name.id: section for name, value in pairs if (section := section_of(value))}
    return found


def sections(section: Struct, prefix: str = "") -> Iterator[tuple[str, Struct]]:
    for name in section.__struct_fields__:
        value = getattr(section, name)
        if isinstance(value, Struct):
            yield f"{prefix}{name}", value
            yield from sections(value, f"{prefix}{name}.")


def spoken() -> Iterator[tuple[str, ast.AST, ast.AST | None]]:
    """Every place in the lesson's code that reads a sentence: its dotted name, the place and the call around it."""
    for path in SPEAKERS:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = {
            id(argument): call
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "say"
            for argument in ast.walk(call.args[0])
        }
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            known = aliases(function)
            for node in ast.walk(function):
                if isinstance(node, ast.Attribute):
                    name = section_of(node)
                    if isinstance(node.value, ast.Name) and node.value.id in known:
                        name = f"{known[node.value.id]}.{node.attr}"
                    if name in ENGLISH:
                        yield name, node, calls.get(id(node))


def test_every_language_there_is_a_file_for_is_known():
    folder = Path(gradbreak.texts.__file__).parent
    assert {path.stem for path in folder.glob("*.toml")} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_sentences_and_each_says_something(language):
    found = dict(sentences(CATALOGUE[language]))
    assert found.keys() == ENGLISH.keys()
    assert CATALOGUE[language].language == language
    assert [name for name, sentence in found.items() if not sentence.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_the_same_gaps_in_every_language(language):
    found = {name: placeholders(sentence) for name, sentence in sentences(CATALOGUE[language])}
    assert found == {name: placeholders(sentence) for name, sentence in ENGLISH.items()}


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_no_sentence_was_left_in_english(language):
    untranslated = [name for name, sentence in sentences(CATALOGUE[language]) if sentence == ENGLISH[name]]
    # Words that both languages have, and sentences of gaps alone.
    assert untranslated == ["observing.value", "partial.tests"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_backticks_come_in_pairs(language):
    assert [name for name, sentence in sentences(CATALOGUE[language]) if sentence.count("`") % 2] == []


def test_every_sentence_is_said_somewhere():
    assert ENGLISH.keys() - {name for name, _, _ in spoken()} == {"language"}


def test_every_gap_is_filled_where_the_sentence_is_said():
    said = [(name, call) for name, _, call in spoken() if call is not None]
    assert len({name for name, _ in said}) > 30
    for name, call in said:
        assert {keyword.arg for keyword in call.keywords} == placeholders(ENGLISH[name]), (name, call.lineno)
