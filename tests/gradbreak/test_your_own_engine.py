"""docs/your-own-engine.md followed step by step, with another engine than those that the other tests know."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from tests.gradbreak.cli.ending import gradbreak
from tests.gradbreak.documents import ROOT
from tests.gradbreak.small_project import Project

GUIDE = (ROOT / "docs/your-own-engine.md").read_text(encoding="utf-8")

ENGINE = """\
class Tensor:
    def __init__(self, v, made_from=()):
        self.v = v
        self.g = 0
        self._prev = set(made_from)
        self._bw = lambda: None

    def __add__(self, o):
        out = Tensor(self.v + o.v, (self, o))

        def bw():
            self.g += out.g
            o.g += out.g

        out._bw = bw
        return out

    def __mul__(self, o):
        o = o if isinstance(o, Tensor) else Tensor(o)
        out = Tensor(self.v * o.v, (self, o))

        def bw():
            self.g += o.v * out.g
            o.g += self.v * out.g

        out._bw = bw
        return out

    def backward(self):
        topo, visited = [], set()

        def build(t):
            if t not in visited:
                visited.add(t)
                for child in t._prev:
                    build(child)
                topo.append(t)

        build(self)
        self.g = 1
        for t in reversed(topo):
            t._bw()

    def __neg__(self):
        return self * -1

    def __sub__(self, o):
        return self + (-o)
"""

TESTS = """\
from engine.tensor import Tensor


def test_product():
    a, b = Tensor(2.0), Tensor(3.0)
    (a * b).backward()
    assert (a.g, b.g) == (3, 2)


def test_difference():
    a, b = Tensor(2.0), Tensor(3.0)
    (a - b).backward()
    assert (a.g, b.g) == (1, -1)
"""

ENGINE_TOML = """\
file = "engine/tensor.py"
node_class = "Tensor"
value = "v"
gradient = "g"
closure = "_bw"
parents = "_prev"
entry_point = "backward"
reset = "zero_grad"  # which it does not have

[operations]
__add__ = "add"
__mul__ = "mul"
"""

SUITES_TOML = """\
[[suite]]
name = "mine"
short = "me"
path = "tests"
teaches = "What I have."
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Project:
    """A stranger's project, made as the guide says."""
    project = Project(tmp_path_factory.mktemp("own"))
    shutil.copytree(ROOT / "mutation_config", project.root / "mutation_config")
    assert "Delete `probes.toml`" in GUIDE
    (project.root / "mutation_config/probes.toml").unlink()
    (settings,) = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    return project.write(
        {
            "engine/__init__.py": "",
            "engine/tensor.py": ENGINE,
            "tests/test_tensor.py": TESTS,
            "mutation_config/engine.toml": ENGINE_TOML,
            "mutation_config/suites.toml": SUITES_TOML,
            "pyproject.toml": settings,
        }
    )


def test_the_run_says_what_the_suite_catches(own):
    summary = json.loads(gradbreak("run", "--format", "json", "--root", own.root).out)
    assert summary["families"]["accumulation"]["total"] == 4
    assert summary["suites"]["mine"]["killed"]["accumulation"] == 0
    assert summary["suites"]["mine"]["killed"]["sign"] == 4


def test_the_run_says_that_operands_in_a_set_have_no_order(own):
    out = gradbreak("run", "--root", own.root).out
    assert "The fix, in engine/tensor.py:5: self._prev = tuple(made_from)" in out


def test_a_walk_that_is_a_function_within_the_sweep_belongs_to_the_sweep_and_not_to_the_derivatives(own):
    mutants = json.loads(gradbreak("mutants", "--format", "json", "--root", own.root).out)["mutants"]
    assert {mutant["family"] for mutant in mutants if mutant["function"] == "Tensor.backward"} == {"sweep"}
    assert {mutant["op"] for mutant in mutants if mutant["family"] == "derivative"} == {"mul"}


def test_a_mutant_that_lived_is_explained_with_a_test_that_kills_it(own):
    out = gradbreak("explain", "mul.self", "--root", own.root).out
    assert "A test that kills it; it was run on both" in out
    assert "from engine.tensor import Tensor" in out
