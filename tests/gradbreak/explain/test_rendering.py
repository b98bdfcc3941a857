from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from gradbreak.explain.observe import Hung, Raised, Seen, Strange
from gradbreak.explain.oracle import Basis
from gradbreak.explain.programs import Look, Program, SweepCount
from gradbreak.explain.rendering import SettledProgram, agrees, settle, source_of

PROGRAM = Program(
    sentence="a plus b is 5",
    refusal="a plus b is refused",
    imports=("from engine.core import Node", "import math"),
    lines=("a, b = Node(2), Node(3)", "result = a + b"),
    looks=(Look(text="result.held", expected=5.0), Look(text="a.slope", expected=1 / 3)),
    calls=frozenset({"__add__"}),
    basis=Basis.DUAL,
    stage=SweepCount.SWEEP,
)
REFUSAL = Raised("builtins", "ValueError", 'a "sum" (of 2.0) is too much', True)


def test_a_test_has_its_imports_its_program_what_confirms_it_and_an_assertion_for_each_look():
    settled = settle(PROGRAM, Seen((5.0, 1 / 3)))
    assert source_of(settled) == (
        "import math\n"
        "\n"
        "import pytest\n"
        "\n"
        "from engine.core import Node\n"
        "\n"
        "\n"
        "def test_a_plus_b_is_5() -> None:\n"
        "    a, b = Node(2), Node(3)\n"
        "    result = a + b\n"
        "    # Confirmed by forward-mode dual numbers.\n"
        "    assert result.held == 5\n"
        "    assert a.slope == pytest.approx(0.3333333333)\n"
    )


def test_a_refusal_expects_the_error_with_its_whole_message():
    settled = settle(PROGRAM, REFUSAL)
    assert settled.basis is Basis.ENGINE
    assert source_of(settled).endswith(
        "def test_a_plus_b_is_refused() -> None:\n"
        "    a, b = Node(2), Node(3)\n"
        "    with pytest.raises(ValueError, match=r'^a \"sum\" \\(of 2\\.0\\) is too much$'):\n"
        "        a + b\n"
    )


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_whatever_an_engine_says_its_refusal_is_expected_word_for_word(message):
    source = source_of(settle(replace(PROGRAM, imports=()), replace(REFUSAL, message=message)))
    expected = source.replace("a, b = Node(2), Node(3)", f"message = {message!r}").replace(
        "        a + b\n", "        raise ValueError(message)\n"
    )
    namespace: dict[str, object] = {}
    exec(expected, namespace)
    namespace["test_a_plus_b_is_refused"]()  # type: ignore[operator]  # a function
    if message:
        broken: dict[str, object] = {}
        exec(expected.replace("ValueError(message)", "ValueError('x' + message)"), broken)
        with pytest.raises(AssertionError):
            broken["test_a_plus_b_is_refused"]()  # type: ignore[operator]  # a function


def test_an_error_of_the_engines_own_is_imported():
    settled = settle(PROGRAM, replace(REFUSAL, module="engine.errors", name="Refused"))
    assert "from engine.errors import Refused\n" in source_of(settled)


@pytest.mark.parametrize(
    "seen",
    [
        Seen((5.0, 0.5)),
        Seen((6.0, 1 / 3)),
        Hung(),
        Strange("an instance of Node"),
        replace(REFUSAL, on_purpose=False),
        replace(REFUSAL, message="at 0x…"),
    ],
)
def test_a_program_that_shows_something_else_on_the_engine_as_it_is_is_not_used(seen):
    assert settle(PROGRAM, seen) is None


def test_what_no_method_knows_is_expected_as_the_engine_shows_it():
    looks = (Look(text="repr(a)", expected=None),)
    settled = settle(replace(PROGRAM, looks=looks, basis=Basis.ENGINE), Seen(("Node(2)",)))
    assert source_of(settled).splitlines()[-1] == "    assert repr(a) == 'Node(2)'"


def test_an_address_is_never_expected():
    looks = (Look(text="repr(a)", expected=None),)
    assert settle(replace(PROGRAM, looks=looks), Seen(("<Node at 0x7f00>",))) is None


@pytest.mark.parametrize(
    ("expected", "line"),
    [
        (True, "assert x is True"),
        ([1.0, -2.5], "assert x == [1, -2.5]"),
        ([1.0, 1 / 3], "assert x == pytest.approx([1, 0.3333333333])"),
        (1e-9, "assert x == 1e-09"),
        (3, "assert x == 3"),
    ],
)
def test_an_expectation_is_written_as_short_as_it_is_exact(expected, line):
    program = replace(PROGRAM, looks=(Look(text="x", expected=expected),))
    assert source_of(settle(program, Seen((expected,)))).splitlines()[-1].strip() == line


FINITE = st.floats(allow_nan=False, allow_infinity=False)
CONTENTS = st.one_of(
    FINITE, st.integers(-5, 5), st.booleans(), st.none(), st.text(max_size=3), st.lists(FINITE, max_size=2)
)


@example(1, True)
@example(True, 1)
@example([1.0], [True])
@example(math.pi, 3.14159265)
@example(math.pi, 3.14159)
@example([math.pi, 1.0], [math.pi + 1e-9, 1.0])
@example([1.0, 1.0 + 1e-9], [1.0, 1.0])
@example([1.0, math.pi], [1.0 + 1e-9, math.pi])
@example([1.0, math.pi], [1.0])
@settings(deadline=None)  # a busy machine is no failure
@given(CONTENTS, st.one_of(CONTENTS, st.just(math.pi)))
def test_two_contents_agree_if_and_only_if_the_assertion_for_one_lets_the_other_pass(expected, value):
    program = replace(PROGRAM, imports=(), lines=("pass",), looks=(Look(text="x", expected=expected),))
    source = source_of(SettledProgram(program=program, shows=Seen((expected,))))
    namespace: dict[str, object] = {"x": value}
    exec(source, namespace)
    try:
        namespace["test_a_plus_b_is_5"]()  # type: ignore[operator]  # a function
        passes = True
    except AssertionError:
        passes = False
    assert agrees(expected, value) == passes
