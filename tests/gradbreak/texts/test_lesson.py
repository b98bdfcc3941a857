"""The lesson's sentences against the code that says them: nothing unused, every gap filled."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

import gradbreak.lesson
from gradbreak.texts import placeholders
from gradbreak.texts.catalogue import load
from gradbreak.texts.lesson import LessonTexts
from tests.gradbreak.texts.test_catalogue import sentences

CATALOGUE = load(LessonTexts, "en")
SPEAKERS = sorted(Path(gradbreak.lesson.__file__).parent.glob("*.py"))


ENGLISH = dict(sentences(CATALOGUE))


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
    types = {type(section).__name__: name for name, section in sections(CATALOGUE)}
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


def test_every_sentence_is_said_somewhere():
    assert ENGLISH.keys() - {name for name, _, _ in spoken()} == {"language"}


def test_every_gap_is_filled_where_the_sentence_is_said():
    said = [(name, call) for name, _, call in spoken() if call is not None]
    assert len({name for name, _ in said}) > 30
    for name, call in said:
        assert {keyword.arg for keyword in call.keywords} == placeholders(ENGLISH[name]), (name, call.lineno)
