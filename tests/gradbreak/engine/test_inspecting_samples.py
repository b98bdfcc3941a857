"""Every sample engine is recognised as its ``expect.toml`` says, with nothing configured."""

from __future__ import annotations

import shutil

import pytest

from gradbreak.engine.asking import inspect_in_process
from gradbreak.engine.confirming import Standing
from gradbreak.engine.inspecting import Inspection
from gradbreak.engine.locating import locate
from tests.engines.samples import Sample, read_samples

SAMPLES = {sample.name: sample for sample in read_samples()}
CORRECT = [name for name, sample in SAMPLES.items() if not sample.wrong]


@pytest.fixture(scope="module")
def inspected(tmp_path_factory):
    """Inspects a copy of a sample, once for all tests of this module."""
    known: dict[str, Inspection] = {}

    def inspect(name: str) -> Inspection:
        if name not in known:
            folder = tmp_path_factory.mktemp("samples")
            shutil.copytree(SAMPLES[name].folder, folder / name)
            candidates = locate([folder / name / SAMPLES[name].engine[0]], folder / "notebooks")
            known[name] = inspect_in_process(candidates)
        return known[name]

    return inspect


def lines_of(sample: Sample) -> set[tuple[int, str]]:
    return {(site.line, site.operand) for site in sample.sites}


@pytest.mark.parametrize("name", CORRECT)
def test_the_node_class_the_value_and_the_sweep_are_found(name, inspected):
    shape, found = SAMPLES[name].shape, inspected(name).recognition
    assert (found.node_class, found.value, found.sweep) == (shape["node_class"], shape["value"], shape["sweep"])


@pytest.mark.parametrize("name", [name for name in CORRECT if SAMPLES[name].shape.get("gradient")])
def test_the_attribute_that_holds_the_gradient_is_found(name, inspected):
    # A list of terms is the slot that the engine writes; what it reads is their sum.
    expected = {SAMPLES[name].shape["gradient"].partition(".")[0], "terms"}
    assert inspected(name).recognition.gradient in expected


@pytest.mark.parametrize("name", CORRECT)
def test_every_site_is_found_at_its_line_and_nothing_else(name, inspected):
    sample, found = SAMPLES[name], inspected(name)
    if sample.engine[0].endswith(".ipynb"):
        # The module that is made of a notebook has lines of its own.
        assert sorted(each.site.operand for each in found.sites) == sorted(site.operand for site in sample.sites)
        return
    seeds = {(site.line, site.operand) for site in sample.sites if site.broken.partition(" = ")[2] in ("1", "1.0")}
    assert {(each.site.line, each.site.operand) for each in found.sites} == lines_of(sample) - seeds


@pytest.mark.parametrize("name", CORRECT)
def test_a_site_that_can_be_second_is_confirmed_where_a_probe_runs_it(name, inspected):
    sample, found = SAMPLES[name], inspected(name)
    if sample.engine[0].endswith(".ipynb"):
        assert {each.standing for each in found.sites} == {Standing.CONFIRMED}
        return
    never = {(site.line, site.operand) for site in sample.sites if site.never_second}
    for each in found.sites:
        if each.standing is not Standing.SKIPPED:
            is_never = (each.site.line, each.site.operand) in never
            assert each.standing is (Standing.NEVER_SECOND if is_never else Standing.CONFIRMED), each.site.statement


def test_only_an_operation_that_needs_indices_is_run_by_no_probe(inspected):
    skipped = [
        (name, each.site.statement)
        for name in CORRECT
        for each in inspected(name).sites
        if each.standing is Standing.SKIPPED
    ]
    assert skipped == [("array_out", "np.add.at(self.grad, indices, grad)")]
