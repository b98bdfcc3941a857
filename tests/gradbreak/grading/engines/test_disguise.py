from __future__ import annotations

import ast
import marshal
import math
import random
import struct
import traceback
import weakref
from types import CodeType
from typing import Any, ClassVar

import pytest

from gradbreak.engine.edits import Edit, OverlappingEditsError, apply_edits
from gradbreak.errors import ConfigError
from gradbreak.grading.engines.disguise import compiled, disguise, rebroken
from gradbreak.grading.engines.forms import Disguise

TEXT = {"e.py": "class N: pass\nn = N()\nn.g = 2.0\nn.g += 3.0 * 1\nn.g += 4.0\n", "other.py": "o = 1\n"}


def edit(write: str, text: str = TEXT["e.py"], replacement: str | None = None) -> Edit:
    start = text.index(write)
    replacement = write.replace("+=", "=", 1) if replacement is None else replacement
    return Edit(file="e.py", start=start, end=start + len(write), replacement=replacement)


FIRST, SECOND = edit("n.g += 3.0 * 1"), edit("n.g += 4.0")


def ran(disguised: Disguise, seed: int = 0, **names: Any) -> dict[str, Any]:
    exec(marshal.loads(disguised.code(random.Random(seed))["e.py"]), names)
    return names


def result(disguised: Disguise, seed: int = 0) -> float:
    return ran(disguised, seed)["n"].g


@pytest.mark.parametrize("seed", range(10))
def test_a_disguised_break_forgets_at_its_own_write_and_nowhere_else(seed):
    assert result(disguise(TEXT, [FIRST, SECOND], broken=[FIRST]), seed) == 7.0
    assert result(disguise(TEXT, [FIRST, SECOND], broken=[SECOND]), seed) == 4.0


def test_a_decoy_does_what_the_engine_does():
    assert result(disguise(TEXT, [FIRST, SECOND])) == 9.0


def test_what_else_is_changed_is_changed_in_the_disguise_too():
    assert result(disguise(TEXT, [FIRST, SECOND], base=[edit("2.0", replacement="10.0")])) == 17.0


def test_a_change_of_a_write_itself_is_refused():
    base = Edit(file="e.py", start=FIRST.start + 1, end=FIRST.end, replacement="")
    with pytest.raises(OverlappingEditsError):
        disguise(TEXT, [FIRST], base=[base])


ADDS, TAKES = edit("n.g += 4.0", replacement="n.g += 8.0"), edit("n.g += 4.0", replacement="n.g -= 4.0")


@pytest.mark.parametrize(("broken", "expected"), [([], 9.0), ([SECOND], 4.0), ([ADDS], 13.0), ([TAKES], 1.0)])
@pytest.mark.parametrize("seed", range(5))
def test_of_several_changes_of_one_statement_each_can_be_made(broken, expected, seed):
    assert result(disguise(TEXT, [SECOND, ADDS, TAKES], broken=broken), seed) == expected


LOOP = "class N: pass\nn = N()\ndef f():\n    for each in [1, 2]:\n        n.g = each\nf()\n"


@pytest.mark.parametrize(("is_broken", "expected"), [(False, 2), (True, 1)])
def test_a_statement_with_others_inside_can_be_changed(is_broken, expected):
    whole = LOOP[LOOP.index("for each") : LOOP.index("\nf()")]
    shorter = edit(whole, LOOP, whole.replace("[1, 2]", "[1]"))
    assert result(disguise({"e.py": LOOP}, [shorter], broken=[shorter] if is_broken else [])) == expected


def test_other_writes_can_be_broken_without_compiling_again():
    both = [FIRST, SECOND]
    decoy = disguise(TEXT, both)
    for broken in ([], [FIRST], [SECOND], both):
        assert rebroken(decoy, both, broken) == disguise(TEXT, both, broken=broken)


def test_a_file_without_writes_is_left_as_it_is():
    names: dict = {}
    exec(marshal.loads(disguise(TEXT, [FIRST]).code(random.Random(0))["other.py"]), names)
    assert names["o"] == 1


@pytest.mark.parametrize("statement", ["n.g += (", "n.g += 1; n.g += 2", "g += 3"])
def test_only_a_whole_statement_or_expression_can_be_disguised(statement):
    text = {"e.py": f"n.{statement}\n" if statement[0] == "g" else f"{statement}\n"}
    with pytest.raises(ConfigError, match="not one whole statement or expression each"):
        disguise(text, [edit(statement, text["e.py"], "pass")])


@pytest.mark.parametrize(
    ("intact", "broken", "expected"),
    [
        ("n.g = n.g + 3.0", "n.g = 3.0", 3.0),
        ("n.g += n.g * 2", "n.g = n.g * 2", 4.0),
        ("n.g -= 3.0", "n.g = -3.0", -3.0),
        ("n.g += (1.0 +\n   2.0)", "n.g = (1.0 +\n   2.0)", 3.0),
    ],
)
def test_any_statement_and_what_a_mutant_makes_of_it_can_be_disguised(intact, broken, expected):
    text = f"class N: pass\nn = N()\nn.g = 2.0\n{intact}\nline = __import__('sys')._getframe().f_lineno\n"
    write = edit(intact, text, broken)
    plain: dict = {}
    exec(text, plain)
    names = ran(disguise({"e.py": text}, [write]))
    assert (names["n"].g, names["line"]) == (plain["n"].g, plain["line"])
    assert ran(disguise({"e.py": text}, [write], broken=[write]))["n"].g == expected


def test_a_write_after_a_colon_or_a_semicolon_can_be_disguised():
    text = "class N: pass\nn = N(); n.g = 2.0\nif n: n.g += 3.0; n.h = 1\n"
    assert ran(disguise({"e.py": text}, [edit("n.g += 3.0", text)]))["n"].g == 5.0


# -- nothing that can be observed differs from the plain statement ---------------------------------

ENGINE = """
import sys

class Node:
    def __init__(self, value, grad=0.0):
        self.value, self.grad = value, grad

def product(a, b, out):
    def _backward():
        a.grad += b.value * out.grad
        b.grad += a.value * out.grad
    return _backward

def passes(a, out):
    def _backward():
        a.grad += out.grad
    return _backward
"""
WRITES = [
    edit(write, ENGINE)
    for write in ("a.grad += b.value * out.grad", "b.grad += a.value * out.grad", "a.grad += out.grad")
]


def plain(broken: list[Edit]) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(marshal.loads(compiled("e.py", apply_edits(ENGINE, broken))), names)
    return names


def bits(number: float) -> bytes:
    return struct.pack("<d", number)


class Logged(float):
    """A number of a class of its own that keeps what is done with it."""

    log: ClassVar[list[str]] = []

    def __add__(self, other: float) -> Logged:
        self.log.append(f"{float(self)}+{float(other)}")
        return Logged(float(self) + float(other))

    __iadd__ = __add__

    def __radd__(self, other: float) -> Logged:
        self.log.append(f"{float(other)}r+{float(self)}")
        return Logged(float(other) + float(self))


class Observed:
    """A node whose gradient is read and written under observation."""

    def __init__(self, grad: object) -> None:
        self.value, self.log, self._grad = 1.0, [], grad

    @property
    def grad(self) -> object:
        self.log.append("read")
        return self._grad

    @grad.setter
    def grad(self, new: object) -> None:
        self.log.append(f"write {new!r}")
        self._grad = new


class Raising(Observed):
    @Observed.grad.getter
    def grad(self) -> object:
        raise LookupError("read")


NUMBERS = [0.0, -0.0, 1.5, math.inf, -math.inf, math.nan, 5e-324, 10**400]


def of_bits(names: dict) -> list[bytes | str]:
    found: list[bytes | str] = []
    for old in NUMBERS:
        for new in NUMBERS:
            a, out = names["Node"](1.0, old), names["Node"](1.0, new)
            try:
                names["passes"](a, out)()
                found.append(bits(a.grad) if isinstance(a.grad, float) else repr(a.grad))
            except OverflowError as error:
                found.append(str(error))
    return found


def of_identity(names: dict) -> list[bool]:
    a, out = names["Node"](1.0, 2.0), names["Node"](1.0, Logged(7.0))
    before = a.grad
    names["passes"](a, out)()
    return [a.grad is out.grad, a.grad is before, type(a.grad) is Logged]


def of_a_list(names: dict) -> list[object]:
    a, out = names["Node"](1.0, [1]), names["Node"](1.0, [2])
    before = a.grad
    names["passes"](a, out)()
    return [a.grad, a.grad is before, a.grad is out.grad, before]


def of_a_float_subclass(names: dict) -> list[str]:
    Logged.log = []
    a, b, out = (names["Node"](float(number), Logged(number)) for number in (2, 3, 5))
    names["product"](a, b, out)()
    return [*Logged.log, repr(a.grad), repr(b.grad)]


def of_reads_and_writes(names: dict) -> list[str]:
    a, out = Observed(1.0), Observed(2.0)
    names["passes"](a, out)()
    return [*a.log, *out.log]


def of_a_gradient_that_cannot_be_read(names: dict) -> object:
    a = Raising(1.0)
    try:
        names["passes"](a, names["Node"](1.0, 2.0))()
    except LookupError as error:
        return places(error)
    return a.log


def places(error: Exception) -> list[tuple[str, int | None, str]]:
    """Where it passed, below the caller."""
    return [(entry.filename, entry.lineno, entry.name) for entry in traceback.extract_tb(error.__traceback__)][1:]


def of_weak_references(names: dict) -> list[bool]:
    class Number(float):
        pass

    a, out = names["Node"](1.0, Number(1.0)), names["Node"](1.0, Number(2.0))
    old, new, node = weakref.ref(a.grad), weakref.ref(out.grad), weakref.ref(a)
    names["passes"](a, out)()
    del a, out
    return [old() is None, new() is None, node() is None]


def of_lines(names: dict) -> object:
    class Failing:
        value = grad = property(lambda self: 1 / 0)

    try:
        names["product"](names["Node"](1.0), Failing(), names["Node"](1.0))()
    except ZeroDivisionError as error:
        return places(error)
    raise AssertionError


OBSERVED = [
    of_bits,
    of_identity,
    of_a_list,
    of_a_float_subclass,
    of_reads_and_writes,
    of_a_gradient_that_cannot_be_read,
    of_weak_references,
    of_lines,
]


@pytest.mark.parametrize("observe", OBSERVED, ids=lambda observe: observe.__name__)
@pytest.mark.parametrize("broken", [[], WRITES, WRITES[:1], WRITES[2:]], ids=["none", "all", "first", "last"])
@pytest.mark.parametrize("seed", range(4))
def test_nothing_that_a_test_can_observe_differs_from_the_plain_statement(observe, broken, seed):
    assert observe(ran(disguise({"e.py": ENGINE}, WRITES, broken=broken), seed)) == observe(plain(broken))


@pytest.mark.parametrize("observe", OBSERVED[:6], ids=lambda observe: observe.__name__)
def test_each_observation_tells_a_break_from_the_engine(observe):
    assert observe(plain(WRITES)) != observe(plain([]))


def test_the_code_holds_no_text_of_the_engine():
    code = marshal.loads(disguise({"e.py": ENGINE}, WRITES).code(random.Random(0))["e.py"])
    waiting, texts = [code], []
    while waiting:
        each = waiting.pop()
        texts += [each.co_filename, each.co_name, *each.co_names, *each.co_varnames]
        waiting += [constant for constant in each.co_consts if isinstance(constant, CodeType)]
        texts += [constant for constant in each.co_consts if isinstance(constant, str)]
    assert not [text for text in texts if "+=" in text or "write" in text]


def test_a_place_in_a_comment_is_no_place_for_a_write():
    text = "g = 1\n# g += 2\n"
    with pytest.raises(ConfigError, match="not one whole statement"):
        disguise({"e.py": text}, [edit("g += 2", text)])


def test_an_engine_without_a_disguise_is_compiled_as_it_is():
    assert marshal.loads(compiled("e.py", "x = 1")).co_code == compile("x = 1", "e.py", "exec").co_code
    assert isinstance(ast.parse("x"), ast.Module)


# -- writes of other shapes --------------------------------------------------------------------------

LAMBDA = "class N: pass\nn = N()\nn.g = 2.0\nstep = lambda: (setattr(n, 'g', n.g + 3.0), setattr(n, 'h', 1))\nstep()\n"

CONDITIONAL = """class N: pass
n = N()
n.g = 2.0
def step():
    if n.g is None:
        n.g = 3.0
    else:
        n.g = n.g + 3.0
    return __import__('sys')._getframe().f_lineno
line = step()
"""


def test_a_write_within_an_expression_can_be_disguised():
    write = edit("setattr(n, 'g', n.g + 3.0)", LAMBDA, "setattr(n, 'g', 3.0)")
    assert ran(disguise({"e.py": LAMBDA}, [write]))["n"].g == 5.0
    assert ran(disguise({"e.py": LAMBDA}, [write], broken=[write]))["n"].g == 3.0


def test_a_write_of_several_indented_lines_can_be_disguised_and_moves_no_line():
    start = CONDITIONAL.index("if n.g")
    end = CONDITIONAL.index("\n    return")
    write = Edit(file="e.py", start=start, end=end, replacement="n.g = 3.0")
    names = ran(disguise({"e.py": CONDITIONAL}, [write]))
    assert (names["n"].g, names["line"]) == (5.0, 9)
    assert ran(disguise({"e.py": CONDITIONAL}, [write], broken=[write]))["n"].g == 3.0
