from __future__ import annotations

import subprocess

import pytest

from gradbreak.config import load_config
from gradbreak.engine.edits import apply_edits
from gradbreak.mutation import make_mutants
from tests.gradbreak.cli.ending import gradbreak
from tests.gradbreak.small_project import ENGINE

CORE = "tiny/core.py"


@pytest.mark.parametrize("name", ["mul.self", "canonical", "op:add", "clear 0.0 → 1.0", "__init____mutmut_1"])
def test_git_applies_what_is_shown(project, name):
    mutants = make_mutants(load_config(project.root))
    ending = gradbreak("show", name, "--root", project.root)
    (project.root / "change.diff").write_text(ending.out, encoding="utf-8")
    applied = subprocess.run(["git", "apply", "change.diff"], cwd=project.root, check=False, capture_output=True)
    assert applied.returncode == 0, applied.stderr
    expected = apply_edits(ENGINE, mutants.edits(mutants.find(name).id))
    assert (project.root / CORE).read_text() == expected != ENGINE


def test_the_diff_is_all_that_a_program_gets(project):
    ending = gradbreak("show", "add.other", "--root", project.root)
    assert (ending.code, ending.err) == (0, "")
    assert ending.out.splitlines() == [
        "--- a/tiny/core.py",
        "+++ b/tiny/core.py",
        "@@ -13,7 +13,7 @@",
        " ",
        "         def push():",
        "             self.slope += out.slope",
        "-            other.slope += out.slope",
        "+            other.slope = out.slope",
        " ",
        "         out.push = push",
        "         return out",
    ]


def test_a_person_also_gets_the_names_and_why_it_is_equivalent(project, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    argument = "It is not, and that is for the reader to judge."
    project.edit("tiny/core.py", "order = []", "order = [*self.behind[:0]]")
    project.write(
        {
            "mutation_config/equivalent.toml": f"""\
            [[equivalent]]
            function = "Node.pull"
            original = "order = [*self.behind[:0]]"
            replacement = "order = None"
            argument = "{argument}"
            """
        }
    )
    out = gradbreak("show", "pull__mutmut_1", "--root", project.root).out
    assert "[*self.behind[:0]] → None" in out
    assert "xǁNodeǁpull__mutmut_1" in out
    assert f"No test can tell it from the original: {argument}" in out
