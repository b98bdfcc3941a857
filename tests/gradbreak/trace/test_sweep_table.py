from __future__ import annotations

import msgspec
import pytest

from gradbreak.texts import LANGUAGES
from gradbreak.texts.catalogue import load
from gradbreak.texts.trace import TraceTexts
from gradbreak.trace.compare import Effect, compare
from gradbreak.trace.sweep_table import sweep_table
from gradbreak.trace.wording import effect_in_words

DIAMOND = "(a*b + c)*(a - c)"


@pytest.fixture
def comparison(report):
    return report(DIAMOND, a=2.0, b=3.0, c=4.0).comparison


def shown(comparison, language="en", width=80) -> list[str]:
    return [line.plain for line in sweep_table(comparison, "grad", width, load(TraceTexts, language))]


def test_every_write_stands_under_the_closure_that_made_it(comparison):
    lines = [line.split() for line in shown(comparison)]
    assert lines[0] == ["site", "gradient", "of", "intact", "broken"]
    place = lines.index(["closure", "of", "a", "-", "c"])
    assert lines[place + 1] == ["sub.self", "a", "0", "→", "10", "0", "→", "10"]
    assert lines[place + 2] == ["sub.other", "c", "0", "→", "-10", "0", "→", "-10"]


def test_a_write_that_differs_is_marked_and_explained(comparison):
    lines = shown(comparison)
    place = next(number for number, line in enumerate(lines) if line.startswith("> mul.self"))
    assert lines[place].split() == [">", "mul.self", "a", "10", "→", "4", "10", "→", "-6"]
    assert lines[place + 1].startswith("    a.grad: 10 → -6, replaced, not added")
    assert sum(line.startswith(">") for line in lines) == 2


def test_only_the_first_difference_is_called_so(comparison):
    assert sum(line.endswith("  (the first difference)") for line in shown(comparison)) == 1


def test_in_spanish_the_same_writes_are_explained_in_spanish(comparison):
    lines = shown(comparison, "es")
    assert any(line.startswith("    a.grad: 10 → -6, reemplazado, no sumado") for line in lines)
    assert len(lines) == len(shown(comparison))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_effect_has_words_of_its_own(language):
    effects = load(TraceTexts, language).effects
    assert len({effect_in_words(effect, effects) for effect in Effect}) == len(Effect)


@pytest.mark.parametrize("effect", [effect for effect in Effect if effect is not Effect.SAME])
def test_a_write_that_differs_says_how(comparison, effect):
    step = msgspec.structs.replace(comparison.steps[-1], effect=effect)
    words = effect_in_words(effect, load(TraceTexts, "en").effects)
    lines = shown(msgspec.structs.replace(comparison, steps=(step,)))
    assert lines[-1] == f"    b.grad: 0 → -4, {words}  (the first difference)"


def test_a_write_that_is_missing_says_so_without_numbers(report):
    example = report(DIAMOND, a=2.0, b=3.0, c=4.0).example
    broken = msgspec.structs.replace(example.broken, writes=example.broken.writes[:-1])
    assert shown(compare(example.intact, broken))[-1] == "    b.grad: never written"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80])
def test_no_line_is_wider_than_asked_for(comparison, width, language):
    assert max(map(len, shown(comparison, language, width))) <= width
