from __future__ import annotations

import pytest

from gradbreak import mutation
from gradbreak.config import load_config
from gradbreak.grading.declarations import load_grading
from gradbreak.grading.engines import Engines, cached_engines, make_engines
from gradbreak.grading.engines.engine_cache import FILE
from tests.gradbreak.grading.graded_project import GRADED


@pytest.fixture
def made(monkeypatch) -> list[int]:
    """One entry for each time mutants are made."""
    calls: list[int] = []
    real = mutation.make_mutants

    def counted(config):
        calls.append(1)
        return real(config)

    monkeypatch.setattr(mutation, "make_mutants", counted, raising=False)
    return calls


def engines_of(project, folder) -> Engines:
    config = load_config(project.root)
    return cached_engines(config, load_grading(config), folder)


def test_engines_are_made_once_and_are_the_same_afterwards(project, made, tmp_path):
    project.write(GRADED)
    first, second = engines_of(project, tmp_path), engines_of(project, tmp_path)
    assert first == second
    assert len(made) == 1


def test_what_is_kept_is_what_would_be_made(config, grading, engines, mutants, tmp_path):
    cached_engines(config, grading, tmp_path)
    assert cached_engines(config, grading, tmp_path) == engines == make_engines(config, grading, mutants)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("tiny/core.py", "def _nothing():", "def _nothing():  # at all"),
        ("mutation_config/controls.toml", 'name = "explicit"', 'name = "other"'),
        ("mutation_config/breaks.toml", "every += of {op}", "each += of {op}"),
        ("mutation_config/engine.toml", '__add__ = "add"', '__add__ = "sum"'),
    ],
)
def test_engines_are_made_again_when_what_they_are_made_from_has_changed(file, old, new, project, made, tmp_path):
    project.write(GRADED)
    first = engines_of(project, tmp_path)
    project.edit(file, old, new)
    assert engines_of(project, tmp_path) != first or "breaks" in file
    assert len(made) == 2


def test_a_new_file_in_the_engines_package_is_noticed(project, made, tmp_path):
    project.write(GRADED)
    engines_of(project, tmp_path)
    project.write({"tiny/extra.py": "X = 1\n"})
    assert "tiny/extra.py" in engines_of(project, tmp_path).reference.text


def test_a_file_that_cannot_be_read_is_made_again(project, made, tmp_path):
    project.write(GRADED)
    first = engines_of(project, tmp_path)
    (tmp_path / FILE).write_text('{"digest": 1}')
    assert engines_of(project, tmp_path) == first
    assert len(made) == 2


def test_without_a_folder_nothing_is_kept(project, made, tmp_path):
    project.write(GRADED)
    engines_of(project, None)
    engines_of(project, None)
    assert len(made) == 2
