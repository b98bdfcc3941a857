"""The wheel, built from the sdist and installed into an environment of its own, works from an empty folder."""

from __future__ import annotations

import email
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.gradbreak.documents import ROOT
from tests.gradbreak.sandboxes import bubblewrap_works

pytestmark = pytest.mark.slow


def run(*command: object, cwd: Path, expect: int = 0) -> str:
    """What a command prints, as a newcomer runs it: no folder of this clone is on its path."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST_", "LC_"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**inherited, "LANG": "C.UTF-8", "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == expect, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with the sdist, and with the wheel that is built from it."""
    # From a copy: a build leaves build/ and *.egg-info behind, and takes what an earlier one left there.
    source = tmp_path_factory.mktemp("source") / "gradbreak"
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(".*", "build", "*.egg-info", "hostile", "reports"))
    run(sys.executable, ROOT / ".github/addresses.py", "https://git.example/someone/gradbreak", "v1", cwd=source)
    folder = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "build", "--outdir", folder, source, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built) -> Path:
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The folder of the programs of an environment in which the wheel is, and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder)  # this environment's pip installs into it; one of its own takes seconds to make
    run(
        sys.executable,
        *("-m", "pip", "--python", folder / "bin/python", "--disable-pip-version-check", "install", "--quiet"),
        *("--constraint", ROOT / "constraints.txt", wheel),
        cwd=folder,
    )
    return folder / "bin"


@pytest.fixture(scope="module")
def example(installed, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("newcomer")
    run(installed / "gradbreak", "example", "try", cwd=folder)
    return folder / "try"


def test_the_wheel_installs_gradbreak_and_no_other_package(wheel):
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"gradbreak"}


def test_the_wheel_has_every_file_of_the_package(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if name.startswith("gradbreak/")}
    here = {path.relative_to(ROOT).as_posix() for path in (ROOT / "gradbreak").rglob("*") if path.is_file()}
    here = {name for name in here if "__pycache__" not in name}
    assert {name for name in names if not name.startswith("gradbreak/example/project/")} == here


def test_the_wheel_says_where_its_source_documentation_and_changelog_are(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        found = email.message_from_bytes(archive.read(name))
    urls = dict(each.split(", ") for each in found.get_all("Project-URL"))
    assert set(urls) == {"Source", "Documentation", "Changelog", "Issues"}
    assert all(url.startswith("https://git.example/someone/gradbreak") for url in urls.values())
    assert "](docs/" not in found.get_payload()  # the README, which a package index shows


def test_the_wheel_and_the_sdist_have_the_license(built, wheel):
    with zipfile.ZipFile(wheel) as archive:
        assert [name for name in archive.namelist() if name.endswith(".dist-info/licenses/LICENSE")]
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        assert [name for name in archive.getnames() if name.count("/") == 1 and name.endswith("/LICENSE")]


def test_minigrad_cannot_be_imported_where_only_gradbreak_is_installed(installed, tmp_path):
    asked = "import importlib.util, gradbreak; print(importlib.util.find_spec('minigrad'))"
    assert run(installed / "python", "-c", asked, cwd=tmp_path) == "None\n"


def test_the_example_of_the_wheel_is_that_of_the_clone(example):
    from gradbreak.example import example_files

    written = {
        path.relative_to(example).as_posix(): path.read_bytes()
        for path in example.rglob("*")
        if path.is_file() and not {"reports", ".gradbreak", "__pycache__"} & set(path.relative_to(example).parts)
    }
    assert written == example_files()


def test_the_first_run_writes_the_report_and_says_what_it_found(installed, example):
    # Two of the five suites: what is proved is that the wheel has all that a run needs.
    printed = run(installed / "gradbreak", "run", "--suite", "linear", "--suite", "diamond", cwd=example)
    assert "diamond kills all 16" in printed
    assert (example / "reports/latest/index.html").stat().st_size > 100_000


def test_the_lesson_is_told_to_its_end(installed, example):
    assert "10" in run(installed / "gradbreak", "lesson", "--no-input", cwd=example)


def test_a_mutant_is_explained(installed, example):
    assert "A test that kills it" in run(
        installed / "gradbreak", "explain", "mul.self", "--suite", "linear", cwd=example
    )


def test_what_is_inferred_of_an_engine_is_written_down(installed, example):
    table = run(installed / "gradbreak", "init", "minigrad/scalar.py", "--print", cwd=example)
    assert table.startswith('[tool.gradbreak]\nengine = ["minigrad/scalar.py"]\n')


def test_a_playground_names_what_it_lacks(installed, example):
    run(installed / "gradbreak", "playground", "site", cwd=example, expect=19)


@pytest.mark.skipif(not bubblewrap_works(), reason="nothing here can keep students' code in")
def test_a_suite_is_graded(installed, example):
    printed = run(installed / "gradbreak", "grade", "tests/suites/linear", cwd=example, expect=1)
    assert printed.startswith("does not catch the break")
