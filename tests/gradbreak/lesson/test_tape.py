from __future__ import annotations

import io

import msgspec
import pytest
from rich.console import Console

from gradbreak.lesson.page import Page
from gradbreak.lesson.tape import show_tape
from gradbreak.texts.catalogue import load
from gradbreak.texts.lesson import LessonTexts
from gradbreak.trace.compare import Effect, compare


def shown(case, language="en", width=80) -> list[str]:
    file = io.StringIO()
    show_tape(Page(Console(file=file, width=width, highlight=False)), case, "grad", load(LessonTexts, language))
    return file.getvalue().splitlines()


def test_every_write_stands_under_the_closure_that_made_it(facts):
    lines = [line.split() for line in shown(facts.diamond)]
    assert lines[0] == ["site", "gradient", "of", "intact", "broken"]
    place = lines.index(["closure", "of", "a", "-", "c"])
    assert lines[place + 1] == ["sub.self", "a", "0", "→", "10", "0", "→", "10"]
    assert lines[place + 2] == ["sub.other", "c", "0", "→", "-10", "0", "→", "-10"]


def test_a_write_that_differs_is_marked_and_explained(facts):
    lines = shown(facts.diamond)
    place = next(number for number, line in enumerate(lines) if line.startswith("  > mul.self"))
    assert lines[place].split() == [">", "mul.self", "a", "10", "→", "4", "10", "→", "-6"]
    assert lines[place + 1] == "      a.grad: 10 → -6, replaced, not added"
    assert sum(line.startswith("  >") for line in lines) == 2


def test_in_spanish_the_same_writes_are_explained_in_spanish(facts):
    lines = shown(facts.diamond, "es")
    assert "      a.grad: 10 → -6, reemplazado, no sumado" in lines
    assert len(lines) == len(shown(facts.diamond))


@pytest.mark.parametrize("effect", [effect for effect in Effect if effect is not Effect.SAME])
def test_every_effect_has_words(facts, effect):
    comparison = facts.diamond.comparison
    step = msgspec.structs.replace(comparison.steps[-1], effect=effect)
    case = msgspec.structs.replace(facts.diamond, comparison=msgspec.structs.replace(comparison, steps=(step,)))
    assert shown(case)[-1] == f"      b.grad: 0 → -4, {effect}"


def test_a_write_that_is_missing_says_so_without_numbers(facts):
    example = facts.diamond.example
    broken = msgspec.structs.replace(example.broken, writes=example.broken.writes[:-1])
    case = msgspec.structs.replace(facts.diamond, comparison=compare(example.intact, broken))
    assert shown(case)[-1] == "      b.grad, never written"


def test_an_engine_that_stopped_says_why(facts):
    example = facts.diamond.example
    broken = msgspec.structs.replace(example.broken, error="ZeroDivisionError: oh")
    case = msgspec.structs.replace(facts.diamond, example=msgspec.structs.replace(example, broken=broken))
    assert shown(case)[-1] == "The broken engine stopped: ZeroDivisionError: oh"


@pytest.mark.parametrize("width", [60, 80])
def test_no_line_is_wider_than_the_page(facts, width):
    assert max(map(len, shown(facts.diamond, width=width))) <= width
