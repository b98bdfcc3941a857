"""What holds for every file of the package, whichever it is."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "gradbreak"
TEXTS = {
    path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(PACKAGE.rglob("*"))
    if path.suffix in {".py", ".j2", ".js", ".css", ".toml"}
}
MODULES = {name: text for name, text in TEXTS.items() if name.endswith(".py")}


def test_every_kind_of_file_is_looked_at():
    assert {Path(name).suffix for name in TEXTS} == {".py", ".j2", ".js", ".css", ".toml"}
    assert len(MODULES) > 50


# -- one meaning for each name -------------------------------------------------------------------


def test_a_class_name_means_one_thing():
    places: dict[str, list[str]] = {}
    for module, text in MODULES.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(module)
    assert {name: modules for name, modules in places.items() if len(modules) > 1} == {}


# -- the engine is configuration -----------------------------------------------------------------


def test_no_file_names_the_engine_or_its_class():
    named = re.compile(r"\bminigrad\b|\bValue\b")
    texts = {name: text for name, text in TEXTS.items() if not name.startswith("example/")}  # it hands minigrad out
    lines = [(f"{name}:{n}", line) for name, text in texts.items() for n, line in enumerate(text.split("\n"), start=1)]
    assert [f"{place}: {line.strip()}" for place, line in lines if named.search(line)] == []


def test_only_the_command_that_writes_the_example_imports_it():
    assert [
        name
        for name, text in MODULES.items()
        if ("example",) in {each[:1] for each in internal_imports(name, text)} and not name.startswith("example/")
    ] == ["cli/example.py"]


def gradients_named_in(source: str) -> Iterator[int]:
    """The lines that use an attribute called grad, or the text by which ``getattr`` could find one."""
    for node in ast.walk(ast.parse(source)):
        attribute = isinstance(node, ast.Attribute) and node.attr == "grad"
        if attribute and ast.unparse(node.value) != "torch.autograd":  # PyTorch's function is something else
            yield node.lineno
        if isinstance(node, ast.Constant) and node.value == "grad":
            yield node.lineno


def test_no_module_names_the_attribute_that_accumulates():
    assert [f"{name}:{line}" for name, text in MODULES.items() for line in gradients_named_in(text)] == []


@pytest.mark.parametrize("source", ["a.grad += 1", "a().grad", "getattr(a, 'grad')", "torch.autograd.f(a.grad)"])
def test_a_module_that_named_it_would_be_noticed(source):
    assert list(gradients_named_in(source)) == [1]


def test_no_script_and_no_template_names_the_attribute_that_accumulates():
    # What stands behind a name or a bracket is an attribute; `".grad"` alone is a class of a style sheet.
    named = re.compile(r"[\w)\]]\.grad\b")
    assert [name for name, text in TEXTS.items() if name.endswith((".js", ".j2")) and named.search(text)] == []


# -- what stands alone ---------------------------------------------------------------------------


def foreign_imports(name: str, source: str, allowed: set[str]) -> set[str]:
    """What a module of a package that is copied elsewhere imports, besides the standard library and what is allowed.

    Hypothesis may be imported by a function, which only runs where a test uses it.
    """
    tree = ast.parse(source)
    lazy = {id(node) for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) for node in ast.walk(each)}
    lazy |= {
        id(node)
        for each in ast.walk(tree)
        if isinstance(each, ast.If) and ast.unparse(each.test) == "TYPE_CHECKING"
        for node in ast.walk(each)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        known = set(sys.stdlib_module_names) | {"pytest", "_pytest"} | ({"hypothesis"} if id(node) in lazy else set())
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] not in known}
        elif isinstance(node, ast.ImportFrom) and node.level:
            package = name.split("/")[: -node.level]
            found |= (
                {"/".join([*package, *(node.module or "").split(".")])} if "/".join(package) not in allowed else set()
            )
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] not in known:
            found.add(node.module or "")
    return found


STANDING_ALONE = {"testing": {"testing"}, "grading/runner": {"grading/runner", ""}}
"""A package that runs where gradbreak is not installed → the packages that its relative imports begin from."""


@pytest.mark.parametrize("package", STANDING_ALONE)
def test_a_package_that_is_copied_elsewhere_imports_the_standard_library_and_pytest_alone(package):
    modules = {name: text for name, text in MODULES.items() if name.startswith(f"{package}/")}
    assert len(modules) > 3
    found = {name: foreign_imports(name, text, STANDING_ALONE[package]) for name, text in modules.items()}
    assert {name: imports for name, imports in found.items() if imports} == {}


@pytest.mark.parametrize("package", STANDING_ALONE)
def test_a_package_that_is_copied_elsewhere_says_nothing_of_the_grader(package):
    word = re.compile(r"gradbreak|mutmut", re.IGNORECASE)
    assert [name for name, text in MODULES.items() if name.startswith(f"{package}/") and word.search(text)] == []


@pytest.mark.parametrize(
    "source",
    ["import msgspec", "from gradbreak.model import Failure", "import hypothesis", "from ..model import Failure"],
)
def test_a_foreign_import_would_be_noticed(source):
    assert foreign_imports("testing/some.py", source, {"testing"})


def test_hypothesis_may_be_imported_by_a_function():
    assert foreign_imports("testing/some.py", "def f():\n    from hypothesis import settings", {"testing"}) == set()


# -- who knows mutmut ----------------------------------------------------------------------------


def imported_by(source: str) -> set[str]:
    """The top-level packages that a module imports, anywhere in it."""
    nodes = list(ast.walk(ast.parse(source)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {
        name.split(".")[0] for name in plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    }


def test_two_modules_alone_import_mutmut():
    assert [name for name, text in MODULES.items() if "mutmut" in imported_by(text)] == [
        "mutation/mutmut_api.py",
        "mutation/mutmut_verdicts.py",
    ]


@pytest.mark.parametrize("module", ["gradbreak.engine.activation", "gradbreak.run.worker", "gradbreak.mutation"])
def test_importing_a_module_loads_neither_mutmut_nor_libcst(module):
    code = f"import sys, {module}; print(sorted({{'mutmut', 'libcst'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# -- the engine package runs where nothing compiled does -------------------------------------------

ENGINE_MODULES = sorted(
    f"gradbreak.{name.removesuffix('.py').replace('/', '.').removesuffix('.__init__')}"
    for name in MODULES
    if name.startswith("engine/")
)


def loaded_by(*modules: str) -> set[str]:
    """The modules, other than those of the interpreter's start, that a fresh process has after importing some."""
    code = f"import sys; before = set(sys.modules); import {', '.join(modules)}; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_engine_package_loads_the_standard_library_alone():
    top_level = {name.partition(".")[0] for name in loaded_by(*ENGINE_MODULES)}
    assert top_level - sys.stdlib_module_names == {"gradbreak"}


def test_the_engine_package_loads_no_other_package_of_gradbreak():
    own = {".".join(name.split(".")[:2]) for name in loaded_by(*ENGINE_MODULES) if name.startswith("gradbreak.")}
    assert own == {"gradbreak.engine", "gradbreak.errors"}


def test_hints_load_the_standard_library_and_the_engine_package_alone():
    loaded = loaded_by("gradbreak.hints")
    assert {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names == {"gradbreak"}
    own = {".".join(name.split(".")[:2]) for name in loaded if name.startswith("gradbreak.")}
    assert own == {"gradbreak.engine", "gradbreak.errors", "gradbreak.hints"}


# -- the order of the layers ---------------------------------------------------------------------

LAYERS = (
    ("errors",),
    ("engine",),  # below the model, because it also runs where the model's compiled types do not
    ("check",),  # likewise
    ("model",),
    ("config",),
    ("texts",),
    ("hints",),  # on the engine package alone, for browsers too
    ("mutation",),
    ("process",),
    ("testing",),
    ("project",),
    ("analysis",),
    ("results",),
    ("trace",),
    ("run",),
    ("example", "explain", "lesson", "workcopy"),
    ("web",),
    ("report",),
    ("site_run",),
    ("in_pytest", "notebook"),
    ("grading",),
    ("playground",),
    ("cli",),
)
"""From the bottom up: a package imports its own modules and lower layers. Those that share a line are one
layer, in which circles are refused as everywhere."""

ENTRY_POINTS = {"__init__", "__main__", "recorder", "pytest_plugin"}
"""Modules that give something a public name; any layer may be behind it, and no package imports them."""

Edges = dict[str, set[str]]


def internal_imports(module: str, source: str) -> set[tuple[str, ...]]:
    """The names below gradbreak that a module imports, in functions and under TYPE_CHECKING too."""
    folder = ("gradbreak", *Path(module).parent.parts)
    names = set[tuple[str, ...]]()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {tuple(alias.name.split(".")) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = folder[: len(folder) - node.level + 1] if node.level else ()
            stated = node.module.split(".") if node.module else []
            names |= {(*start, *stated, alias.name) for alias in node.names}
    return {name[1:] for name in names if name[0] == "gradbreak" and len(name) > 1}


def edges_within(prefix: tuple[str, ...], modules: dict[str, str]) -> Edges:
    """Which child of a package imports which other child; a child is a package or a module."""
    depth = len(prefix)
    inside = {name: text for name, text in modules.items() if Path(name).with_suffix("").parts[:depth] == prefix}
    child_of = {name: Path(name).with_suffix("").parts[depth] for name in inside}
    children = set(child_of.values()) - {"__init__"}
    edges: Edges = {child: set() for child in children}
    for name, text in inside.items():
        if child_of[name] in children:
            named = {
                each[depth] for each in internal_imports(name, text) if each[:depth] == prefix and len(each) > depth
            }
            edges[child_of[name]] |= (named & children) - {child_of[name]}
    return edges


def in_a_circle(edges: Edges) -> set[str]:
    """Whatever imports itself by way of others."""

    def reached_from(start: str) -> set[str]:
        reached, waiting = set[str](), [start]
        while waiting:
            new = edges.get(waiting.pop(), set()) - reached
            reached |= new
            waiting += new
        return reached

    return {each for each in edges if each in reached_from(each)}


def upward(edges: Edges) -> list[tuple[str, str]]:
    """The imports that lead from a layer to a higher one."""
    level = {package: number for number, layer in enumerate(LAYERS) for package in layer}
    return sorted((one, other) for one in edges if one in level for other in edges[one] if level[other] > level[one])


PACKAGE_EDGES = edges_within((), MODULES)


def test_every_package_has_a_layer():
    assert set(PACKAGE_EDGES) - ENTRY_POINTS == {package for layer in LAYERS for package in layer}


def test_the_map_in_the_architecture_has_every_package_in_the_order_of_the_layers():
    picture = (PACKAGE.parent / "docs/ARCHITECTURE.md").read_text("utf-8").split("```")[1]
    columns = [re.split(r"\s{2,}", line)[0] for line in picture.splitlines() if line[:1].strip()]
    named = [name.rstrip("/") for column in columns for name in column.split()]
    level = {package: number for number, layer in enumerate(LAYERS) for package in layer}
    assert named == sorted(named, key=level.__getitem__)
    assert set(named) == set(level)


def test_no_package_imports_a_higher_layer():
    assert upward(PACKAGE_EDGES) == []


def test_an_import_of_a_higher_layer_would_be_noticed():
    modules = {"model/a.py": "def f():\n    from gradbreak.cli.app import main", "cli/app.py": ""}
    assert upward(edges_within((), modules)) == [("model", "cli")]


def test_no_package_imports_an_entry_point():
    assert [
        package for package, others in PACKAGE_EDGES.items() if others & {"__main__", "recorder", "pytest_plugin"}
    ] == []


@pytest.mark.parametrize("prefix", [(), *sorted({Path(name).parent.parts for name in MODULES} - {()})], ids="/".join)
def test_there_is_no_circle_within_a_package(prefix):
    assert in_a_circle(edges_within(prefix, MODULES)) == set()


def test_a_circle_would_be_noticed_through_relative_imports_and_within_a_package():
    modules = {
        "a/x/one.py": "from ..y import two",
        "a/y/two.py": "import gradbreak.a.z.three",
        "a/z/three.py": "from gradbreak.a.x.one import f",
        "a/apart.py": "from gradbreak.a import x",
    }
    assert in_a_circle(edges_within(("a",), modules)) == {"x", "y", "z"}
