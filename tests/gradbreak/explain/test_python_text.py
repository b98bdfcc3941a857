from __future__ import annotations

import operator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradbreak.explain.python_text import as_name, literal_text, python_text, words
from gradbreak.trace.expression import Binary, Number, Unary, Variable, evaluate
from gradbreak.trace.parse import parse


class Written:
    """Writes down what Python does with it, parentheses and all."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __neg__(self):
        return Written(f"(-{self.text})")

    def tanh(self):
        return Written(f"tanh({self.text})")


def _writes(symbol: str):
    return (
        lambda self, other: Written(f"({self.text}{symbol}{getattr(other, 'text', other)})"),
        lambda self, other: Written(f"({other}{symbol}{self.text})"),
    )


for _name, _symbol in {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "pow": "**"}.items():
    for _method, _function in zip((f"__{_name}__", f"__r{_name}__"), _writes(_symbol), strict=True):
        setattr(Written, _method, _function)


class WrittenAlgebra:
    """What the expression means, without any text of ours."""

    def number(self, value):
        return value

    def unary(self, op, operand):
        return -operand if op == "-" else operand.tanh()

    def binary(self, op, left, right):
        function = {
            "+": operator.add,
            "-": operator.sub,
            "*": operator.mul,
            "/": operator.truediv,
            "**": operator.pow,
        }[op]
        return function(left, right)


NODES = st.recursive(
    st.sampled_from([Variable("a"), Variable("b")]),
    lambda inner: st.one_of(
        st.builds(Unary, st.sampled_from(["-", "tanh"]), inner),
        st.builds(
            Binary,
            st.sampled_from(["+", "-", "*", "/", "**"]),
            inner,
            st.one_of(inner, st.sampled_from([Number(2.0), Number(-0.5)])),
        ),
        st.builds(Binary, st.sampled_from(["+", "**"]), st.just(Number(-3.0)), inner),
    ),
    max_leaves=6,
)


@settings(deadline=None)  # a busy machine is no failure
@given(NODES)
def test_the_text_does_what_the_expression_means(expression):
    leaves = {"a": Written("a"), "b": Written("b")}
    meant = evaluate(expression, leaves, WrittenAlgebra())
    written = eval(python_text(expression), dict(leaves))  # our own text
    assert written.text.replace("2.0", "2").replace("3.0", "3") == meant.text.replace("2.0", "2").replace("3.0", "3")


@pytest.mark.parametrize(
    ("value", "text"), [(2.0, "2"), (-2.0, "-2"), (0.5, "0.5"), (1e200, "1e+200"), (-0.25, "-0.25"), (0.0, "0")]
)
def test_a_number_is_written_as_people_write_it(value, text):
    assert literal_text(value) == text


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("a*b + a", "a times b plus a"),
        ("(a + b)*a", "the sum of a and b times a"),
        ("tanh(a - b)", "tanh of the difference of a and b"),
        ("-(a/b)", "minus the quotient of a and b"),
        ("(a**2)**b", "the power of a and 2 to the power of b"),
        ("-2 + a", "minus 2 plus a"),
    ],
)
def test_an_expression_can_be_read_aloud(expression, said):
    assert words(parse(expression, ["tanh"])) == said


def test_a_sentence_becomes_the_name_of_a_test():
    assert as_name("a plus -0.5 is 1e+200, as Node says") == "test_a_plus_0_5_is_1e_200_as_node_says"
