"""The names of an engine's parts, and the class that they lead to."""

from __future__ import annotations

import dataclasses
import sys

import pytest

from gradbreak.errors import BadEngine
from tests.gradbreak.engine.living import FILE, config_of
from tests.gradbreak.engine.sample_engines import ENGINE


def test_the_module_is_the_name_under_which_tests_import_the_file():
    assert dataclasses.replace(ENGINE, file="src/mine/core.py").module == "mine.core"


def test_the_class_is_the_one_that_is_loaded(live):
    module = live("class A: pass").module
    assert config_of(module.__file__, FILE).engine.shape.loaded_class() is module.A


@pytest.mark.parametrize("source", ["class B: pass", "A = 1"])
def test_a_module_without_the_class_is_refused(live, source):
    live(source)
    with pytest.raises(BadEngine, match="has no class A"):
        dataclasses.replace(ENGINE, file=FILE, node_class="A").loaded_class()


def test_a_module_that_is_not_imported_is_not_imported_now():
    assert "engine" not in sys.modules
    with pytest.raises(KeyError):
        ENGINE.loaded_class()


def test_the_configuration_hands_every_name_on(tmp_path):
    engine = config_of(tmp_path, FILE).engine
    # The sites are the project's, not the engine table's; a module goes by a shorter name there.
    names = [field.name for field in dataclasses.fields(ENGINE) if field.name not in ("site_lines", "module_name")]
    assert engine.shape.module_name == engine.module
    assert {name: getattr(engine.shape, name) for name in names} == {name: getattr(engine, name) for name in names}
