from __future__ import annotations

import marshal
import random
import types

import pytest

from gradbreak.config import load_config
from gradbreak.errors import ConfigError
from gradbreak.grading.declarations import load_grading
from gradbreak.grading.engines import CorrectEngine, Engines, Target, make_engines
from gradbreak.grading.engines.types import Code, Text
from gradbreak.mutation import make_mutants
from tests.gradbreak.grading.graded_project import GRADED


def small(project) -> Engines:
    config = load_config(project.write(GRADED).root)
    return make_engines(config, load_grading(config), make_mutants(config))


def module(engine: Text | Code, file: str) -> types.ModuleType:
    """An engine's main file as a module of its own."""
    made, source = types.ModuleType("engine"), engine[file]
    exec(source if isinstance(source, str) else marshal.loads(source), made.__dict__)
    return made


def gradients(engine: Text | Code) -> list[float]:
    """What this repository's engine computes for reuse in several shapes and of every operation."""
    value = module(engine, "minigrad/scalar.py").Value
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


def drawn(engine: CorrectEngine | Target, seed: int = 0) -> Code:
    return engine.code_for_a_run(random.Random(seed))


def test_every_correct_engine_computes_the_same_gradients(engines):
    expected = gradients(engines.reference.text)
    for engine in engines.correct:
        assert gradients(drawn(engine)) == pytest.approx(expected), engine.name


def test_no_two_controls_are_the_same_text(engines):
    texts = [tuple(sorted(engine.text.items())) for engine in (engines.reference, *engines.controls)]
    assert len(set(texts)) == len(texts) == 6


def test_a_decoy_is_other_code_in_every_run_and_computes_the_same(engines):
    for engine in engines.decoys:
        first, second = drawn(engine, 1), drawn(engine, 2)
        assert first != second
        assert gradients(first) == gradients(second) == gradients(engine.text)


def test_every_other_correct_engine_is_the_same_code_in_every_run(engines):
    for engine in (engines.reference, *engines.controls):
        assert drawn(engine, 1) == drawn(engine, 2)


def test_every_target_has_a_partner_with_the_same_order_of_operands(engines):
    for target in engines.targets:
        partner = engines.partner_of(target)
        is_reversed = "reversed(parent._parents)" in target.plain["minigrad/scalar.py"]
        assert is_reversed == ("reversed(parent._parents)" in partner.text["minigrad/scalar.py"])


def marks_aside(code: types.CodeType) -> object:
    """All of a code object but the numbers of conditions."""
    constants = tuple(
        marks_aside(each)
        if isinstance(each, types.CodeType)
        else "number"
        if type(each) is int and each > 999
        else each
        for each in code.co_consts
    )
    return code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars, code.co_linetable, code.co_name


def test_a_target_and_its_partner_differ_in_the_numbers_of_conditions_alone(engines):
    for target in engines.targets:
        partner = engines.partner_of(target)
        for file, code in drawn(target).items():
            assert marks_aside(marshal.loads(code)) == marks_aside(marshal.loads(drawn(partner)[file])), target.ids


def test_the_explicit_control_adds_nothing_in_place_to_a_gradient(engines):
    (explicit,) = (engine for engine in engines.controls if engine.name == "explicit")
    assert ".grad +=" not in explicit.text["minigrad/scalar.py"]


def test_a_chain_that_the_reference_can_sweep_every_correct_engine_can(engines):
    for engine in engines.correct:
        a = node = module(drawn(engine), "minigrad/scalar.py").Value(1)
        for _ in range(5000):
            node = node + 1
        node.backward()
        assert a.grad == 1, engine.name


def test_an_engine_comes_with_the_rest_of_its_package(engines):
    for engine in engines.correct:
        assert set(drawn(engine)) == {"minigrad/__init__.py", "minigrad/scalar.py", "minigrad/nn.py"}


# -- broken engines ------------------------------------------------------------------------------


def test_a_broken_engine_computes_the_same_wrong_gradients_in_disguise(engines):
    for target in engines.targets:
        for seed in range(3):
            assert gradients(target.plain) == gradients(drawn(target, seed)), target.ids


def test_the_canonical_break_computes_other_gradients_than_the_reference(engines):
    assert gradients(engines.targets[0].plain) != gradients(engines.reference.text)


def test_the_plain_form_of_every_broken_engine_lacks_an_in_place_add(engines):
    adds = engines.reference.text["minigrad/scalar.py"].count(" += ")
    assert all(text.plain["minigrad/scalar.py"].count(" += ") < adds for text in engines.targets)


def test_a_broken_engine_is_other_code_in_every_run(engines):
    for target in engines.targets:
        assert drawn(target, 1) != drawn(target, 2)


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


def test_no_two_broken_engines_are_the_same_text(engines):
    texts = [tuple(sorted(target.plain.items())) for target in engines.targets]
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
        "decoy:reversed",
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
