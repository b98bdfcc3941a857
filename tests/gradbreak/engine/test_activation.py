from __future__ import annotations

import importlib.machinery
import importlib.util
import sys
import traceback
import types

import pytest

from gradbreak.engine import activation
from gradbreak.engine.activation import activate, activated, compile_intact
from gradbreak.engine.edits import Edit
from gradbreak.engine.live_code import live_functions
from gradbreak.engine.spans import spans_of
from gradbreak.errors import BadEngine

# A source, its changes, and an expression that tells the changed module from the intact one.
FUNCTIONS = {
    "a function": ("def f(a):\n    return a + 1\n", [("+", "-")], "m.f(3)"),
    "a method": ("class A:\n    def f(self, a):\n        return a + 1\n", [("+", "-")], "m.A().f(3)"),
    "a static method": (
        "class A:\n    @staticmethod\n    def f(a):\n        return a + 1\n",
        [("+", "-")],
        "(m.A.f(3), m.A().f(4))",
    ),
    "a class method": (
        "class A:\n    @classmethod\n    def f(cls, a):\n        return cls.__name__, a + 1\n",
        [("+", "-")],
        "m.A.f(3)",
    ),
    "a closure": (
        "def f(a):\n    def back():\n        return a + 1\n    return back\n",
        [("+", "-")],
        "m.f(3)()",
    ),
    "a generator": ("def f(a):\n    yield a + 1\n", [("+", "-")], "list(m.f(3))"),
    "an asynchronous function": (
        """
        async def f(a):
            return a + 1

        def run(coroutine):
            try:
                coroutine.send(None)
            except StopIteration as end:
                return end.value
        """,
        [("a + 1", "a - 1")],
        "m.run(m.f(3))",
    ),
    "several places of one function": (
        "def f(a):\n    b = a * 2\n    return b + 1\n",
        [("+", "-"), ("*", "/")],
        "m.f(3)",
    ),
    "two functions": (
        "def f(a):\n    return a + 1\n\ndef g(a):\n    return a * 2\n",
        [("*", "/"), ("+", "-")],
        "(m.f(3), m.g(3))",
    ),
    "a method of the second class that has it": (
        "class A:\n    def f(self): return 1\nclass B:\n    def f(self): return 2\n",
        [("2", "3")],
        "(m.A().f(), m.B().f())",
    ),
    "a function on one line at the end of the file": ("a = 1\ndef f(): return 2", [("return 2", "return 3")], "m.f()"),
    "a function of lines with Windows endings": ("def f():\r\n    return '''\r\n''', 1\r\n", [("1", "2")], "m.f()"),
    "a function of lines that tabs indent": ("class A:\n\tdef f(self):\n\t\treturn 1\n", [("1", "2")], "m.A().f()"),
    "a function after a form feed": ("a = '\u2028'\n\x0c\ndef f():\n    return 1\n", [("1", "2")], "m.f()"),
    "a default": ("def f(a=1, b=2):\n    return a, b\n", [("1", "7")], "(m.f(), m.f(5))"),
    "a default of a method": ("class A:\n    def f(self, a=1): return a\n", [("1", "7")], "m.A().f()"),
    "a keyword-only default": ("def f(*, a=1, b, c=2):\n    return a, b, c\n", [("2", "7")], "m.f(b=3)"),
    "a default of a static method": (
        "class A:\n    @staticmethod\n    def f(a='x'): return a\n",
        [("'x'", "'XXxXX'")],
        "m.A.f()",
    ),
    "a default that names a global": ("one, two = 1, 2\ndef f(a=one): return a\n", [("=one", "=two")], "m.f()"),
    "a default and the body": ("def f(a=1): return a + 2\n", [("1", "7"), ("+", "-")], "m.f()"),
    "a default over several lines": (
        "def f(\n    a=1,  # a note\n    b=2,\n):\n    return a, b\n",
        [("2", "7")],
        "m.f()",
    ),
    "a default of a closure": ("def f():\n    def back(a=1): return a\n    return back()\n", [("1", "7")], "m.f()"),
    "a private attribute": (
        "class A:\n    def __init__(self): self.__x = 1\n    def f(self): return self._A__x\n",
        [("self.__x = 1", "self.__x = 2")],
        "m.A().f()",
    ),
    "a private attribute of a class with underscores": (
        "class __A:\n    def f(self): self.__x = 1; return vars(self)\n",
        [("1", "2")],
        "getattr(m, '__A')().f()",
    ),
    "a private method": (
        "class A:\n    def __f(self): return 1\n    def g(self): return self.__f()\n",
        [("1", "2")],
        "m.A().g()",
    ),
    "a private method of a class with underscores": (
        "class _A:\n    def __f(self): return 1\n    def g(self): return self.__f()\n",
        [("1", "2")],
        "m._A().g()",
    ),
    "a private name in a class that has no name but underscores": (
        "class __:\n    def __f(self): return 1\n    def g(self): return self.__f()\n",
        [("1", "2")],
        "getattr(m, '__')().g()",
    ),
    "a call of super()": (
        "class A:\n    def f(self, a): return a\nclass B(A):\n    def f(self, a): return super().f(a + 1)\n",
        [("+", "-")],
        "m.B().f(3)",
    ),
    "a call of super() that is gone": (
        "class B:\n    def f(self):\n        a = super().f()\n        return a\n",
        [("super().f()", "None")],
        "m.B().f()",
    ),
    "a call of super() that is gone from a function on one line": (
        "class B:\n    def f(self): return super().f()\n",
        [("super().f()", "None")],
        "m.B().f()",
    ),
    "a call of super() that is gone between two blanks": (
        "class B:\n  def f(self):\n    if self:\n      return __class__\n",
        [("__class__", "None")],
        "m.B().f()",
    ),
    "a call of super() that is gone between tabs": (
        "class B:\n\tdef f(self):\n\t\treturn super().f()  # a note\n",
        [("super().f()", "None")],
        "m.B().f()",
    ),
    "a call of super() that is gone from a closure": (
        "class B:\n    def f(self):\n        return (lambda: __class__)()\n",
        [("__class__", "3")],
        "m.B().f()",
    ),
    "annotations that are never evaluated": (
        "from __future__ import annotations\ndef f():\n    def g(a: nowhere): return 1\n    return g(2)\n",
        [("return 1", "return 3")],
        "m.f()",
    ),
    "annotations in a module that reuses the name of the feature": (
        "from __future__ import annotations\nannotations = 1\n"
        "def f():\n    def g(a: nowhere): return 1\n    return g(2)\n",
        [("return 1", "return 3")],
        "m.f()",
    ),
    "annotations that are evaluated": (
        "def f():\n    def g(a: int): return 1\n    return g(2), g.__annotations__\n",
        [("return 1", "return 3")],
        "m.f()",
    ),
    "text beyond ASCII": ("def f(ä='é'): return ä + 'ü'\n", [("'é'", "'É'"), ("'ü'", "'Ü'")], "m.f()"),
    "an error": ("def f(a):\n    return a + 1\n", [("1", "None")], "m.f(3)"),
    "more lines than there were": ("def f(a):\n    return a + 1\n", [("a + 1", "(a -\n        1)")], "m.f(3)"),
    "a decorated function": (
        "def same(g): return g\n@same\n@same\ndef f(): return 2\n",
        [("2", "3")],
        "m.f()",
    ),
    "a function that another one wraps": (
        "def wrap(g): return lambda: g()\n@wrap\ndef f(): return 2\n",
        [("2", "3")],
        "m.f()",
    ),
    "a property": ("class A:\n    @property\n    def f(self): return 2\n", [("2", "3")], "m.A().f"),
    "a setter of the same name as its getter": (
        "class A:\n    @property\n    def f(self): return self.b\n    @f.setter\n    def f(self, a): self.b = a + 1\n",
        [("a + 1", "a - 1")],
        "[setattr(a, 'f', 3) or a.f for a in [m.A()]]",
    ),
    "a method of a class within a class": (
        "class A:\n    class B:\n        def f(self): return 2\n",
        [("2", "3")],
        "m.A.B().f()",
    ),
    "a function in a block": ("if True:\n    def f(): return 2\n", [("2", "3")], "m.f()"),
    "a function in the handler of a try": (
        "try:\n    nothing\nexcept NameError:\n    def f(): return 2\n",
        [("2", "3")],
        "m.f()",
    ),
    "a name that is bound to one more": (
        "class A:\n    def f(self, a): return a + 1\n    g = f\n",
        [("+", "-")],
        "(m.A().f(3), m.A().g(3))",
    ),
}


def outcome(module, expression: str) -> object:
    """The value of an expression, or the error with the lines it came through."""
    try:
        return eval(expression, {"m": module})
    except Exception as error:  # noqa: BLE001  # whatever it is, the other module must raise it too
        frames = traceback.extract_tb(error.__traceback__)[1:]
        return type(error).__name__, str(error), [(frame.name, frame.lineno, frame.filename) for frame in frames]


@pytest.mark.parametrize(("source", "changes", "probe"), FUNCTIONS.values(), ids=FUNCTIONS)
def test_a_live_module_with_a_change_does_what_the_changed_file_does(source, changes, probe, live):
    engine = live(source)
    intact = outcome(engine.module, probe)
    changed = outcome(engine.mutated(*changes), probe)
    assert changed != intact, "the probe does not tell the two apart"
    engine.activate(*changes)
    assert outcome(engine.module, probe) == changed


def test_whoever_holds_the_function_already_gets_the_change(live):
    engine = live("class A:\n    def f(self): return 1\n")
    held, bound = engine.module.A.f, engine.module.A().f
    engine.activate(("1", "2"))
    assert (held(None), bound()) == (2, 2)


def test_a_name_imported_from_the_module_gets_the_change(live):
    engine = live("def f(): return 1\n")
    namespace: dict = {}
    exec("from live import f", namespace)
    engine.activate(("1", "2"))
    assert namespace["f"]() == 2


def test_a_line_of_a_traceback_is_the_line_of_the_file(live):
    engine = live("\n\nclass A:\n\n    @staticmethod\n    def f(a):\n\n        return a + 1\n")
    engine.activate(("1", "None"))
    with pytest.raises(TypeError) as caught:
        engine.module.A.f(3)
    frame = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert (frame.lineno, frame.filename) == (8, str(engine.root / "live.py"))


def shape(code: types.CodeType) -> list[object]:
    """What a code object must have in common with the one it takes the place of; its closures' too."""
    return [
        (code.co_qualname, code.co_varnames, code.co_freevars, code.co_cellvars, code.co_flags, code.co_firstlineno),
        {line for _, _, line in code.co_lines()},
        [shape(each) if isinstance(each, types.CodeType) else each for each in code.co_consts],
    ]


def test_an_edit_that_changes_nothing_leaves_every_function_of_the_engine_as_it_was(config, mutants, live):
    engine = live(mutants.sources[config.engine.file])
    for span in spans_of(engine.source):
        owner = getattr(engine.module, span.owners[0]) if span.owners else engine.module
        function = getattr(owner, span.name)
        before = function.__code__
        activate(engine.config.root, [Edit("live.py", span.body_start, span.body_start, "")])
        assert function.__code__ is not before
        assert shape(function.__code__) == shape(before)


def test_an_edit_that_changes_nothing_keeps_the_very_defaults(live):
    engine = live("def f(a=[], *, b={}):\n    return a, b\n")
    before = engine.module.f()
    engine.activate(("a=[]", "a=[]"), ("return", "return"))
    after = engine.module.f()
    assert (after[0] is before[0], after[1] is before[1]) == (True, True)


def test_a_changed_default_leaves_the_others_as_they_are(live):
    engine = live("def f(a=[], b=1):\n    return a, b\n")
    before = engine.module.f()
    engine.activate(("1", "2"))
    assert (engine.module.f()[0] is before[0], engine.module.f()[1]) == (True, 2)


def test_a_function_without_defaults_has_none_after_a_change_of_its_header(live):
    engine = live("def f(a):\n    return a\n")
    engine.activate(("(a)", "(a )"))
    assert (engine.module.f.__defaults__, engine.module.f.__kwdefaults__) == (None, None)


def test_what_keeps_the_class_cell_adds_no_line_to_the_function(live):
    engine = live("class B:\n    def f(self):\n        a = super().f()\n\n\na = 1\n")
    changed = engine.mutated(("super().f()", "None")).B.f.__code__
    engine.activate(("super().f()", "None"))
    lines_of = [{line for _, _, line in code.co_lines()} for code in (engine.module.B.f.__code__, changed)]
    assert lines_of[0] - {None} == lines_of[1] - {None}


def test_the_text_given_is_taken_instead_of_the_file(live):
    engine = live("def f(): return 1\n")
    (engine.root / "live.py").write_text("something else\n")
    activate(engine.config.root, engine.edits(("1", "2")), {"live.py": engine.source})
    assert engine.module.f() == 2


def test_a_function_that_was_compiled_as_it_is_is_not_compiled_so_again(live, monkeypatch):
    engine = live("class A:\n    def f(self): return 1\n")
    sources, functions = {"live.py": engine.source}, {"live.py": live_functions(str(engine.root / "live.py"))}
    compiled = []
    monkeypatch.setattr(
        activation, "compile", lambda *given, **named: compiled.append(1) or compile(*given, **named), False
    )
    compile_intact(engine.config.root, sources, functions)
    before = len(compiled)
    activate(engine.config.root, engine.edits(("1", "2")), sources, functions)
    assert (before, len(compiled) - before, engine.module.A().f()) == (1, 1, 2)


def test_a_file_with_a_byte_order_mark_is_changed_at_the_right_place(live):
    engine = live("\ufeffdef f(): return 1\n")
    offset = engine.source.index("1") - 1
    activate(engine.config.root, [Edit("live.py", offset, offset + 1, "2")])
    assert engine.module.f() == 2


@pytest.mark.parametrize(("source", "changes", "probe"), FUNCTIONS.values(), ids=FUNCTIONS)
def test_a_change_for_a_while_is_taken_back(source, changes, probe, live):
    engine = live(source)
    intact = outcome(engine.module, probe)
    functions = {"live.py": live_functions(str(engine.root / "live.py"))}
    with activated(engine.config.root, engine.edits(*changes), {"live.py": engine.source}, functions):
        assert outcome(engine.module, probe) != intact
    assert outcome(engine.module, probe) == intact


def test_what_is_imported_after_a_change_was_taken_back_is_intact(live):
    engine = live("def f(): return 1\n")
    functions = {"live.py": live_functions(str(engine.root / "live.py"))}
    loader = importlib.machinery.SourceFileLoader("live", str(engine.root / "live.py"))
    with activated(engine.config.root, engine.edits(("1", "2")), {"live.py": engine.source}, functions):
        mutated = loader.get_code("live")
    assert loader.get_code("live") != mutated


# -- mistakes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "change"),
    [
        ("a = 1\ndef f(): return 2\n", ("a = 1", "a = 3")),
        ("class A:\n    a = 1\n    def f(self): return 2\n", ("a = 1", "a = 3")),
        ("def f(): return 2\na = 1\n", ("2\na", "2\nb")),
    ],
    ids=["the module", "a class", "a function and what follows"],
)
def test_an_edit_outside_every_function_is_refused(source, change, live):
    engine = live(source)
    offset = engine.source.index(change[0])
    with pytest.raises(BadEngine, match=rf"the change at offset {offset} of live\.py is outside every function"):
        engine.activate(change)


GONE = {
    "assigned anew": "def f(): return 2\ndef g(): pass\nf = g\n",
    "deleted": "def f(): return 2\ndel f\n",
    "defined twice": "def f(): return 2\ndef f(): pass\n",
}


@pytest.mark.parametrize("source", GONE.values(), ids=GONE)
def test_a_function_that_nobody_holds_any_more_is_named(source, live):
    engine = live(source)
    with pytest.raises(BadEngine, match=r"^f in live\.py is not the function on line 1 any more"):
        engine.activate(("2", "3"))


def test_a_function_of_another_file_on_the_same_line_is_left_alone(live):
    engine = live("\ndef f(): return 2\n")
    namespace: dict = {}
    exec("\ndef f(): return 2\n", namespace)
    engine.activate(("2", "3"))
    assert (engine.module.f(), namespace["f"]()) == (3, 2)


def test_a_file_that_was_imported_under_two_names_is_changed_under_both(live):
    engine = live("def f(): return 1\n")
    spec = importlib.util.spec_from_file_location("another_name", engine.root / "live.py")
    other = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(other)
    engine.activate(("1", "2"))
    assert (engine.module.f(), other.f()) == (2, 2)


def test_a_closure_that_is_alive_already_gets_the_change(live):
    engine = live("def f(a, b):\n    def back():\n        return a + b\n    return back\n")
    back = engine.module.f(3, 4)
    engine.activate(("a + b", "a - b"))
    assert back() == -1


def test_a_living_closure_gets_a_change_that_uses_fewer_of_its_variables(live):
    engine = live("def f(a, b):\n    def back():\n        return a + b\n    return back\n")
    back = engine.module.f(3, 4)
    engine.activate(("a + b", "b"))
    assert back() == 4


def test_a_living_closure_below_a_change_that_is_shorter_gets_its_own_change(live):
    source = "def f(a):\n    b = (a +\n        1)\n    def back():\n        return b * a\n    return back\n"
    engine = live(source)
    back = engine.module.f(3)
    engine.activate(("(a +\n        1)", "a"), ("b * a", "b / a"))
    assert back() == 4 / 3


def test_of_two_living_lambdas_on_one_line_only_the_changed_one_gets_the_change(live):
    engine = live("class A:\n    def f(self, a):\n        return (lambda: a + 1), (lambda: a + 2)\n")
    first, second = engine.module.A().f(10)
    engine.activate(("a + 2", "a - 2"))
    assert (first(), second()) == (11, 8)
    assert [each() for each in engine.module.A().f(10)] == [11, 8]


def test_of_two_living_lambdas_on_one_line_the_first_may_be_changed_and_the_second_moved(live):
    engine = live("def f(a):\n    return (lambda: a + 1), (lambda: a + 2)\n")
    first, second = engine.module.f(10)
    engine.activate(("a + 1", "a - 1000000"))
    assert (first(), second()) == (-999990, 12)


def test_a_reload_gets_the_changed_text(live, monkeypatch):
    monkeypatch.setattr(importlib.machinery.SourceFileLoader, "get_code", importlib.machinery.SourceFileLoader.get_code)
    engine = live("def f(): return 1\n")
    engine.activate(("1", "2"))
    sys.modules["live"] = engine.module
    assert importlib.reload(engine.module).f() == 2


def test_a_module_from_another_file_is_refused(live, tmp_path):
    engine = live("def f(): return 1\n")
    (tmp_path / "other").mkdir()
    (tmp_path / "other/live.py").write_text(engine.source)
    with pytest.raises(BadEngine, match="`import live` finds"):
        activate(tmp_path / "other", engine.edits(("1", "2")))


def test_text_that_does_not_compile_is_a_syntax_error(live):
    engine = live("def f(): return 1\n")
    with pytest.raises(SyntaxError):
        engine.activate(("1", "("))


def test_no_edits_import_nothing(tmp_path):
    activate(tmp_path, [])
