from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.model import Tape, Write
from gradbreak.trace.compare import Effect, Loss, compare
from gradbreak.trace.engine_run import run
from gradbreak.trace.expression import Variable
from gradbreak.trace.parse import parse
from tests.gradbreak.engine.sample_engines import ENGINE, Replacing, Slots
from tests.gradbreak.trace.expressions import expressions


def tape(*writes: tuple[str, str, float, float]) -> Tape:
    """A tape of writes: source, node, before, after."""
    return Tape(
        writes=tuple(
            Write(sweep=1, step=step, site="mul.self", node=node, before=before, after=after, source=source)
            for step, (source, node, before, after) in enumerate(writes, start=1)
        ),
        gradients={},
    )


def effects(intact: Tape, broken: Tape) -> list[Effect]:
    return [step.effect for step in compare(intact, broken).steps]


def both(text: str, **inputs: float) -> tuple[Tape, Tape]:
    expression = parse(text, ())
    return run(Slots, ENGINE, expression, inputs).tape, run(Replacing, ENGINE, expression, inputs).tape


def test_tapes_that_agree_have_no_first_difference():
    comparison = compare(*both("a*b", a=2.0, b=3.0))
    assert {step.effect for step in comparison.steps} == {Effect.SAME}
    assert comparison.first_difference is None
    assert comparison.losses == ()


def test_a_term_put_in_the_place_of_others_is_replaced():
    intact, broken = tape(("f", "a", 0, 10), ("p", "a", 10, 4)), tape(("f", "a", 0, 10), ("p", "a", 10, -6))
    comparison = compare(intact, broken)
    assert [step.effect for step in comparison.steps] == [Effect.SAME, Effect.REPLACED]
    assert comparison.losses == (Loss(node="a", through="f", term=10.0),)


@pytest.mark.parametrize(
    ("after", "effect"),
    [(16.0, Effect.SUBTRACTED), (4.0, Effect.SAME), (-6.0, Effect.REPLACED), (5.0, Effect.WRONG_TERM)],
)
def test_a_write_of_minus_6_onto_10_is_judged_by_what_it_leaves(after, effect):
    assert effects(tape(("p", "a", 10, 4)), tape(("p", "a", 10, after))) == [effect]


def test_the_right_term_onto_a_wrong_gradient_follows_from_an_earlier_difference():
    assert effects(tape(("p", "a", 10, 4)), tape(("p", "a", 3, -3))) == [Effect.FOLLOWS]


def test_a_term_is_expected_in_proportion_to_the_gradient_it_comes_from():
    # p's gradient is 1 instead of 2, so its closure is right to pass on half as much.
    intact = tape(("f", "p", 0, 2), ("f", "a", 0, 1), ("p", "a", 1, 7))
    handed_less = tape(("f", "p", 0, 1), ("f", "a", 0, 1), ("p", "a", 1, 4))
    handed_less_and_replaced = tape(("f", "p", 0, 1), ("f", "a", 0, 1), ("p", "a", 1, 3))
    assert effects(intact, handed_less)[-1] is Effect.FOLLOWS
    assert effects(intact, handed_less_and_replaced)[-1] is Effect.REPLACED


def test_a_write_that_never_happens_loses_its_term_and_the_later_ones_still_correspond():
    intact = tape(("f", "a", 0, 10), ("f", "b", 0, 1), ("p", "a", 10, 4))
    broken = tape(("f", "a", 0, 10), ("p", "a", 10, 4))
    comparison = compare(intact, broken)
    assert [step.effect for step in comparison.steps] == [Effect.SAME, Effect.MISSING, Effect.SAME]
    assert comparison.losses == (Loss(node="b", through="f", term=1.0),)


def test_a_write_of_the_broken_engine_alone_is_extra():
    comparison = compare(tape(), tape(("f", "a", 0, 10)))
    assert comparison.steps[0].effect is Effect.EXTRA
    assert comparison.steps[0].either.after == 10
    assert comparison.first_difference is comparison.steps[0]


def test_the_lesson_s_losses_are_the_terms_through_the_difference():
    comparison = compare(*both("(a*b + c)*(a + c)", a=2.0, b=3.0, c=4.0))
    assert comparison.losses == (
        Loss(node="c", through="a + c", term=10.0),
        Loss(node="a", through="a + c", term=10.0),
    )


sums_and_products = expressions(st.sampled_from(["a", "b"]).map(Variable), binary=("+", "*"), unary=())


@given(sums_and_products, st.integers(-3, 3), st.integers(-3, 3))
def test_what_the_lesson_s_break_takes_from_a_gradient_is_the_sum_of_its_lost_terms(expression, a, b):
    # Every part of an expression is used once, so what an input's closures are handed is always right.
    inputs = {"a": float(a), "b": float(b)}
    intact, broken = run(Slots, ENGINE, expression, inputs).tape, run(Replacing, ENGINE, expression, inputs).tape
    losses = compare(intact, broken).losses
    for name in inputs:
        lost = sum(loss.term for loss in losses if loss.node == name)
        assert intact.gradients[name] - broken.gradients[name] == lost
