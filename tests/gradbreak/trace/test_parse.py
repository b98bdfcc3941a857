from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.errors import BadExpression, ExitCode
from gradbreak.trace.expression import Expression, unparse
from gradbreak.trace.parse import DEEPEST, LONGEST, bind, parse
from tests.gradbreak.trace.expressions import FUNCTIONS


def read(text: str) -> Expression | BadExpression:
    try:
        return parse(text, FUNCTIONS)
    except BadExpression as error:
        return error


def refusal(text: str) -> BadExpression:
    with pytest.raises(BadExpression) as caught:
        parse(text, FUNCTIONS)
    return caught.value


def misfit(text: str, *values: str) -> str:
    with pytest.raises(BadExpression) as caught:
        bind(parse(text, FUNCTIONS), values, FUNCTIONS)
    return str(caught.value)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_next_step(text):
    result = read(text)
    if isinstance(result, BadExpression):
        assert result.next_step
        assert "\n" not in str(result)
    else:
        assert parse(unparse(result), FUNCTIONS) == result


@given(st.lists(st.sampled_from([*"ab 12.+-*/()^,", "**", "tanh(", ".exp()", "e9"]), max_size=20).map("".join))
def test_anything_made_of_the_right_signs_is_read_or_refused(text):
    assert isinstance(read(text), BadExpression | Expression)


def test_functions_are_written_before_or_after_their_operand():
    assert parse("a.tanh() + (a*b).exp()", FUNCTIONS) == parse("tanh(a) + exp(a*b)", FUNCTIONS)


def test_signs_as_textbooks_print_them_are_understood():
    assert parse("(a·b + c)·(a − c)", ()) == parse("(a*b + c)*(a - c)", ())


def test_a_leading_plus_changes_nothing():
    assert parse("+a", ()) == parse("a", ())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("(a*b", "column 1 of the expression, at '(a*b': '(' was never closed"),
        ("a*b)", "column 4 of the expression, at ')': unmatched ')'"),
        ("a b", "column 3 of the expression, at 'b': invalid syntax"),
        ("a*b +", "column 6 of the expression, at its end: an operand is missing"),
        ("a + 2b", "column 5 of the expression, at '2b': a number and a name touch"),
        ("a ^ 2", "column 1 of the expression: 'a ^ 2' uses ^, which is not a power in Python"),
        (
            "lambda*a",
            "column 1 of the expression, at 'lambda*a': lambda is a word of Python's own and cannot be a name",
        ),
        ("a + in", "column 5 of the expression, at 'in': in is a word of Python's own and cannot be a name"),
        ("a # b", "column 3 of the expression: '#' has no meaning here"),
        ("a\n+ b", "column 2 of the expression: '\\n' has no meaning here"),
        ("π + a[0]", "column 5 of the expression: 'a[0]' is not arithmetic"),
        ("a if b else c", "column 1 of the expression: 'a if b else c' is not arithmetic"),
        ("2j*a", "column 1 of the expression: '2j' is not a real number"),
        ("True*a", "column 1 of the expression: 'True' is not a real number"),
        ("1e999*a", "column 1 of the expression: '1e999' is too large for a float"),
        ("exp(a, b)", "column 1 of the expression: 'exp(a, b)' calls exp with something else than one operand"),
        ("   ", "the expression is empty"),
    ],
)
def test_a_mistake_is_named_with_its_place(text, problem):
    assert refusal(text).problem == problem


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "().__class__.__bases__",
        "a.data",
        "(lambda: a)()",
        "[a for a in b]",
        "f'{a}'",
        "a := 2",
        "exp(*a)",
        "exp(x=a)",
        "exp(a)(b)",
        "a @ b",
        "a // b",
        "a == b",
        "a, b",
        "...",
    ],
)
def test_what_is_not_arithmetic_is_refused(text):
    assert refusal(text).exit_code == ExitCode.BAD_EXPRESSION


def test_a_misspelt_function_is_answered_with_the_nearest_one():
    assert str(refusal("a + tnh(b)")) == (
        "column 5 of the expression: 'tnh(b)' calls tnh, which the engine does not have. "
        "Did you mean tanh? It has exp, log, relu, sigmoid, tanh"
    )


def test_an_endless_expression_is_refused():
    assert refusal("a" * (LONGEST + 1)).problem == f"the expression has {LONGEST + 1} characters"


@pytest.mark.parametrize("text", ["-" * (DEEPEST + 1) + "a", "(" * 400 + "a" + ")" * 400, "a" + "+a" * (DEEPEST + 1)])
def test_a_bottomless_expression_is_refused(text):
    assert refusal(text).problem == "the expression is nested too deeply"


def test_the_deepest_expression_allowed_is_read():
    assert unparse(parse("a" + " + a" * DEEPEST, ())) == "a" + " + a" * DEEPEST


def test_values_are_bound_in_the_order_in_which_they_are_given():
    assert list(bind(parse("a*b", ()), ["b=3", "a = -0.5"]).items()) == [("b", 3.0), ("a", -0.5)]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (["a=2"], "b has no value. Add one: b=4"),
        (["a=2", "bb=3"], "b has no value. Did you mean bb? Otherwise add one: b=4"),
        (["a=2", "b=3", "d=5"], "d is not in the expression. Leave d=5 out, or use d"),
        (["a=2", "b=3", "a=4"], "a has two values. Leave one of them out: 'a=4' is the second"),
        (["a=two", "b=3"], "a=two is not a number. Write digits: a=2 or a=-0.5"),
        (["a=inf", "b=3"], "a=inf is not a finite number. Write digits: a=2 or a=-0.5"),
        (["a", "b=3"], "'a' is not a value. Write a name, = and a number: a=2"),
        (["2=a", "b=3"], "'2=a' is not a value. Write a name, = and a number: a=2"),
    ],
)
def test_a_value_that_does_not_fit_is_named(values, message):
    assert misfit("a*b", *values) == message


def test_a_function_without_its_operand_is_no_variable():
    assert misfit("tanh + a", "a=2") == "tanh is a function and stands without its operand. Write tanh(a)"


def test_without_a_variable_there_is_nothing_to_differentiate():
    assert misfit("2*3").startswith("the expression has no variable")
