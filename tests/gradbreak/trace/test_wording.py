from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.texts.catalogue import load
from gradbreak.texts.trace import TraceTexts
from gradbreak.trace.wording import number, remarks, said, shortened

ENGLISH = load(TraceTexts, "en")


@pytest.mark.parametrize(
    ("value", "text"),
    [(4.0, "4"), (-0.0, "0"), (1 / 3, "0.333333"), (1e9, "1e+09"), (None, "-"), (float("nan"), "nan")],
)
def test_numbers_are_short(value, text):
    assert number(value) == text


@given(st.text(min_size=1), st.integers(3, 40))
def test_a_shortened_text_fits_and_keeps_both_ends(text, width):
    short = shortened(text, width)
    assert len(short) <= width
    assert short[0] == text[0]
    assert short[-1] == text[-1]


def test_the_gradient_of_a_part_is_written_with_parentheses(report):
    step = report("(a + b)*2", a=1.0, b=2.0).comparison.steps[-1]
    write = msgspec.structs.replace(step.broken, node="a + b", before=1.0, after=3.0)
    assert (
        said(msgspec.structs.replace(step, intact=write, broken=write), "grad", ENGLISH)
        == "(a + b).grad: 1 → 3, the same"
    )


def test_a_gradient_that_is_wrong_without_a_lost_term_is_said_to_be(report, mutants):
    sign = next(m for m in mutants.mutants if m.title.split() == ["mul.self", "+=", "→", "-="])
    assert remarks(report("a*b", sign.id, a=1.0, b=2.0), "a", ENGLISH) == ["wrong, but no term of its own is lost"]
    assert remarks(report("a*b", sign.id, a=1.0, b=2.0), "b", ENGLISH) == []
