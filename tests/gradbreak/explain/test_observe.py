from __future__ import annotations

import time

import pytest

from gradbreak.explain.observe import SECONDS, Hung, Raised, Seen, Strange, TooLong, in_time, observe
from gradbreak.explain.oracle import Basis
from gradbreak.explain.programs import Look, Program, SweepCount


def program(*lines: str, looks: tuple[str, ...] = ("x",), imports: tuple[str, ...] = ()) -> Program:
    return Program(
        sentence="something is so",
        refusal="something is refused",
        imports=imports,
        lines=lines,
        looks=tuple(Look(text=text, expected=None) for text in looks),
        calls=frozenset(),
        basis=Basis.PLAIN,
        stage=SweepCount.VALUE,
    )


def test_what_is_looked_at_is_seen_in_order():
    seen = observe(program("x, y = 2, 'text'", looks=("x", "y", "[x, 0.5]")), ())
    assert seen == Seen((2, "text", [2, 0.5]))


def test_what_no_test_can_be_written_for_is_named():
    assert observe(program("x = object()"), ()) == Strange("an instance of object")
    assert observe(program("x = 1e308 * 10"), ()) == Strange("inf")
    assert isinstance(observe(program("x = 10**400"), ()), Strange)


def test_an_exception_that_the_engine_raises_is_on_purpose_and_one_that_happens_to_it_is_not(tmp_path):
    engine = tmp_path / "refusing_engine.py"
    engine.write_text("def refuse():\n    raise ValueError('no')\n\n\ndef stumble():\n    return 1 / 0\n")
    first = f"import sys; sys.path.insert(0, {str(tmp_path)!r})"
    for call, expected in (
        ("refuse()", Raised("builtins", "ValueError", "no", True)),
        ("stumble()", Raised("builtins", "ZeroDivisionError", "division by zero", False)),
    ):
        told = observe(program(first, "import refusing_engine", f"x = refusing_engine.{call}"), (str(engine),))
        assert told == expected


def test_a_program_that_never_ends_is_ended():
    began = time.process_time()
    assert observe(program("x = 1", "while x: pass"), ()) == Hung()
    assert time.process_time() - began < 4 * SECONDS


def test_a_program_that_swallows_every_exception_is_ended_too():
    lines = ("while True:", "    try:", "        x = 1", "    except Exception:", "        pass")
    assert observe(program(*lines), ()) == Hung()


def test_what_ends_in_time_is_not_disturbed_afterwards():
    in_time(lambda: None)
    began = time.process_time()
    while time.process_time() - began < 1.5 * SECONDS:
        pass


def test_time_that_is_over_is_said_by_an_exception_that_is_no_error():
    with pytest.raises(TooLong):
        in_time(work_for_ever)
    assert not issubclass(TooLong, Exception)


def work_for_ever() -> None:
    while True:
        pass
