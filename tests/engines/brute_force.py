"""Verdicts with nothing clever about them: a copy of the folder, one edit on disk, plain pytest in a new process.

This is what gradbreak's verdicts are compared with, so it shares no code with gradbreak.
"""

from __future__ import annotations

import ast
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

from tests.engines.plain_pytest import HangsError, PlainPytest, plain_pytest
from tests.engines.samples import Sample, Site

Verdict = Literal["killed", "survived", "timeout"]
Order = Literal["forwards", "reversed"]

HANGING = 2
"""Processor seconds after which a test that can hang does; pytest and the test need a tenth of one where it does not."""

# Stands for `set` and `frozenset` where an order is forced: that in which elements were first put into any set. `pop`
# takes what iteration would give first.
_ORDERED_SETS = """
_ages = {{}}

class set:
    def __init__(self, items=()):
        self._items = dict.fromkeys(items)
        self._number()
    def _number(self):
        for item in self._items:
            _ages.setdefault(item, len(_ages))
    def __iter__(self):
        return iter(sorted(self._items, key=_ages.get)[::{step}])
    def __len__(self):
        return len(self._items)
    def __contains__(self, item):
        return item in self._items
    def add(self, item):
        self._items[item] = None
        self._number()
    def update(self, items):
        self._items.update(dict.fromkeys(items))
        self._number()
    def remove(self, item):
        del self._items[item]
    def discard(self, item):
        self._items.pop(item, None)
    def pop(self):
        first = next(iter(self))
        del self._items[first]
        return first

frozenset = set
"""

# Gives the objects of each test addresses in another order, as another process might.
_OTHER_ADDRESSES = """
import random
import pytest

@pytest.fixture(autouse=True)
def other_addresses():
    chance = random.Random({layout})
    blocks = [bytearray(chance.randrange(1, 400)) for _ in range(20000)] + [object() for _ in range(20000)]
    blocks += [type("Block", (), {{}})() for _ in range(2000)]
    blocks += [bytes(size) for size in range(16, 400) for _ in range(100)]
    chance.shuffle(blocks)
    kept = blocks[::9]
    del blocks[::9]
    while blocks:
        blocks.pop()
    yield kept
"""


def mutated(text: str, site: Site) -> str:
    """The text of a site's file with the site broken.

    Raises:
        ValueError: the statement does not begin exactly once on the line that was declared.
    """
    if site.cell >= 0:
        notebook = json.loads(text)
        cell = notebook["cells"][site.cell]
        cell["source"] = _edited("".join(cell["source"]), site).splitlines(keepends=True)
        return json.dumps(notebook, indent=1) + "\n"
    return _edited(text, site)


def _edited(text: str, site: Site) -> str:
    lines = text.splitlines(keepends=True)
    start = sum(len(line) for line in lines[: site.line - 1])
    places = [
        at
        for at in range(start, start + len(lines[site.line - 1]))
        if text.startswith(site.statement, at) and not (text[at - 1].isalnum() or text[at - 1] in "_.")
    ]
    if len(places) != 1:
        raise ValueError(f"{site.file}:{site.line} has {len(places)} places that read {site.statement!r}")
    return text[: places[0]] + site.broken + text[places[0] + len(site.statement) :]


class _Displays(ast.NodeTransformer):
    """Writes ``{a, b}`` as ``set([a, b])``, so that one stand-in serves both."""

    def visit_Set(self, node: ast.Set) -> ast.AST:  # noqa: N802  # the name that ast calls
        self.generic_visit(node)
        return ast.Call(ast.Name("set", ast.Load()), [ast.List(node.elts, ast.Load())], [])

    def visit_SetComp(self, node: ast.SetComp) -> ast.AST:  # noqa: N802  # the name that ast calls
        self.generic_visit(node)
        return ast.Call(ast.Name("set", ast.Load()), [ast.ListComp(node.elt, node.generators)], [])


def ordered(text: str, order: Order) -> str:
    """The text of a Python file whose sets are iterated in the order of insertion, or in the reverse of it."""
    tree = ast.fix_missing_locations(_Displays().visit(ast.parse(text)))
    return _ORDERED_SETS.format(step=1 if order == "forwards" else -1) + ast.unparse(tree) + "\n"


def outcomes(
    sample: Sample, site: Site | None = None, order: Order | None = None, timeout: float = 60.0, layout: int = 0
) -> dict[str, str]:
    """What plain pytest says of each test: passed, failed, skipped or timeout.

    Args:
        sample: the engine and its suites; its folder stays as it is.
        site: what to break; nothing when left out.
        order: how the engine's sets are iterated; as Python does when left out.
        layout: the seed of other addresses for what tests make; those that Python gives when 0.
        timeout: for the suites as a whole, in seconds. A test of which the sample says that it can hang runs
            alone, for at most `HANGING` processor seconds; only such a test becomes a timeout.

    Raises:
        HangsError: another test hangs.
    """
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / sample.name
        shutil.copytree(sample.folder, copy, ignore=shutil.ignore_patterns("__pycache__"))
        if site is not None:
            path = copy / site.file
            path.write_text(mutated(path.read_text(encoding="utf-8"), site), encoding="utf-8")
        if order is not None:
            for file in sample.engine:
                path = copy / file
                path.write_text(ordered(path.read_text(encoding="utf-8"), order), encoding="utf-8")
        if layout:
            (copy / "conftest.py").write_text(_OTHER_ADDRESSES.format(layout=layout), encoding="utf-8")
        hanging = sample.expected.get("hangs", ())
        # A third of a second for each run is that of importing NumPy.
        pytest = plain_pytest(*(["numpy"] if sample.shape.get("arrays") else []))
        found = _outcomes(pytest, copy, sample.tests, timeout, without=hanging)
        for test in hanging:
            try:
                found |= _outcomes(pytest, copy, [test], timeout, cpu_seconds=HANGING)
            except HangsError:
                found[test] = "timeout"
        return found


def verdicts(
    sample: Sample, site: Site, order: Order | None = None, timeout: float = 60.0, intact: dict[str, str] | None = None
) -> dict[str, Verdict]:
    """Which tests kill the mutant of a site.

    Args:
        sample: the engine and its suites.
        site: what to break.
        order: how the engine's sets are iterated.
        timeout: for the suites as a whole, in seconds.
        intact: what `outcomes` said of the intact engine under the same order, where it is known.

    Returns:
        A verdict for each test that passes on the intact engine and is not set aside. A test that the
        mutant keeps from being collected is killed: pytest reports an error where it was.
    """
    before = outcomes(sample, order=order, timeout=timeout) if intact is None else intact
    after = outcomes(sample, site, order, timeout)
    named: dict[str, Verdict] = {"passed": "survived", "timeout": "timeout"}
    return {
        test: named.get(after.get(test, "failed"), "killed")
        for test, outcome in before.items()
        if outcome == "passed" and test not in sample.set_aside
    }


def matrix(
    sample: Sample, order: Order | None = None, timeout: float = 60.0
) -> tuple[dict[str, str], dict[str, dict[str, Verdict]]]:
    """What pytest says of the intact engine, and under each site's name its mutant's verdicts."""
    intact = outcomes(sample, order=order, timeout=timeout)
    return intact, {site.name: verdicts(sample, site, order, timeout, intact) for site in sample.sites}


def _outcomes(
    pytest: PlainPytest,
    copy: Path,
    tests: Sequence[str],
    timeout: float,
    *,
    cpu_seconds: int = 0,
    without: Sequence[str] = (),
) -> dict[str, str]:
    report = copy / "brute-force-report.xml"
    # Options that a project adds are dropped: they ask for plugins that need not be installed.
    options = ["-q", "-o", "addopts=", "-p", "no:cacheprovider", "--rootdir", str(copy)]
    # A folder of its own for tmp_path, or pytest would first clear away what other sessions have left.
    options += ["--basetemp", str(copy.parent / "tmp_path"), "-o", "junit_family=xunit1", f"--junitxml={report}"]
    pytest.run(copy, [*options, *(f"--deselect={test}" for test in without), *tests], timeout, cpu_seconds)
    cases = ElementTree.parse(report).getroot().iter("testcase")
    report.unlink()
    return {_node_id(case): _outcome(case) for case in cases if case.get("file")}


def _node_id(case: ElementTree.Element) -> str:
    file, name, owner = case.attrib["file"], case.attrib["name"], case.attrib["classname"]
    classes = owner.removeprefix(file.removesuffix(".py").replace("/", ".")).strip(".")
    return "::".join([file, *(part for part in classes.split(".") if part), name])


def _outcome(case: ElementTree.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "skipped" if case.find("skipped") is not None else "passed"
