"""A project as small as one can be: an engine of one screen, two suites, and names that are not minigrad's."""

from __future__ import annotations

import hashlib
import shutil
import textwrap
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from gradbreak.config import load_config
from gradbreak.model import Cell, Results, Status
from gradbreak.run.lifecycle import run
from gradbreak.run.options import Options

ENGINE = '''\
"""The engine under mutation: sums, products and a sweep."""


class Node:
    def __init__(self, held, behind=()):
        self.held = held
        self.slope = 0.0
        self.behind = behind
        self.push = _nothing

    def __add__(self, other):
        out = Node(self.held + other.held, (self, other))

        def push():
            self.slope += out.slope
            other.slope += out.slope

        out.push = push
        return out

    def __mul__(self, other):
        out = Node(self.held * other.held, (self, other))

        def push():
            self.slope += other.held * out.slope
            other.slope += self.held * out.slope

        out.push = push
        return out

    def pull(self):
        order = []

        def visit(node):
            if node not in order:
                for parent in node.behind:
                    visit(parent)
                order.append(node)

        visit(self)
        self.slope = 1.0
        for node in reversed(order):
            node.push()

    def clear(self):
        self.slope = 0.0


def _nothing():
    pass
'''

STRAIGHT = """\
from tiny.core import Node


def test_sum():
    a, b = Node(3.0), Node(5.0)
    total = a + b
    total.pull()
    assert total.held == 8.0
    assert (a.slope, b.slope) == (1.0, 1.0)


def test_product():
    a, b = Node(3.0), Node(5.0)
    product = a * b
    product.pull()
    assert product.held == 15.0
    assert (a.slope, b.slope) == (5.0, 3.0)


def test_clear():
    a = Node(3.0)
    a.pull()
    a.clear()
    assert a.slope == 0.0
"""

DIAMOND = """\
import pytest

from tests.shared import leaf


@pytest.mark.parametrize("times", [2, 3])
def test_a_node_used_twice(times):
    a = leaf(times)
    product = (a + a) * a
    product.pull()
    assert a.slope == 4.0 * times


def test_a_product_with_itself():
    a = leaf(3.0)
    other = a * a + a
    other.pull()
    assert a.slope == 7.0
"""

FILES = {
    "pyproject.toml": """\
[tool.pytest.ini_options]
addopts = ["--import-mode=importlib"]
pythonpath = ["."]

[tool.mutmut]
source_paths = ["tiny"]
only_mutate = ["tiny/core.py"]
pytest_add_cli_args_test_selection = ["tests"]
pytest_add_cli_args = ["--maxfail=0", "-p", "gradbreak.recorder", "-p", "no:cacheprovider", "--timeout=2"]
""",
    "tiny/__init__.py": "",
    "tiny/core.py": ENGINE,
    "tests/shared.py": "from tiny.core import Node\n\n\ndef leaf(value):\n    return Node(float(value))\n",
    "tests/straight/test_straight.py": STRAIGHT,
    "tests/diamond/test_diamond.py": DIAMOND,
    "mutation_config/engine.toml": """\
file = "tiny/core.py"
node_class = "Node"
value = "held"
gradient = "slope"
closure = "push"
parents = "behind"
entry_point = "pull"
reset = "clear"

[operations]
__add__ = "add"
__mul__ = "mul"
""",
    "mutation_config/suites.toml": """\
[[suite]]
name = "straight"
short = "str"
path = "tests/straight"
teaches = "Each variable used once."

[[suite]]
name = "diamond"
short = "dia"
path = "tests/diamond"
teaches = "A variable used twice."
""",
    "mutation_config/families.toml": """\
[[family]]
id = "accumulation"
title = "Accumulation"
symbol = "+= → ="
meaning = "The slope is replaced."
order = 1
rules = [{ place = "site", operators = ["augmented-to-plain"] }]

[[family]]
id = "rest"
title = "The rest"
meaning = "Anything else."
order = 2
rules = [{}]
""",
    "mutation_config/breaks.toml": """\
[[break]]
id = "canonical"
title = "every += becomes ="
kind = "canonical"
family = "accumulation"

[[break]]
id = "op:{op}"
title = "every += of {op} becomes ="
kind = "per-op"
family = "accumulation"
""",
    "mutation_config/equivalent.toml": "",
    "mutation_config/examples.toml": """\
[[example]]
name = "diamond"
expression = "(a + b)*a"
inputs = { a = 2, b = 3 }
""",
    # Short, so that a mutant that never ends costs a test of the harness little.
    "mutation_config/limits.toml": "test_seconds = 0.25\nwall_factor = 6.0\n",
}


class Silent:
    """Progress that nobody watches."""

    def begin(self, phase: str, total: int) -> None:
        pass

    def advance(self) -> None:
        pass


class Project(Struct, frozen=True):
    """A project on disk that tests may change and run."""

    root: Path

    def write(self, files: Mapping[str, str]) -> Project:
        """Make or replace files; a triple-quoted text may be indented."""
        for file, text in files.items():
            path = self.root / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text), encoding="utf-8")
        return self

    def edit(self, file: str, old: str, new: str) -> Project:
        """Replace the one place where ``file`` has ``old``."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return self

    def copy_to(self, folder: Path) -> Project:
        """The same project elsewhere, with everything that earlier runs left in it."""
        shutil.copytree(self.root, folder, symlinks=True)
        return Project(folder)

    def run(self, *suites: str, jobs: int = 2, fresh: bool = False) -> Results:
        """``gradbreak run`` without the command line."""
        return run(load_config(self.root), Silent(), Options(suites=suites, jobs=jobs, fresh=fresh))

    def listing(self) -> dict[str, tuple[str, int]]:
        """Every file and folder outside ``.gradbreak`` with a hash of its content and when it was changed."""
        return {
            path.relative_to(self.root).as_posix(): (
                hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder",
                path.stat().st_mtime_ns,
            )
            for path in self.root.rglob("*")
            if ".gradbreak" not in path.relative_to(self.root).parts
        }


class Finished(Struct, frozen=True):
    """A project that was run once, and what came of it; tests must not change either."""

    project: Project
    results: Results


def cells_of(results: Results, mutant: str) -> dict[str, Cell]:
    """The cell of each test that reaches the mutant or break with this title or id, by the test's name alone."""
    ids = {each.id for each in (*results.mutants, *results.breaks) if mutant in (each.id, " ".join(each.title.split()))}
    assert len(ids) == 1, f"{mutant!r} is not one of {[' '.join(m.title.split()) for m in results.mutants]}"
    return {cell.test.partition("::")[2]: cell for cell in (*results.cells, *results.break_cells) if cell.mutant in ids}


def statuses(results: Results, mutant: str) -> dict[str, Status]:
    """Every test's verdict, by its name without the file, on the mutant or break with this title or id."""
    cells = cells_of(results, mutant)
    names = [test.id.partition("::")[2] for test in results.tests]
    return {name: cells[name].status if name in cells else Status.NOT_REACHED for name in names}
