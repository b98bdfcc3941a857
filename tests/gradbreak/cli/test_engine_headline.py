from __future__ import annotations

import shutil

import pytest

from gradbreak.cli.engine_headline import wrong_engine
from gradbreak.project.opening import infer_project
from tests.engines.samples import FOLDER


@pytest.fixture
def config_of(tmp_path):
    def copy(name: str, engine: str):
        shutil.copytree(FOLDER / name, tmp_path / name)
        return infer_project([tmp_path / name / engine], [], tmp_path / name).config

    return copy


def test_the_fault_of_a_wrong_engine_is_told_in_every_language(config_of):
    told = wrong_engine(config_of("wrong_single_assignment", "value.py"))
    assert set(told) == {"en", "es"}
    assert told["en"][0].startswith("value.py is wrong: ")
    assert any("value.py:23" in line for line in told["en"])


def test_nothing_is_told_of_a_right_engine(config_of):
    assert wrong_engine(config_of("minus_equals", "src/minidiff/scalar.py")) == {}


def test_an_edited_engine_is_checked_again(config_of):
    config = config_of("wrong_single_assignment", "value.py")
    assert wrong_engine(config)
    path = config.root / "value.py"
    path.write_text(path.read_text().replace("other.grad = self.data * out.grad", "other.grad += self.data * out.grad"))
    assert wrong_engine(config) == {}
