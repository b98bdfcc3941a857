from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gradbreak.config import load_config
from gradbreak.engine.confirming import Standing
from gradbreak.errors import BadEngine, NoMutants, NoSuchSuite
from gradbreak.mutation import make_mutants
from gradbreak.project.opening import found_lines, infer_project, open_project
from tests.engines.samples import FOLDER

ENGINE_TOML = "mutation_config/engine.toml"


@pytest.fixture
def sample(tmp_path, monkeypatch):
    """A copy of a sample engine, in which the test stands."""

    def copy(name: str) -> Path:
        folder = tmp_path / name
        shutil.copytree(FOLDER / name, folder)
        monkeypatch.chdir(folder)
        return folder

    return copy


def test_an_engine_in_src_is_imported_as_its_users_import_it(sample):
    folder = sample("minus_equals")
    config = infer_project([folder / "src/minidiff/scalar.py"], [], folder).config
    assert (config.root, config.engine.file, config.engine.module) == (
        folder,
        "src/minidiff/scalar.py",
        "minidiff.scalar",
    )


def test_a_folder_is_searched_for_the_engine(sample):
    folder = sample("minus_equals")
    assert infer_project([folder], [], folder).config.engine.file == "src/minidiff/scalar.py"


def test_every_confirmed_site_has_an_accumulation_mutant(sample):
    folder = sample("minus_equals")
    project = infer_project([folder], [], folder)
    mutants = [each for each in make_mutants(project.config).mutants if each.family == "accumulation"]
    confirmed = [each for each in project.config.sites if each.standing is Standing.CONFIRMED]
    assert sorted((each.location.start.line, each.operand) for each in mutants) == sorted(
        (each.site.line, each.site.operand) for each in confirmed
    )


def test_cache_and_reports_go_to_the_folder_one_stands_in(sample, tmp_path, monkeypatch):
    folder = sample("minus_equals")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    before = sorted(path for path in folder.rglob("*"))
    config = infer_project([folder], [], elsewhere).config
    assert config.cache_root == elsewhere
    assert sorted(path for path in folder.rglob("*")) == before


def test_an_inspection_is_kept_until_the_engine_is_edited(sample):
    folder = sample("two_on_one_line")
    engine = next(path for path in folder.glob("*.py") if not path.name.startswith("test"))
    first = infer_project([engine], [], folder).inspection
    kept = sorted((folder / ".gradbreak/inspections").iterdir())
    assert infer_project([engine], [], folder).inspection == first
    engine.write_text(engine.read_text() + "\n# a note\n")
    infer_project([engine], [], folder)
    assert sorted((folder / ".gradbreak/inspections").iterdir()) != kept


def test_tests_that_were_named_are_a_suite_each(sample):
    folder = sample("minus_equals")
    (folder / "tests/test_more.py").write_text("def test_nothing():\n    pass\n")
    config = infer_project([folder], ["tests/test_scalar.py", "tests/test_m*.py"], folder).config
    assert [suite.path for suite in config.suites] == ["tests/test_scalar.py", "tests/test_more.py"]


def test_a_test_that_does_not_exist_is_named(sample):
    folder = sample("minus_equals")
    with pytest.raises(NoSuchSuite, match=r"there is no nowhere\.py"):
        infer_project([folder], ["nowhere.py"], folder)


def test_a_path_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(BadEngine, match=r"there is no .*nowhere"):
        infer_project([tmp_path / "nowhere"], [], tmp_path)


def test_an_engine_that_never_adds_is_refused_with_what_was_looked_for(tmp_path):
    (tmp_path / "engine.py").write_text(
        "class N:\n"
        "    def __init__(self, v, p=()):\n"
        "        self.v, self.g, self.p, self.b = v, 0.0, p, lambda: None\n"
        "    def __mul__(self, o):\n"
        "        r = N(self.v * o.v, (self, o))\n"
        "        def b():\n"
        "            self.g = o.v * r.g\n"
        "            o.g = self.v * r.g\n"
        "        r.b = b\n"
        "        return r\n"
        "    def __add__(self, o):\n"
        "        r = N(self.v + o.v, (self, o))\n"
        "        def b():\n"
        "            self.g = r.g\n"
        "            o.g = r.g\n"
        "        r.b = b\n"
        "        return r\n"
        "    def backward(self):\n"
        "        self.g = 1.0\n"
        "        todo = [self]\n"
        "        for n in todo:\n"
        "            n.b()\n"
        "            todo += n.p\n"
    )
    (tmp_path / "test_engine.py").write_text("def test_nothing():\n    pass\n")
    with pytest.raises(NoMutants, match=r"no site found: looked in engine\.py for statements that add to `g`"):
        infer_project([tmp_path / "engine.py"], [], tmp_path)


def test_three_lines_say_what_was_found(sample):
    folder = sample("minus_equals")
    lines = dict(found_lines(infer_project([folder], [], folder)))
    assert lines["engine"].startswith("src/minidiff/scalar.py: class Scalar, value in .value, gradient in .gradient")
    assert lines["sites"] == "7 writes accumulate, each shown by breaking it"
    assert lines["suites"] == "scalar (tests/test_scalar.py)"


def test_a_project_with_the_table_needs_no_option(sample):
    folder = sample("minus_equals")
    (folder / "pyproject.toml").write_text('[tool.gradbreak]\nengine = "src/minidiff/scalar.py"\nreset = ""\n')
    config = open_project(None).config
    assert (config.engine.node_class, config.engine.reset) == ("Scalar", "")


@pytest.mark.parametrize("key", ["node_class", "value", "gradient", "entry_point", "reset", "parents", "closure"])
def test_a_key_that_engine_toml_leaves_out_is_inferred(key, project):
    line = next(line for line in (project.root / ENGINE_TOML).read_text().splitlines() if line.startswith(f"{key} ="))
    said = getattr(load_config(project.root).engine, key)
    project.edit(ENGINE_TOML, f"{line}\n", "")
    if key in ("reset", "parents", "closure"):
        assert getattr(load_config(project.root).engine, key) == ""
    else:
        assert getattr(open_project(project.root).config.engine, key) == said


# -- an engine without suites, for grading ----------------------------------------------------------


def test_without_suites_files_are_called_as_tests_import_them(sample):
    folder = sample("minus_equals")
    config = open_project(None, [folder / "src/minidiff/scalar.py"], is_about_suites=False).config
    assert (config.root, config.engine.file, config.suites) == (folder / "src", "minidiff/scalar.py", ())


def test_without_suites_none_is_needed(sample):
    folder = sample("set_children")
    (folder / "test_micro.py").unlink()
    project = open_project(None, [folder / "micro.py"], is_about_suites=False)
    assert [heading for heading, _ in found_lines(project)] == ["engine", "sites"]


def test_the_table_of_a_project_names_an_engine_without_suites_too(sample):
    folder = sample("set_children")
    (folder / "pyproject.toml").write_text('[tool.gradbreak]\nengine = "micro.py"\n')
    config = open_project(None, is_about_suites=False).config
    assert (config.engine.file, config.cache_root) == ("micro.py", folder)


def test_what_an_engine_imports_is_known(sample):
    folder = sample("add_in_place")
    config = open_project(None, [folder / "mygrad.py"], is_about_suites=False).config
    assert config.engine.imports == ("cell.py",)


def test_a_complete_configuration_need_not_say_that_the_engine_iterates_sets(project):
    engine = open_project(project.root).config.engine
    assert (engine.unordered, engine.files_with_sets) == ((), ())
    file = project.root / "tiny/core.py"
    file.write_text(file.read_text().replace("(self, other))\n", "{self, other})\n"))
    assert load_config(project.root).engine.is_complete
    engine = open_project(project.root).config.engine
    assert ["{self, other}" in each.text for each in engine.unordered] == [True, True]
    assert engine.files_with_sets == ("tiny/core.py",)
