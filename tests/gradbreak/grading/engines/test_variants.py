from __future__ import annotations

import random
import types

import pytest

from gradbreak.config import load_config
from gradbreak.errors import ConfigError
from gradbreak.grading.declarations import load_grading
from gradbreak.grading.engines import Engines, make_engines
from gradbreak.grading.engines.types import Text
from gradbreak.mutation import make_mutants
from tests.gradbreak.grading.graded_project import GRADED


def small(project) -> Engines:
    config = load_config(project.write(GRADED).root)
    return make_engines(config, load_grading(config), make_mutants(config))


def module(text: Text, file: str) -> types.ModuleType:
    """An engine's main file as a module of its own."""
    made = types.ModuleType("engine")
    exec(text[file], made.__dict__)
    return made


def gradients(text: Text) -> list[float]:
    """What this repository's engine computes for reuse in several shapes and of every operation."""
    value = module(text, "minigrad/scalar.py").Value
    found = []
    for expression in (
        lambda a, b: (a * b + a) * (a - b),
        lambda a, b: a + a,
        lambda a, b: (a / b) * a - b,
        lambda a, b: (b**a) * a,
        lambda a, b: a.exp() * a.log() + a.tanh() * a.relu() - a.sigmoid() * -a,
    ):
        a, b = value(1.5), value(2.5)
        expression(a, b).backward()
        found += [a.grad, b.grad]
    return found


# -- correct engines -----------------------------------------------------------------------------


def test_every_correct_engine_computes_the_same_gradients(engines):
    expected = gradients(engines.reference.text)
    for engine in engines.correct:
        assert gradients(engine.text) == pytest.approx(expected), engine.name


def test_no_two_correct_engines_are_the_same_text(engines):
    texts = [tuple(sorted(engine.text.items())) for engine in engines.correct]
    assert len(set(texts)) == len(texts) == 10


def test_a_decoy_looks_different_in_every_run_and_computes_the_same(engines):
    for engine in engines.decoys:
        first, second = (engine.text_for_a_run(random.Random(seed)) for seed in (1, 2))
        assert first != second
        assert gradients(first) == gradients(second) == pytest.approx(gradients(engine.text))


def test_every_other_correct_engine_looks_the_same_in_every_run(engines):
    for engine in (engines.reference, *engines.controls):
        assert engine.text_for_a_run(random.Random(1)) == engine.text


def test_the_explicit_control_adds_nothing_in_place_to_a_gradient(engines):
    (explicit,) = (engine for engine in engines.controls if engine.name == "explicit")
    assert ".grad +=" not in explicit.text["minigrad/scalar.py"]


def test_a_chain_that_the_reference_can_sweep_every_correct_engine_can(engines):
    for engine in engines.correct:
        a = node = module(engine.text, "minigrad/scalar.py").Value(1)
        for _ in range(5000):
            node = node + 1
        node.backward()
        assert a.grad == 1, engine.name


def test_an_engine_comes_with_the_rest_of_its_package(engines):
    for engine in engines.correct:
        assert set(engine.text) == {"minigrad/__init__.py", "minigrad/scalar.py", "minigrad/nn.py"}


# -- broken engines ------------------------------------------------------------------------------


def test_both_forms_of_a_broken_engine_compute_the_same_wrong_gradients(engines):
    for text in engines.targets:
        for seed in range(3):
            assert gradients(text.plain) == gradients(text.disguised.text(random.Random(seed))), text.ids


def test_the_canonical_break_computes_other_gradients_than_the_reference(engines):
    assert gradients(engines.targets[0].plain) != gradients(engines.reference.text)


def test_the_plain_form_of_every_broken_engine_lacks_an_in_place_add(engines):
    adds = engines.reference.text["minigrad/scalar.py"].count(" += ")
    assert all(text.plain["minigrad/scalar.py"].count(" += ") < adds for text in engines.targets)


def test_the_disguised_form_of_a_broken_engine_looks_different_in_every_run(engines):
    for text in engines.targets:
        assert text.disguised.text(random.Random(1)) != text.disguised.text(random.Random(2))


def test_there_is_a_broken_engine_for_every_part_of_every_level(engines):
    levels = [engine.level for engine in engines.broken]
    assert {level: levels.count(level) for level in levels} == {
        "canonical": 1,
        "ops": 11,
        "sites": 16,
        "order_proof": 16,
    }


def test_an_operation_with_one_site_shares_its_text_with_that_site(engines):
    shared = [text.ids for text in engines.targets if len(text.ids) > 1]
    assert len(shared) == 6
    assert ("op:exp", "minigrad.scalar.xǁValueǁexp__mutmut_10") in shared


def test_every_broken_engine_has_one_text(engines):
    ids = [id_ for text in engines.targets for id_ in text.ids]
    assert sorted(ids) == sorted(engine.id for engine in engines.broken)


def test_no_two_texts_are_the_same(engines):
    chance = random.Random(0)
    texts = [
        tuple(sorted(text.items())) for each in engines.targets for text in (each.plain, each.disguised.text(chance))
    ]
    assert len(set(texts)) == len(texts)


def test_a_site_on_the_reversed_engine_is_broken_there_and_reversed(engines):
    (text,) = (each for each in engines.targets if each.ids == ("minigrad.scalar.xǁValueǁ__mul____mutmut_9:reversed",))
    source = text.plain["minigrad/scalar.py"]
    assert "self.grad = other.data * out.grad" in source
    assert "reversed(parent._parents)" in source


# -- another engine ------------------------------------------------------------------------------


def test_an_engine_with_other_names_has_its_broken_engines_too(project):
    engines = small(project)
    assert [engine.name for engine in engines.broken if engine.level == "sites"] == [
        "add.self",
        "add.other",
        "mul.self",
        "mul.other",
    ]
    assert [engine.name for engine in engines.correct] == [
        "reference",
        "explicit",
        "right-first",
        "decoy",
        "mixed-decoy",
        "decoy:reversed",
        "mixed-decoy:reversed",
    ]


def test_without_a_control_that_reverses_there_is_no_order_proof_level(project):
    project.write(GRADED)
    project.edit("mutation_config/controls.toml", "reverses_operands = true\n", "")
    config = load_config(project.root)
    engines = make_engines(config, load_grading(config), make_mutants(config))
    assert {engine.level for engine in engines.broken} == {"canonical", "ops", "sites"}


def test_two_writes_to_one_operand_have_two_names(project):
    project.write(GRADED)
    project.edit(
        "tiny/core.py", "other.slope += out.slope", "self.slope += 0 * out.slope\n            other.slope += out.slope"
    )
    project.edit("mutation_config/controls.toml", "times = 4", "times = 5")
    config = load_config(project.root)
    engines = make_engines(config, load_grading(config), make_mutants(config))
    names = [engine.name for engine in engines.broken if engine.level == "sites"]
    assert names == ["add.self", "add.self (2)", "add.other", "mul.self", "mul.other"]


def test_a_project_without_a_canonical_break_cannot_be_graded(project):
    project.write(GRADED)
    project.edit("mutation_config/breaks.toml", 'kind = "canonical"', 'kind = "partial"\nsites = ["add.self"]')
    config = load_config(project.root)
    with pytest.raises(ConfigError, match="no canonical break"):
        make_engines(config, load_grading(config), make_mutants(config))


def test_the_hash_is_of_the_engines_files_alone(project):
    config = load_config(project.write(GRADED).root)
    first = make_mutants(config)
    project.write({"tiny/__init__.py": "# another\n"})
    assert make_engines(config, load_grading(config), make_mutants(config)).sha256 == digest_of(config, first)
    project.edit("tiny/core.py", "def _nothing():", "def _nothing():  # at all")
    assert make_engines(config, load_grading(config), make_mutants(config)).sha256 != digest_of(config, first)


def digest_of(config, mutants) -> str:
    return make_engines(config, load_grading(config), mutants).sha256
