"""What is relied on of mutmut, held against mutmut's own output."""

from __future__ import annotations

import ast
import contextlib
import os
import textwrap
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given, settings
from mutmut.configuration import config as mutmut_config
from mutmut.configuration import reset_config

from gradbreak.engine.edits import Edit
from gradbreak.errors import BadEngine, ConfigError
from gradbreak.mutation.accumulation import sites_by_name
from gradbreak.mutation.mutmut_api import mutations_of
from gradbreak.mutation.raw_mutation import RawMutation, SitePart
from tests.gradbreak.mutation.mutmut_itself import mutated_file, texts_of_mutmut, texts_of_ours
from tests.gradbreak.mutation.sources import sources

PLACES = {
    "parentheses that belong to an expression": "def f(a, b):\n    return ((a + b) * (a - b))\n",
    "a keyword that touches its operand": "def f(a):\n    return(-a) if not(a) else ~a\n",
    "an operator of two words": "def f(a, b):\n    return a   not  in b, a is not b, a not in b\n",
    "a call over several lines": """
        class A:
            def f(self):
                return g(
                    1,  # a comment
                    x=2,
                    # another
                )
    """,
    "an operator at the end of a line in brackets": "def f(a, b):\n    return (a +\n        b, a not\n  in b)\n",
    "a line that is continued with a backslash": "def f(a):\n    return a + \\\n        2\n",
    "a header over several lines": """
        def f(a):
            if a:
                pass
            elif g(a,
                   1) or (a
                          < 3):
                while (a and
                       g(a)):
                    break
    """,
    "a string over several lines": "def f(a):\n    return g('''a\n b''', 1, 'x'\n      'y')\n",
    "statements on one line": "def f(a): a += 1; b = 2 ; c: int = 3; return not a\n",
    "the end of a file without a line break": "def f(a):\n    return g(a,\n      1)",
    "a match statement": """
        class A:
            def f(self, x):
                # why
                match x:
                    case 1:
                        return 2
                    case [a, b] if a > b:  # why not
                        return 3
                    case _:
                        return g(x,
                                 4)
                        # the end
                return 5
    """,
    "a try statement": """
        def f(a):
            try:
                a()
            except (ValueError if a else TypeError) as error:
                return 1
            else:
                return 3
            finally:
                a = 2
    """,
    "an asynchronous function": """
        async def f(a):
            async with a(1) as b, g(2):
                async for x in b:
                    yield await x + 1
    """,
    "a default value": "def f(a=1, *, b='x', c=True, d=-1):\n    return lambda e=2: a + e\n",
    "a static and a class method": """
        class A:
            @staticmethod
            def f(a):
                return a + 1

            @classmethod
            def g(cls, a):
                return a - 1
    """,
    "text beyond ASCII": "def f(ä):\n    π = 'é' + ä; τ = 2*π\n    return 'π' if π else τ + 1\n",
    "Windows line endings": "class A:\r\n    def f(self):\r\n        return g(1,\r\n            2 + 3)\r\n",
    "indentation by tabs": "class A:\n\tdef f(self):\n\t\tif self:\n\t\t\treturn (1 +\n\t\t\t\t2)\n",
    "indentation by one blank": "class A:\n def f(self):\n  if self:\n   return g(\n    1,\n   )\n",
    "indentation that is another in each block": """
        def f(a):
            if a:
              return g(
                1,
              )
            while a:
                     a = g(
                        2,
                     )

        def h():
         return g(
          3,
         )
    """,
    "a form feed": "x = 1\n\x0c\ndef f():\n    return 1 + 2\n\x0c\ndef g():\n    return 3\n",
    "what str.splitlines takes for line breaks": "def f():\n    s = 'a\u2028b\x85c\x1dd'\n    return 1 + 2\n",
    "a private name and super()": """
        class A(B):
            def __f(self, *a, **k):
                self.__x = super().__f(*a, 1, **k)
                return self.__x.lower()
    """,
    "comments around a function": """
        # above
        def f():
            # within
            return 1
            # below

        # after
        def g(): return 2
    """,
    "an enumeration": "import enum\nclass A(enum.Enum):\n    X = 1\n    def f(self): return 2\n",
}

SKIPPED = {
    "a decorated function": "@cache\ndef f(a):\n    return a + 1\n",
    "a method with two decorators": "class A:\n    @staticmethod\n    @cache\n    def f(a):\n        return a + 1\n",
    "a property": "class A:\n    @property\n    def f(self):\n        return 1\n",
    "a method of a class in a class": "class A:\n    class B:\n        def f(self):\n            return 1\n",
    "a function in an if statement": "if True:\n    def f(a):\n        return a + 1\n",
    "the module's own statements": "a = 1 + 2\ng = lambda: 1\n",
    "the body of a class": "class A:\n    a = 1 + 2\n",
    "annotations": "def f(a: 'x' = None) -> 'y': pass\n",
    "a docstring": "def f():\n    '''What it does.'''\n",
    "a default that is computed": "def f(a=-1, b=g(2)): pass\n",
    "the arguments of len and isinstance": "def f(a):\n    len(a + 1)\n    isinstance(a, int or str)\n",
}


@pytest.fixture(autouse=True)
def _mutmut_without_configuration():
    reset_config()
    yield
    reset_config()


def edits_of(mutations: list[RawMutation]) -> dict[str, Edit]:
    return {m.id: Edit(m.location.file, m.start, m.end, m.replacement) for m in mutations}


def only(mutations: list[RawMutation], original: str, replacement: str) -> RawMutation:
    found = [m for m in mutations if (m.original, m.replacement) == (original, replacement)]
    assert len(found) == 1, [(m.original, m.replacement) for m in mutations]
    return found[0]


def test_the_mutmut_installed_is_of_the_version_relied_on():
    assert version("mutmut").split(".")[:2] == ["3", "8"]


def test_every_mutant_of_the_engine_has_the_name_and_the_text_that_mutmut_writes(config, mutants):
    edits = {mutant.id: mutants.edits(mutant.id)[0] for mutant in mutants.mutants}
    for file, source in mutants.sources.items():
        of_file = {name: edit for name, edit in edits.items() if edit.file == file}
        assert list(texts_of_ours(source, of_file)) == texts_of_mutmut(config.root, file, source)


@pytest.mark.parametrize("source", PLACES.values(), ids=PLACES)
def test_the_name_and_the_text_of_a_mutant_are_mutmuts(source, bare_root, read):
    source = textwrap.dedent(source)
    theirs = texts_of_mutmut(bare_root, "pkg/eng.py", source)
    assert list(texts_of_ours(source, edits_of(read(source)))) == theirs
    assert theirs, "mutmut makes no mutant of this, so nothing was shown"


# Few examples, because mutmut takes its time; those above have what is known to be hard.
@settings(max_examples=20, deadline=None)
@given(source=sources())
def test_however_a_function_is_laid_out_its_mutants_are_mutmuts(source, bare_root, read):
    ours = texts_of_ours(source, edits_of(read(source)))
    assert list(ours) == texts_of_mutmut(bare_root, "pkg/eng.py", source)


@pytest.mark.parametrize("source", PLACES.values(), ids=PLACES)
def test_the_location_and_the_offsets_are_the_same_stretch(source, read):
    source = textwrap.dedent(source)
    lines = source.split("\n")
    for mutation in read(source):
        start, end = mutation.location.start, mutation.location.end
        for offset, place in ((mutation.start, start), (mutation.end, end)):
            assert sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1 == offset
        assert source[mutation.start : mutation.end] == mutation.original != mutation.replacement


@pytest.mark.parametrize("source", SKIPPED.values(), ids=SKIPPED)
def test_what_mutmut_leaves_alone_has_no_mutant(source, bare_root, read):
    assert read(source) == []
    assert mutated_file(bare_root, "pkg/eng.py", source).mutant_names == []


def test_columns_count_characters_and_not_bytes(read):
    mutation = only(read("def f(x):\n    return 'äöü€😀' + x\n"), "'äöü€😀' + x", "'äöü€😀' - x")
    assert (mutation.location.start.column, mutation.location.end.column) == (12, 23)


def test_blanks_that_original_and_replacement_share_are_no_part_of_the_change(read):
    mutation = read("def f(a, b):\n    return a not in b\n")[0]
    assert (mutation.original, mutation.replacement, mutation.location.start.column) == ("not in", "in", 14)


def test_a_comment_above_a_match_statement_is_no_part_of_the_change(read):
    source = "def f(x):\n    # why\n    match x:\n        case 1: pass\n        case _: pass\n"
    assert read(source)[0].original == "match x:\n        case 1: pass\n        case _: pass"


# -- which mutants are made ----------------------------------------------------------------------


def test_a_line_with_the_pragma_has_no_mutants(read):
    source = "def f(a):\n    a = 1  # pragma: no mutate\n    return a + 2\n"
    assert {m.location.start.line for m in read(source)} == {3}


def test_lines_that_the_projects_mutmut_configuration_excludes_have_no_mutants(tmp_path):
    (tmp_path / "pyproject.toml").write_text(
        '[tool.mutmut]\nsource_paths = ["pkg"]\ndo_not_mutate_patterns = ["assert"]\n'
    )
    source = "def f(a):\n    assert a > 1\n    return a + 2\n"
    assert {m.location.start.line for m in mutations_of(tmp_path, "eng.py", source, ())} == {3}


def test_the_configuration_of_one_project_does_not_reach_the_next(tmp_path, read):
    (tmp_path / "pyproject.toml").write_text('[tool.mutmut]\nsource_paths = ["pkg"]\ndo_not_mutate_patterns = ["."]\n')
    source = "def f(a):\n    return a + 2\n"
    assert mutations_of(tmp_path, "eng.py", source, ()) == []
    assert len(read(source)) == 2


def test_a_configuration_that_mutmut_holds_already_is_not_taken(tmp_path, read):
    (tmp_path / "pyproject.toml").write_text('[tool.mutmut]\nsource_paths = ["pkg"]\ndo_not_mutate_patterns = ["."]\n')
    with contextlib.chdir(tmp_path):
        assert mutmut_config().do_not_mutate_patterns == ["."]
    assert len(read("def f(a):\n    return a + 2\n")) == 2


def test_mutmut_is_left_without_a_configuration_of_ours(tmp_path, read):
    (tmp_path / "pyproject.toml").write_text('[tool.mutmut]\nsource_paths = ["another"]\n')
    read("def f(a):\n    return a + 2\n")
    with contextlib.chdir(tmp_path):
        assert mutmut_config().source_paths == [Path("another")]


def test_making_mutants_leaves_the_working_folder_as_it_was(read):
    before = os.getcwd()  # noqa: PTH109  # the very string that a program would see
    read("def f(a):\n    return a + 2\n")
    assert os.getcwd() == before  # noqa: PTH109


def test_a_src_folder_is_no_part_of_a_mutants_name(bare_root):
    mutations = mutations_of(bare_root, "src/pkg/eng.py", "def f():\n    return 1\n", ())
    assert [m.id for m in mutations] == ["pkg.eng.x_f__mutmut_1"]


# -- what is said about each ---------------------------------------------------------------------


def accumulating_writes(source: str, gradient: str) -> set[tuple[str, str, int]]:
    """(method, operand, line) of each ``x.gradient += …`` in a function within a method, by Python's own parser."""
    return {
        (method.name, ast.unparse(write.target.value), write.lineno)
        for owner in ast.parse(source).body
        if isinstance(owner, ast.ClassDef)
        for method in owner.body
        for closure in ast.walk(method)
        if isinstance(closure, ast.FunctionDef) and closure is not method
        for write in ast.walk(closure)
        if isinstance(write, ast.AugAssign) and isinstance(write.op, ast.Add) and write.target.attr == gradient
    }


def test_the_sites_of_the_engine_are_its_sixteen_accumulating_writes(config, mutants):
    source = mutants.sources[config.engine.file]
    sites = sites_by_name(source, config.engine.gradient)
    whole = [m for m in mutations_of(config.root, config.engine.file, source, sites) if m.site]
    plain = [m for m in whole if m.site.whole and m.operator == "augmented-to-plain"]
    found = {(m.function.rpartition(".")[2], m.site.operand, m.location.start.line) for m in plain}
    assert found == accumulating_writes(source, config.engine.gradient)
    assert len(plain) == 16


@pytest.mark.parametrize(
    ("write", "site"),
    [
        ("self.g += out.g", SitePart(operand="self", whole=True)),
        ("self.parents[0].g += out.g", SitePart(operand="self.parents[0]", whole=True)),
        ("self.h += out.g", None),
        ("self.g -= out.g", SitePart(operand="self", whole=False)),
        ("self.g = self.g + out.g", SitePart(operand="self", whole=False)),
        ("g += out.g", None),
    ],
)
def test_a_site_adds_to_the_gradient_of_an_operand(write, site, read):
    source = f"class A:\n    def f(self, out):\n        def back():\n            {write}\n        return back\n"
    assert read(source)[0].site == site


def test_a_write_outside_every_closure_is_a_site_too(read):
    mutation = read("class A:\n    def f(self):\n        self.g += h\n")[0]
    assert mutation.site == SitePart(operand="self", whole=True)


def test_a_mutation_inside_an_accumulating_write_belongs_to_its_site_without_being_it(read):
    mutations = read("def f(a):\n    def back():\n        a.g += a.h * a.i\n")
    assert only(mutations, "a.h * a.i", "a.h / a.i").site == SitePart(operand="a", whole=False)


@pytest.mark.parametrize(
    ("original", "inside"), [("a + 1", False), ("b + 2", True), ("c + 3", True)], ids=["body", "closure", "lambda's"]
)
def test_a_closure_is_a_function_defined_within_another(original, inside, read):
    source = """
    def f(a, b, c):
        d = a + 1
        def inner():
            return b + 2, (lambda: c + 3)
    """
    assert only(read(textwrap.dedent(source)), original, original.replace("+", "-")).in_closure == inside


def test_methods_go_by_class_and_name_and_functions_by_name(read):
    mutations = read("class A:\n    def f(self): return 1\ndef g(): return 2\n")
    assert [(m.function, m.class_name) for m in mutations] == [("A.f", "A"), ("g", None)]


@pytest.mark.parametrize(
    ("original", "statement"),
    [
        ("1", "a = g(\n        1,\n    )"),
        ("2", "while a > 2:"),
        ("3", "elif a > 3:"),
        ("4", "match a + 4:"),
        ("5", "def f(a, b=5):"),
        ("6", "return 6"),
    ],
    ids=lambda value: None if value.isdigit() else value.split()[0],
)
def test_the_statement_of_a_mutation_is_its_text_or_its_header(original, statement, read):
    source = """
    def f(a, b=5):
        a = g(
            1,
        )
        while a > 2:
            pass
        if a:
            pass
        elif a > 3:
            return 6
        match a + 4:
            case b:
                pass
    """
    mutation = only(read(textwrap.dedent(source)), original, str(int(original) + 1))
    assert mutation.statement == statement


@pytest.mark.parametrize(
    ("number", "lines"),
    [
        pytest.param("10", (2, 18), id="a default takes effect in any line of the body"),
        pytest.param("11", (3, 6), id="a statement over several lines, in any of them"),
        pytest.param("12", (7, 7), id="a header, where it stands"),
        pytest.param("13", (9, 10), id="a header over several lines, up to the mutation"),
        pytest.param("14", (12, 12), id="an elif, where it stands"),
        pytest.param("15", (15, 15), id="a default of a closure, in the closure's body"),
        pytest.param("16", (17, 17), id="a line of its own"),
    ],
)
def test_the_lines_that_show_that_a_mutant_was_reached(number, lines, read):
    source = """\
    def f(a=10):
        '''What it does.'''
        b = g(
            a,
            11,
        )
        while b > 12:
            b -= a
        if (a or
                b > 13):
            pass
        elif b > 14:
            pass
        def back(c=15):
            return c

        a = 16
        return a
    """
    assert only(read(textwrap.dedent(source)), number, str(int(number) + 1)).lines == lines


# -- mistakes ------------------------------------------------------------------------------------


def test_what_libcst_cannot_parse_is_named_with_its_file_and_line(read):
    with pytest.raises(BadEngine, match=r"^pkg/eng\.py, line 2: "):
        read("def f():\n    return (\n")


def test_an_unbalanced_pragma_is_named_with_its_file_and_line_in_one_line(read):
    with pytest.raises(BadEngine, match=r"pkg/eng\.py:2") as caught:
        read("def f():\n    # pragma: no mutate start\n    return 1\n")
    assert "\n" not in str(caught.value)


def test_a_layout_that_mutmut_breaks_is_the_engines_fault_and_no_traceback(read):
    with pytest.raises(BadEngine, match=r"mutmut cannot mutate pkg/eng\.py: .*space before 'else'"):
        read("def f(a):\n    return (1 if (a)else 2)\n")


def test_of_a_function_that_is_defined_twice_the_last_definition_is_mutated(read):
    mutations = read("class A:\n    def f(self): return 1\n\n    def f(self): return 2\n")
    assert {mutation.location.start.line for mutation in mutations} == {4}


def test_two_classes_may_have_methods_of_one_name(read):
    mutations = read("class A:\n    def f(self): return 1\nclass B:\n    def f(self): return 1\n")
    assert [m.id for m in mutations] == ["pkg.eng.xǁAǁf__mutmut_1", "pkg.eng.xǁBǁf__mutmut_1"]


def test_a_project_without_a_mutmut_table_is_mutated_as_mutmut_does_by_default(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    configured = tmp_path / "configured"
    configured.mkdir()
    (configured / "pyproject.toml").write_text('[tool.mutmut]\nsource_paths = ["."]\n')
    source = "def f(): return 1\n"
    assert mutations_of(tmp_path, "eng.py", source, ()) == mutations_of(configured, "eng.py", source, ())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[tool.mutmut\n", id="broken TOML"),
        pytest.param(
            '[tool.mutmut]\nsource_paths = ["a"]\ndo_not_mutate_patterns = ["("]\n', id="no regular expression"
        ),
        pytest.param('[tool.mutmut]\nsource_paths = ["a"]\nprocess_isolation = "x"\n', id="a value mutmut refuses"),
    ],
)
def test_a_mutmut_table_that_cannot_be_used_is_the_configurations_fault(text, tmp_path):
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(ConfigError, match=r"mutmut cannot use \[tool\.mutmut\] in pyproject\.toml: "):
        mutations_of(tmp_path, "eng.py", "def f(): return 1\n", ())


def test_after_a_configuration_that_cannot_be_used_the_next_project_is_read_as_ever(tmp_path, read):
    (tmp_path / "pyproject.toml").write_text('[tool.mutmut]\nsource_paths = ["a"]\ndo_not_mutate_patterns = ["("]\n')
    with pytest.raises(ConfigError):
        mutations_of(tmp_path, "eng.py", "def f(): return 1\n", ())
    assert len(read("def f(): return 1\n")) == 1
