"""What `tests/engines` declares is true: correct engines are correct, wrong ones wrong, and each site matters."""

from __future__ import annotations

import ast
import functools
import math
import re

import pytest

from tests.engines.brute_force import mutated, ordered, outcomes, verdicts
from tests.engines.programs import (
    Measured,
    Program,
    by_dual_numbers,
    chain,
    diamonds,
    is_same_mutant,
    measure,
    read_program,
)
from tests.engines.samples import Sample, Site, read_sample, read_samples

SAMPLES = read_samples()
CORRECT = [sample for sample in SAMPLES if not sample.wrong]
WRONG = [sample for sample in SAMPLES if sample.wrong]
UNORDERED = [sample for sample in SAMPLES if not sample.shape["ordered"]]

BEYOND_RECURSION = 3000
"""Steps of a chain; Python gives up recursion at about 1,000 frames."""


def each(samples: list[Sample]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("sample", samples, ids=[sample.name for sample in samples])


@functools.cache
def programs(name: str) -> tuple[Program, ...]:
    return tuple(diamonds(read_sample(name)))


@functools.cache
def measured(name: str) -> list[list[Measured]]:
    """The intact engine, and then the mutant of each site and of each call, on all diamonds of the sample."""
    sample = read_sample(name)
    variants = [{}, *(variant(sample, site) for site in sample.sites + sample.calls)]
    return measure(sample, programs(name), variants)


def variant(sample: Sample, site: Site) -> dict[str, str]:
    return {site.file: mutated((sample.folder / site.file).read_text(encoding="utf-8"), site)}


def right_values(sample: Sample, program: Program, found: Measured) -> dict[str, tuple[float, ...]]:
    """The gradients that are right, after a look at the value."""
    if sample.shape.get("arrays"):
        return found.differences
    value, slopes = by_dual_numbers(sample, program)
    assert found.values == pytest.approx([value])
    return {name: (slope,) for name, slope in slopes.items()}


def is_right(sample: Sample, program: Program, found: Measured) -> bool:
    if found.problem:
        return False
    right = right_values(sample, program, found)
    return all(found.gradients[name] == pytest.approx(right[name], rel=1e-6, abs=1e-9) for name in right)


def same_gradients(one: Measured, other: Measured) -> bool:
    return one.problem == other.problem and all(
        math.isclose(x, y, rel_tol=1e-9, abs_tol=1e-12)
        for name in one.gradients or ()
        for x, y in zip(one.gradients[name], other.gradients[name], strict=True)
    )


# -- what there is -------------------------------------------------------------------------------


def test_there_are_as_many_as_were_asked_for():
    assert len(CORRECT) >= 24
    assert len(WRONG) >= 4
    assert len(UNORDERED) >= 6
    assert {sample.expected["layout"] for sample in SAMPLES} == {"flat", "src", "package", "file", "notebook"}


@each(SAMPLES)
def test_an_engine_is_shorter_than_80_lines(sample):
    assert sum(len(sample.source(file).splitlines()) for file in sample.engine) < 80


def test_no_two_engines_are_alike():
    shapes = ["\n".join(sample.source(file) for file in sample.engine) for sample in SAMPLES]
    assert len(set(shapes)) == len(shapes)


@each(SAMPLES)
def test_what_the_shape_names_is_defined(sample):
    defined = set()
    for file in sample.engine:
        for node in ast.walk(ast.parse(re.sub(r"^[%!].*$", "", sample.source(file), flags=re.MULTILINE))):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                defined.add(node.name)
            elif isinstance(node, ast.Assign):
                defined |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    roles = [sample.shape[role] for role in ("node_class", "sweep", "reset", "recursion") if role in sample.shape]
    operations = [operation.defined.rpartition(".")[2] for operation in sample.operations]
    assert {*roles, *operations} <= defined


# -- sites ---------------------------------------------------------------------------------------


@each(SAMPLES)
def test_the_sites_have_names_of_their_own(sample):
    assert len({site.name for site in sample.sites}) == len(sample.sites) > 0


@each(SAMPLES)
def test_every_augmented_write_to_a_gradient_is_declared(sample):
    """Other spellings cannot be looked for so simply; the two that can are complete."""
    attribute = sample.shape.get("gradient", "").rpartition(".")[2]
    writes = []
    for file in sample.engine:
        if not file.endswith(".ipynb") and attribute:
            writes += [
                (file, node.lineno)
                for node in ast.walk(ast.parse(sample.source(file)))
                if isinstance(node, ast.AugAssign)
                and isinstance(node.target, ast.Attribute)
                and node.target.attr in {attribute, "_" + attribute}
            ]
    declared = {(site.file, site.line) for site in sample.sites}
    assert set(writes) <= declared | {(sample.wrong.get("file"), sample.wrong.get("line"))}


@each(SAMPLES)
def test_a_broken_site_changes_a_gradient_unless_it_is_never_second(sample):
    intact, *mutants = measured(sample.name)
    unchanged = {
        site.name
        for site, mutant in zip(sample.sites, mutants, strict=False)
        if all(same_gradients(one, other) for one, other in zip(intact, mutant, strict=True))
    }
    assert unchanged == {site.name for site in sample.sites if site.never_second}


@each([sample for sample in SAMPLES if sample.calls])
def test_a_broken_call_changes_a_gradient(sample):
    intact, *mutants = measured(sample.name)
    for site, mutant in zip(sample.calls, mutants[len(sample.sites) :], strict=True):
        assert not all(same_gradients(one, other) for one, other in zip(intact, mutant, strict=True)), site


@each(SAMPLES)
def test_no_mutant_raises_what_the_intact_engine_does_not(sample):
    """A broken site is a wrong number and no crash, or its replacement text is a mistake."""
    intact, *mutants = measured(sample.name)
    assert {answer.problem for answers in mutants for answer in answers} <= {answer.problem for answer in intact}


# -- right and wrong -----------------------------------------------------------------------------


@each(CORRECT)
def test_a_correct_engine_is_right_on_every_diamond(sample):
    pairs = list(zip(programs(sample.name), measured(sample.name)[0], strict=True))
    assert [(program, found) for program, found in pairs if not is_right(sample, program, found)] == []
    assert len(pairs) > 20


@each(CORRECT)
def test_a_long_chain_ends_a_sweep_that_recurses_and_no_other(sample):
    ((found,),) = measure(sample, [chain(sample, BEYOND_RECURSION)])
    assert found.problem.startswith("RecursionError") == ("recursion" in sample.shape)
    assert not found.problem or "recursion" in sample.shape


@each(WRONG)
def test_a_wrong_engine_is_wrong_on_its_witness(sample):
    witness = read_program(sample.wrong["witness"])
    ((found,),) = measure(sample, [witness])
    assert not found.problem
    assert not is_right(sample, witness, found)


@each([sample for sample in WRONG if "right" in sample.wrong])
def test_a_wrong_engine_is_right_where_its_fault_is_corrected(sample):
    fault = sample.wrong
    correction = Site("", fault["file"], fault["line"], "", fault["statement"], fault["right"])
    (answers,) = measure(sample, programs(sample.name), [variant(sample, correction)])
    wrong = [
        program
        for program, found in zip(programs(sample.name), answers, strict=True)
        if not is_right(sample, program, found)
    ]
    assert wrong == []


def test_a_sweep_without_a_topological_order_is_right_where_no_result_is_met_at_two_depths():
    sample = read_sample("wrong_no_topological_order")
    program = read_program(["c = mul(a, b)", "d = mul(c, a)"])
    ((found,),) = measure(sample, [program])
    assert is_right(sample, program, found)


# -- suites --------------------------------------------------------------------------------------


@each(SAMPLES)
def test_a_suite_passes_but_for_the_tests_that_are_set_aside(sample):
    """A wrong engine's suite passes too: that is why its author believes in it."""
    found = outcomes(sample)
    assert found.keys() >= sample.set_aside
    assert {found[test] for test in found.keys() - sample.set_aside} <= {"passed", "skipped"}
    assert "passed" in {found[test] for test in found.keys() - sample.set_aside}


def test_a_test_that_is_set_aside_because_it_fails_does_fail():
    failing = [
        (sample, test["test"])
        for sample in SAMPLES
        for test in sample.expected.get("set_aside", ())
        if test["why"] == "fails"
    ]
    assert failing
    assert [outcomes(sample)[test] for sample, test in failing] == ["failed"] * len(failing)


@pytest.mark.parametrize("order", ["forwards", "reversed"])
def test_exact_floats_flip_with_the_order_on_the_intact_engine(order):
    sample = read_sample("set_exact_floats")
    (flipping,) = sample.expected["set_aside"]
    assert outcomes(sample, order=order)[flipping["test"]] == (
        "passed" if order == flipping["passes_under"] else "failed"
    )


@pytest.mark.parametrize(
    ("sample", "cell"),
    [
        pytest.param(sample, cell, id=f"{sample.name}-{cell['site']}")
        for sample in UNORDERED
        for cell in sample.expected.get("depends_on_order", ())
    ],
)
def test_a_verdict_depends_on_the_order_as_declared(sample, cell):
    (site,) = [site for site in sample.sites if site.name == cell["site"]]
    other = {"forwards": "reversed", "reversed": "forwards"}[cell["killed_under"]]
    passing = {cell["test"]: "passed"}
    assert verdicts(sample, site, cell["killed_under"], intact=passing) == {cell["test"]: "killed"}
    assert verdicts(sample, site, other, intact=passing) == {cell["test"]: "survived"}


@each(UNORDERED)
def test_a_set_ordered_engine_is_right_under_both_orders(sample):
    (file,) = sample.engine
    text = sample.source(file)
    for answers in measure(
        sample, programs(sample.name), [{file: ordered(text, "forwards")}, {file: ordered(text, "reversed")}]
    ):
        assert all(is_right(sample, p, found) for p, found in zip(programs(sample.name), answers, strict=True))


# -- brute force itself --------------------------------------------------------------------------


def test_brute_force_kills_where_the_second_write_is_lost():
    """x - x writes 1 and then -1 to x; x*x - (-x) and the tests of one use do not see that the site assigns."""
    sample = read_sample("minus_equals")
    (site,) = [site for site in sample.sites if site.name == "sub.other"]
    assert verdicts(sample, site) == {
        "tests/test_scalar.py::TestLinear::test_clear": "survived",
        "tests/test_scalar.py::TestLinear::test_difference": "survived",
        "tests/test_scalar.py::TestLinear::test_quotient": "survived",
        "tests/test_scalar.py::TestSharing::test_both_signs": "survived",
        "tests/test_scalar.py::TestSharing::test_x_minus_x": "killed",
    }


def test_an_alias_that_the_broken_assignment_makes_is_seen():
    """With `other.grad = out.grad` two nodes share one array, and the next in-place addition changes both."""
    sample = read_sample("array_in_place")
    (site,) = [site for site in sample.sites if site.name == "add.other"]
    test = "test_tensor.py::test_a_sum_leaves_its_gradient_alone"
    assert verdicts(sample, site, intact={test: "passed"}) == {test: "killed"}


def test_a_test_that_the_mutant_makes_hang_is_a_timeout_and_the_others_keep_their_verdicts():
    sample = read_sample("helper_function")
    found = verdicts(sample, sample.sites[0])
    assert {test for test, verdict in found.items() if verdict == "timeout"} == set(sample.expected["hangs"])
    assert found["test_scalar.py::test_cube"] == "survived"


def test_brute_force_leaves_the_sample_as_it_is():
    sample = read_sample("central_write")
    before = {path: path.read_bytes() for path in sample.folder.rglob("*") if path.is_file()}
    outcomes(sample, sample.sites[0])
    assert {path: path.read_bytes() for path in sample.folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(("text", "same"), [("self.grad = 0.0 + out.grad", True), ("self.grad = 2 * out.grad", False)])
@pytest.mark.parametrize("name", ["nested_closures", "set_children"])
def test_a_mutant_is_the_same_by_what_it_computes_and_not_by_its_text(name, text, same):
    sample = read_sample(name)
    (site,) = [site for site in sample.sites if site.name == "add.self"]
    source = sample.source(site.file)
    assert is_same_mutant(sample, site, source.replace(site.statement, text, 1)) is same


def test_a_statement_that_is_not_at_its_line_is_refused():
    site = Site("add.self", "engine.py", 2, "self", "self.grad += g", "self.grad = g")
    assert mutated("def f():\n    self.grad += g\n", site) == "def f():\n    self.grad = g\n"
    with pytest.raises(ValueError, match=re.escape("engine.py:2 has 0 places")):
        mutated("def f():\n    itself.grad += g\n", site)
