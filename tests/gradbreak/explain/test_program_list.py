from __future__ import annotations

import pytest
from msgspec.structs import replace

from gradbreak.config import ProbeConfig
from gradbreak.explain.observe import Seen, compiled
from gradbreak.explain.oracle import Basis
from gradbreak.explain.program_list import in_order, make_programs
from gradbreak.explain.programs import SweepCount
from gradbreak.explain.rendering import SettledProgram
from gradbreak.process.in_child import in_child
from gradbreak.project.opening import infer_project
from gradbreak.trace.loading import engine_in_child
from minigrad import Value
from tests.engines.samples import read_sample


@pytest.fixture(scope="module")
def programs(config):
    probe = ProbeConfig(sentence="a probe about squares", lines=("x = Square(3)",), shows={"x.area": "3**2"}, why="3·3")
    return make_programs(replace(config, probes=(probe,)), Value)


def first_for(programs, function: str):
    settled = [SettledProgram(program=program, shows=Seen(())) for program in programs]
    return in_order(settled, [function], "Value")[0].program


@pytest.mark.parametrize(
    ("function", "line"),
    [
        ("Value.__mul__", "result = a * b"),
        ("Value.__rpow__", "result = 2 ** a"),
        ("Value.__neg__", "result = -a"),
        ("Value.tanh", "result = a.tanh()"),
        ("Value.backward", "a.backward()"),
        ("Value.zero_grad", "a.zero_grad()"),
        ("Value.__init__", "a = Value(3)"),
        ("Value.__repr__", "a = Value(2)"),
        ("Square.area", "x = Square(3)"),
        ("_a_helper_of_the_engine", "a = Value(3)"),
    ],
)
def test_the_first_program_for_a_function_is_the_simplest_that_uses_it(programs, function, line):
    assert first_for(programs, function).lines[-1] == line


def test_programs_come_with_less_of_the_engine_first(programs):
    settled = [SettledProgram(program=program, shows=Seen(())) for program in programs]
    ordinary = [s.program for s in in_order(settled, ["Value.__mul__"], "Value") if "__mul__" in s.program.calls]
    ordinary = [program for program in ordinary if not program.is_edge and program.basis is not Basis.ENGINE]
    assert [program.stage for program in ordinary] == sorted(program.stage for program in ordinary)
    assert {program.stage for program in ordinary} == set(SweepCount)


def test_no_two_programs_are_the_same(programs):
    texts = [(program.imports, program.lines, tuple(look.text for look in program.looks)) for program in programs]
    assert len(set(texts)) == len(texts) > 500


def test_a_declared_program_says_what_is_expected_and_why(programs):
    (declared,) = [program for program in programs if program.is_declared]
    assert declared.looks[0].expected == 9
    assert (declared.why, declared.basis) == ("3·3", Basis.PLAIN)


def test_a_name_tells_which_inputs_a_test_is_about(programs):
    ordinary = {program.sentence: program.lines for program in programs}
    assert ordinary["a over b is minus 0.25 where a is 0.5 and b is minus 2"] == (
        "a, b = Value(0.5), Value(-2)",
        "result = a / b",
    )


@pytest.mark.parametrize("name", ["tape_in_context", "dict_of_gradients"])
def test_every_program_is_python_where_the_sweep_returns_the_gradients(name, tmp_path):
    sample = read_sample(name)
    config = infer_project([sample.folder / sample.engine[0]], [str(sample.folder / sample.tests[0])], tmp_path).config
    assert config.engine.gradient == ""

    def work():
        with engine_in_child(config) as engine:
            return len([compiled(program) for program in make_programs(config, engine.node_class)])

    assert in_child(work, int, seconds=10, memory_mib=500) > 0
