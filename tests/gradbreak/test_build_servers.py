"""What build servers run, run as they would: the shell, the environment and the files of a step."""

from __future__ import annotations

import html
import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec import Struct

from tests.gradbreak.documents import ROOT
from tests.gradbreak.small_project import FILES, Project

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}


class StepEnd(Struct, frozen=True):
    """How a step ended, and what it left in the files that the runner named."""

    code: int
    log: str
    summary: str
    output: str


def value_of(expression: str, inputs: dict[str, str]) -> str:
    """What the runner puts in the place of ``${{ inputs.NAME }}``."""
    (name,) = re.fullmatch(r"\$\{\{ inputs\.(\w+) \}\}", expression).groups()
    return inputs[name]


def is_run(step: dict[str, Any], inputs: dict[str, str]) -> bool:
    if "if" not in step:
        return True
    name, wanted = re.fullmatch(r"inputs\.(\w+) == '(\w+)'", step["if"]).groups()
    return inputs[name] == wanted


def run_step(name: str, folder: Path, programs: Path, **given: str) -> StepEnd:
    """Run one step of the action as a GitHub runner does: ``bash`` with -e and pipefail, in the checkout."""
    inputs = {key: str(each["default"]) for key, each in ACTION["inputs"].items()} | given
    step = STEPS[name]
    assert is_run(step, inputs)
    assert step["shell"] == "bash"
    files = {variable: folder / f".runner-{variable}" for variable in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    for file in files.values():
        file.touch()
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "LC_", "GITHUB_"))},
        **{variable: str(file) for variable, file in files.items()},
        **{key: value_of(text, inputs) for key, text in step["env"].items()},
        "GITHUB_ACTION_PATH": str(ROOT),
        "PATH": f"{programs}:{os.environ['PATH']}",
        "LANG": "C.UTF-8",
        "CI": "true",
    }
    script = folder / ".runner-script.sh"
    script.write_text(step["run"], encoding="utf-8")
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    summary, output = (file.read_text(encoding="utf-8") for file in files.values())
    return StepEnd(done.returncode, done.stdout, summary, output)


@pytest.fixture
def project(graded_repository, tmp_path) -> Path:
    """A project in which these samples are graded already, so that a grade comes from the journal."""
    return Path(shutil.copytree(graded_repository, tmp_path / "project"))


@pytest.fixture
def small(tmp_path) -> Project:
    return Project(tmp_path / "small").write(FILES)


def program(folder: Path, name: str, script: str) -> Path:
    """A program of this name that does something else, and the folder it is in."""
    folder.mkdir()
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return folder


HERE = Path(sys.executable).parent


@pytest.mark.slow
@pytest.mark.parametrize(("sample", "code", "kind"), [("both_orders", 0, "notice"), ("linear_only", 1, "error")])
def test_the_action_grades_annotates_and_writes_the_summary(project, sample, code, kind):
    end = run_step("Grade the tests", project, HERE, tests=f"tests/students/honest/{sample}")
    assert end.code == code
    assert f"::{kind} title={sample}::" in end.log
    assert html.unescape(end.summary).startswith(f"## {sample}: ")
    assert re.fullmatch(r"result=[A-Za-z0-9+/=]+\n", end.output)


def test_the_action_hands_its_result_on():
    (output,) = ACTION["outputs"].values()
    (step,) = re.fullmatch(r"\$\{\{ steps\.(\w+)\.outputs\.result \}\}", output["value"]).groups()
    assert STEPS["Grade the tests"]["id"] == step


@pytest.mark.parametrize(("package", "installed"), [("", str(ROOT)), ("gradbreak==0.1.0", "gradbreak==0.1.0")])
def test_the_action_installs_its_own_version_unless_another_is_named(tmp_path, package, installed):
    programs = program(tmp_path / "bin", "python", 'printf "%s\\n" "$@"')
    end = run_step("Install gradbreak", tmp_path, programs, package=package)
    assert end.log.splitlines() == ["-m", "pip", "install", "--quiet", installed]


SECTION = "=========== gradbreak ===========\nmul.self is not caught\nwrite a test"
PYTEST = f"printf '%s\\n' \"$*\" '1 passed' '{SECTION}' '=========== short summary ===========' '== 100% not caught =='"


@pytest.mark.parametrize("code", [0, 1])
def test_the_action_puts_the_section_of_pytest_into_the_summary(tmp_path, code):
    programs = program(tmp_path / "bin", "python", f"{PYTEST}\nexit {code}")
    end = run_step("Run pytest --gradbreak", tmp_path, programs, mode="pytest", args="-k a --gradbreak-min 4")
    assert end.code == code
    assert end.log.splitlines()[0] == "-m pytest --gradbreak -k a --gradbreak-min 4 tests"
    assert end.summary == f"## pytest --gradbreak\n\n````text\n{SECTION}\n````\n"
    annotations = [line for line in end.log.splitlines() if line.startswith("::")]
    assert annotations == (["::error title=pytest --gradbreak::100%25 not caught"] if code else [])


@pytest.mark.parametrize(("suite", "code", "caught"), [("diamond", 0, "4 of 4"), ("straight", 1, "0 of 4")])
def test_the_action_runs_pytest_with_the_plugin_itself(small, suite, code, caught):
    given = {"tests": f"tests/{suite}", "args": "--gradbreak-min 4"}
    end = run_step("Run pytest --gradbreak", small.root, HERE, mode="pytest", **given)
    assert end.code == code, end.log
    lines = end.summary.splitlines()
    assert re.match("=+ gradbreak: ", lines[lines.index("````text") + 1])
    assert any(line.startswith(f"{caught} sites caught") for line in lines)
    assert " passed in " not in end.summary


def test_where_pytest_says_nothing_of_gradbreak_its_last_lines_are_the_summary(tmp_path):
    programs = program(tmp_path / "bin", "python", "echo 'ERROR: no such option'\nexit 4")
    end = run_step("Run pytest --gradbreak", tmp_path, programs, mode="pytest")
    assert end.code == 4
    assert "ERROR: no such option" in end.summary


def test_each_mode_runs_the_installation_and_one_step_more():
    for mode in ("grade", "pytest"):
        assert sum(is_run(step, {"mode": mode}) for step in STEPS.values()) == 2


# -- the other forms -----------------------------------------------------------------------------


def blocks(language: str, heading: str) -> list[str]:
    text = (ROOT / "docs/build-servers.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(rf"^```{language}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def in_shell(script: str, folder: Path) -> int:
    environment = {**os.environ, "PATH": f"{HERE}:{os.environ['PATH']}", "LANG": "C.UTF-8"}
    return subprocess.run(["sh", "-ec", script], cwd=folder, env=environment, check=False).returncode


@pytest.mark.slow
def test_the_job_for_gitlab_leaves_the_report_that_it_names(project):
    (job,) = yaml.safe_load(blocks("yaml", "GitLab")[0]).values()
    install, *rest = job["script"]
    assert install == "pip install gradbreak"
    (command,) = rest
    code = in_shell(command.replace("tests/ ", "tests/students/honest/linear_only "), project)
    assert code == 1
    assert "<testsuite" in (project / job["artifacts"]["reports"]["junit"]).read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_hook_fails_where_the_tests_miss_the_break(project):
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    for sample, code in (("both_orders", 0), ("linear_only", 1)):
        assert in_shell(f"{hook['entry']} tests/students/honest/{sample}", project) == code
    assert hook["args"] == ["tests"]


def test_the_examples_use_the_inputs_and_the_hook_that_there_are():
    workflow = yaml.safe_load(blocks("yaml", "GitHub")[0])
    (used,) = [step for step in workflow["jobs"]["gradbreak"]["steps"] if "gradbreak" in step["uses"]]
    assert set(used["with"]) <= set(ACTION["inputs"])
    (repository,) = yaml.safe_load(blocks("yaml", "pre-commit")[0])["repos"]
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [each["id"] for each in repository["hooks"]] == [hook["id"]]


def test_the_table_of_inputs_is_that_of_the_action():
    text = (ROOT / "docs/build-servers.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (?:`(.*?)`)? ?\|", text, re.MULTILINE)
    assert dict(rows) == {name: each["default"] for name, each in ACTION["inputs"].items()}


# -- the release ---------------------------------------------------------------------------------


def test_a_release_is_published_only_after_it_is_built_and_tested():
    release = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))
    assert set(release["jobs"]["publish"]["needs"]) == set(release["jobs"]) - {"publish"}
    assert release["jobs"]["publish"]["permissions"] == {"id-token": "write"}


def release_step(name: str, folder: Path, **environment: str) -> int:
    """The exit code of a step of the job that builds a release."""
    release = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))
    (script,) = [step["run"] for step in release["jobs"]["build"]["steps"] if step.get("name") == name]
    path = os.pathsep.join(
        [str(Path(sys.executable).parent), os.environ["PATH"]]
    )  # a runner has a program called python
    env = {**os.environ, "PATH": path, **environment}
    return subprocess.run(["bash", "-ec", script], cwd=folder, env=env, check=False).returncode


@pytest.mark.parametrize(("tag", "code"), [("matching", 0), ("v9.9.9", 1)])
def test_a_tag_that_is_not_the_version_is_refused(tag, code):
    from gradbreak import __version__

    name = f"v{__version__}" if tag == "matching" else tag
    assert release_step("The tag is the version", ROOT, GITHUB_REF_NAME=name) == code


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Path:
    """What a release is built from: a checkout with the addresses of its repository."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copytree(ROOT / ".github", folder / ".github")
    at = {"GITHUB_SERVER_URL": "https://git.example", "GITHUB_REPOSITORY": "someone/gradbreak"}
    assert release_step("The release says where it comes from", folder, GITHUB_REF_NAME="v1.2.3", **at) == 0
    return folder


def test_a_release_has_the_addresses_of_the_repository_that_builds_it(released):
    project = tomllib.loads((released / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["urls"] == {
        "Source": "https://git.example/someone/gradbreak",
        "Documentation": "https://git.example/someone/gradbreak/blob/v1.2.3/docs/index.md",
        "Changelog": "https://git.example/someone/gradbreak/blob/v1.2.3/CHANGELOG.md",
        "Issues": "https://git.example/someone/gradbreak/issues",
    }
    assert "scripts" in project


def test_each_link_of_a_released_readme_leads_to_a_file_of_the_repository(released):
    text = (released / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)]+)\)", text)
    base = "https://git.example/someone/gradbreak/"
    ours = [link.removeprefix(base) for link in links if link.startswith(base)]
    assert ours
    assert all(link.startswith("https://") for link in links)
    for link in ours:
        kind, tag, path = link.split("/", 2)
        assert tag == "v1.2.3"
        assert (ROOT / path).is_dir() if kind == "tree" else (ROOT / path).is_file()
    assert "![The first screen" in text
    assert f"]({base}raw/v1.2.3/docs/finding.png)" in text


def test_the_documents_of_a_release_name_its_owner(released):
    documents = "".join(path.read_text(encoding="utf-8") for path in (released / "docs").rglob("*.md"))
    assert "OWNER" not in documents
    assert "uses: someone/gradbreak@v" in documents
    assert "repo: https://git.example/someone/gradbreak" in documents


def test_a_checkout_without_a_place_for_the_addresses_is_not_released(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / ".github").mkdir()
    shutil.copy(ROOT / ".github/addresses.py", tmp_path / ".github")
    assert release_step("The release says where it comes from", tmp_path, GITHUB_REF_NAME="v1") == 1
