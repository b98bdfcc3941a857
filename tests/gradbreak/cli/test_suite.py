from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from gradbreak.engine.asking import inspect_in_process
from gradbreak.engine.confirming import broken
from gradbreak.engine.locating import locate
from gradbreak.errors import ExitCode
from tests.engines import samples
from tests.engines.plain_pytest import plain_pytest
from tests.gradbreak.cli.ending import gradbreak

ROOT = Path(__file__).parents[3]
ENGINES = {
    "minigrad": ROOT / "minigrad" / "scalar.py",
    "set_children": samples.FOLDER / "set_children" / "micro.py",
    "central_write": samples.FOLDER / "central_write",
    "module_functions": samples.FOLDER / "module_functions",
}


@pytest.fixture(scope="module", params=ENGINES)
def project(request, tmp_path_factory):
    """A copy of an engine alone, with the suite that was written for it."""
    folder = tmp_path_factory.mktemp(request.param)
    source = ENGINES[request.param]
    for file in [source] if source.is_file() else source.glob("*.py"):
        if not file.name.startswith("test_"):
            shutil.copy(file, folder)
    engine = next(folder.glob("*.py"))
    ending = gradbreak("suite", "--engine", engine, "--out", folder / "test_gradients.py")
    assert ending.code == ExitCode.DONE, ending.err
    assert not ending.err
    return folder, engine


def failing(folder: Path) -> set[str]:
    """The tests of a folder that fail, in a fresh process."""
    report = folder / "report.xml"
    options = ["-q", "-p", "no:cacheprovider", "--basetemp", str(folder / "tmp_path"), f"--junitxml={report}"]
    assert plain_pytest().run(folder, [*options, "test_gradients.py"], seconds=60) in (0, 1)
    cases = ElementTree.parse(report).getroot().iter("testcase")
    return {case.attrib["name"] for case in cases if case.find("failure") is not None}


def test_the_suite_passes_intact_and_at_each_broken_site_only_diamonds_fail(project):
    folder, engine = project
    assert failing(folder) == set()
    sites = inspect_in_process(locate([engine], folder / "notebooks")).confirmed
    assert sites
    source = engine.read_text(encoding="utf-8")
    try:
        for each in sites:
            engine.write_text(broken(source, each.site), encoding="utf-8")
            failed = failing(folder)
            assert failed, each.site
            assert {name.split("_")[1] for name in failed} == {"diamond"}, each.site
    finally:
        engine.write_text(source, encoding="utf-8")


def test_a_wrong_engine_fails_the_suite_that_was_written_for_it(tmp_path):
    shutil.copy(samples.FOLDER / "wrong_single_assignment" / "value.py", tmp_path)
    assert gradbreak("suite", "--engine", tmp_path, "--out", tmp_path / "test_gradients.py").code == ExitCode.DONE
    assert "test_diamond_mul_of_b_and_mul_of_a_and_b" in failing(tmp_path)


def test_a_file_that_exists_is_kept(tmp_path):
    out = tmp_path / "test_gradients.py"
    out.write_text("mine\n")
    ending = gradbreak("suite", "--engine", ENGINES["minigrad"], "--out", out)
    assert ending.code == ExitCode.CONFLICT
    assert out.read_text() == "mine\n"


def test_the_engine_s_folder_is_made_importable_from_another_one(tmp_path):
    out = tmp_path / "test_gradients.py"
    gradbreak("suite", "--engine", ENGINES["set_children"], "--out", out)
    assert "sys.path.insert(0, str(Path(__file__).parent / " in out.read_text()
    assert failing(tmp_path) == set()


def test_in_a_project_with_a_numpy_of_its_own_no_array_library_is_asked(tmp_path):
    for file in ("graph.py", "numpy.py"):
        shutil.copy(samples.FOLDER / "backward_methods" / file, tmp_path)
    out = tmp_path / "test_gradients.py"
    assert gradbreak("suite", "--engine", tmp_path / "graph.py", "--out", out).code == ExitCode.DONE
    assert failing(tmp_path) == set()
    assert "math.isclose" in out.read_text()


def test_a_gradient_in_a_box_is_compared_by_its_number(tmp_path):
    for file in ("mygrad.py", "cell.py"):
        shutil.copy(samples.FOLDER / "add_in_place" / file, tmp_path)
    out = tmp_path / "test_gradients.py"
    gradbreak("suite", "--engine", tmp_path / "mygrad.py", "--out", out)
    assert "assert a.grad.number == " in out.read_text()
    assert failing(tmp_path) == set()


def test_a_gradient_that_comes_from_differences_is_a_round_number(tmp_path):
    shutil.copy(samples.FOLDER / "dict_of_gradients" / "reverse.py", tmp_path)
    out = tmp_path / "test_gradients.py"
    gradbreak("suite", "--engine", tmp_path / "reverse.py", "--out", out)
    assert "pytest.approx(0.0)" in out.read_text()
    assert failing(tmp_path) == set()
