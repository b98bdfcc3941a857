import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.web.wording import defined, number, percent, plain, rich, signed


@given(st.floats(min_value=0, max_value=100, exclude_max=True))
def test_only_all_reads_as_100_percent(value: float) -> None:
    assert not percent(value).startswith("100")


@pytest.mark.parametrize(
    ("value", "shown"), [(100.0, "100"), (99.96, "99.9"), (96.87, "96.8"), (50.0, "50"), (0.0, "0"), (64.9, "64.9")]
)
def test_a_percentage_is_rounded_down_to_one_decimal(value: float, shown: str) -> None:
    assert percent(value) == f"{shown}%"


def test_a_percentage_has_the_sign_and_the_decimal_mark_of_its_language() -> None:
    assert percent(99.96, ",", "\u202f%") == "99,9\u202f%"


def test_a_defined_word_names_its_definition_and_needs_no_script() -> None:
    markup = defined("site", "a <site>", "Where `x` is added.")
    assert 'aria-describedby="define-site">a &lt;site&gt;</button>' in markup
    assert 'role="tooltip" id="define-site">Where <code>x</code> is added.</span>' in markup


def test_nothing_to_count_is_no_percentage() -> None:
    assert percent(None) == "–"


def test_a_negative_number_has_a_minus_and_not_a_hyphen() -> None:
    assert number(-6.0) == "\u22126"


def test_a_contribution_always_has_a_sign() -> None:
    assert [signed(10.0), signed(-6.0), signed(0.5, ",")] == ["+10", "\u22126", "+0,5"]


def test_marks_become_elements() -> None:
    assert rich("a **b** __c__ `d`") == "a <b>b</b> <em>c</em> <code>d</code>"


def test_a_value_cannot_add_markup() -> None:
    assert rich("**{name}**", name="<script>`x`") == "<b>&lt;script&gt;`x`</b>"


def test_a_value_with_markers_is_left_alone_in_plain_text() -> None:
    assert plain("**{name}** `x`", name="__init__") == "__init__ x"
