from __future__ import annotations

import io

import msgspec
import pytest
from rich.console import Console

from gradbreak.texts.catalogue import load
from gradbreak.texts.trace import TraceTexts
from gradbreak.trace.compare import Comparison, Loss
from gradbreak.trace.text import print_trace, trace_lines
from gradbreak.trace.trace_report import TraceReport

ENGLISH = load(TraceTexts, "en")

LESSON = """\
(a*b + c)*(a - c) at a=2, b=3, c=4
value:  -20
change: canonical: every += becomes =

  site       gradient of           intact    broken
  backward   (a*b + c)*(a - c)      0 → 1     0 → 1
closure of (a*b + c)*(a - c)
  mul.self   a*b + c               0 → -2    0 → -2
  mul.other  a - c                 0 → 10    0 → 10
closure of a - c
  sub.self   a                     0 → 10    0 → 10
  sub.other  c                    0 → -10   0 → -10
closure of a*b + c
  add.self   a*b                   0 → -2    0 → -2
> add.other  c                  -10 → -12  -10 → -2
    c.grad: -10 → -2, replaced, not added  (the first difference)
closure of a*b
> mul.self   a                     10 → 4   10 → -6
    a.grad: 10 → -6, replaced, not added
  mul.other  b                     0 → -4    0 → -4

  input  intact  broken  dual
  a           4      -6     4  lost 10 through a - c
  b          -4      -4    -4
  c         -12      -2   -12  lost -10 through a - c
"""


def written(report: TraceReport, width: int = 80) -> str:
    return "".join(f"{line.plain}\n" for line in trace_lines(report, width, ENGLISH))


def test_the_lesson_s_trace(report):
    assert written(report("(a*b + c)*(a - c)", a=2.0, b=3.0, c=4.0)) == LESSON


def test_where_nothing_differs_the_reason_is_given(report):
    text = written(report("x*y", x=3.0, y=5.0))
    assert "No write differs. Each one lands on 0, where adding and replacing give the same result." in text
    assert "lost" not in text


def test_where_writes_land_elsewhere_than_0_no_reason_is_made_up(report):
    text = written(report("a + a", "sigmoid.self", a=3.0))
    assert "No write differs.\n" in text


def test_a_term_that_a_node_on_the_way_lost_is_named_below_the_inputs(report):
    loss = Loss(node="t", through="t*t", term=3.0)
    reported = msgspec.structs.replace(report("a*b", a=2.0, b=3.0), comparison=Comparison(steps=(), losses=(loss,)))
    assert written(reported).endswith("on the way, t lost 3 through t*t\n")


def test_a_value_that_the_change_moves_is_shown_for_both(report, mutants):
    change = next(m for m in mutants.mutants if m.title.startswith("mul  * → /"))
    assert "value:  12 intact, 3 broken" in written(report("a*b", change.id, a=6.0, b=2.0))


def test_what_stopped_the_broken_engine_is_said(report, mutants):
    change = next(m for m in mutants.mutants if m.replacement == "self._parents = None")
    text = written(report("a*b", change.id, a=6.0, b=2.0))
    assert "The broken engine stopped: TypeError: " in text
    assert "a.grad: never written" in text


def test_an_oracle_that_disagrees_with_the_intact_engine_is_reported(report):
    text = written(report("a*b", a=6.0, b=2.0, expected={"a": 2.5, "b": None}))
    assert "dual disagrees with the intact engine" in text


@pytest.mark.parametrize("width", [80, 100, 200])
def test_no_line_is_wider_than_the_terminal(report, width):
    text = written(report("tanh(a*b*c)*(a*b) + exp(a*b*c + 1)*(a*b*c)", a=0.2, b=0.3, c=0.7), width)
    assert max(len(line) for line in text.splitlines()) <= width


def test_a_plain_terminal_gets_plain_characters(report):
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict")
    print_trace(report("a*a", a=2.0), Console(file=stream, width=80), ENGLISH)
    stream.flush()
    printed = stream.buffer.getvalue().decode("ascii")
    assert "2 -> 2, replaced, not added" in printed


def test_a_pipe_gets_no_colour(report):
    stream = io.StringIO()
    print_trace(
        report("(a*b + c)*(a - c)", a=2.0, b=3.0, c=4.0), Console(file=stream, width=80, highlight=False), ENGLISH
    )
    assert stream.getvalue() == LESSON
