from __future__ import annotations

import sys
import types
from collections.abc import Mapping
from dataclasses import replace
from unittest import mock

import pytest

from gradbreak.grading.declarations import load_grading
from gradbreak.grading.engines import Engines, make_engines
from gradbreak.hints import Hint, HintStep, hints
from gradbreak.texts import LANGUAGES
from gradbreak.texts.catalogue import load
from gradbreak.texts.hints import HintTexts

ENGLISH = load(HintTexts, "en")


@pytest.fixture(scope="module")
def engines(config, mutants) -> Engines:
    return make_engines(config, load_grading(config), mutants)


@pytest.fixture
def shape(config):
    return config.engine.shape


@pytest.fixture
def hint_for(shape):
    def hint_for(site: str, level: str = "sites") -> Hint:
        (found,) = hints({level: [site]}, shape, ENGLISH)
        return found

    return hint_for


def passes(source: str, text: Mapping[str, str], shape) -> bool:
    """Whether a test passes on an engine that is given as text."""
    module = types.ModuleType(shape.module)
    exec(text[shape.file], vars(module))
    namespace: dict[str, object] = {}
    with mock.patch.dict(sys.modules, {shape.module: module}):
        exec(source, namespace)
    (test,) = [value for name, value in namespace.items() if name.startswith("test_")]
    assert callable(test)
    try:
        test()
    except AssertionError:
        return False
    return True


def test_a_whole_test_passes_on_every_correct_engine_and_fails_where_its_write_is_broken(engines, shape, hint_for):
    plain = {id_: target.plain for target in engines.targets for id_ in target.ids}
    wrong = []
    for engine in engines.broken:
        if engine.level in ("canonical", "sites", "order_proof"):
            source = hint_for(engine.name, engine.level).test
            on_correct = [passes(source, each.text, shape) for each in engines.correct]
            if not all(on_correct) or passes(source, plain[engine.id], shape):
                wrong.append((engine.level, engine.name))
    assert wrong == []


def test_an_idea_names_the_operation_and_the_operand_and_shows_no_code(hint_for):
    hint = hint_for("sub.other")
    assert "before the subtraction" in hint.idea
    assert "`a` is its right operand" in hint.idea
    assert hint.shown(HintStep.IDEA) == ""


def test_a_skeleton_leaves_out_the_expression_and_the_number(hint_for):
    hint = hint_for("sub.other")
    assert hint.shown(HintStep.SKELETON) == hint.skeleton
    assert hint.skeleton.count("...  #") == 2
    assert "b - a" not in hint.skeleton
    assert "out = (b - a) * a\n" in hint.shown(HintStep.TEST)


def test_who_misses_the_whole_break_is_told_that_alone(shape):
    found = hints({"canonical": ["canonical"], "sites": ["add.self", "mul.self"]}, shape, ENGLISH)
    assert [hint.name for hint in found] == ["canonical"]
    assert "Use one variable twice" in found[0].idea


def test_hints_are_at_most_three_and_one_for_each_operation(shape):
    found = hints({"sites": ["add.self", "add.other", "sub.self", "mul.self", "div.self"]}, shape, ENGLISH)
    assert [hint.name for hint in found] == ["add.self", "sub.self", "mul.self"]


def test_a_site_that_is_missed_under_one_order_alone_is_told_about_the_order(shape):
    found = hints({"sites": ["add.self"], "order_proof": ["add.self", "sub.self"]}, shape, ENGLISH)
    assert [(hint.name, "visit the left operand first" in hint.idea) for hint in found] == [
        ("add.self", False),
        ("sub.self", True),
    ]


def test_nothing_missed_gives_no_hint(shape):
    assert hints({"canonical": [], "sites": [], "order_proof": []}, shape, ENGLISH) == ()


def test_an_operation_that_dual_numbers_do_not_know_keeps_its_skeleton(shape):
    own = replace(shape, operations={**shape.operations, "softplus": "softplus"})
    (hint,) = hints({"sites": ["softplus.self"]}, own, ENGLISH)
    assert hint.test == ""
    assert hint.shown(HintStep.TEST) == hint.skeleton


def test_an_operation_that_no_expression_can_use_has_no_hint(shape):
    assert hints({"sites": ["__getitem__.self"]}, shape, ENGLISH) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_operation_without_a_word_of_its_own_is_named_in_every_language(language, shape):
    named = [hints({"sites": [f"{op}.self"]}, shape, load(HintTexts, language))[0].idea for op in ("tanh", "sub")]
    assert ["`tanh`" in named[0], "`sub`" in named[1]] == [True, False]
