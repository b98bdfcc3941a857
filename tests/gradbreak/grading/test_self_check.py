from __future__ import annotations

import msgspec
import pytest

from gradbreak.errors import CouldNotGrade
from gradbreak.grading.self_check import FILE, checked
from tests.gradbreak.grading.pretended import (
    CANONICAL,
    ENGINES,
    PretendedSandbox,
    grader,
    notices,
    pretended,
)

EVERYTHING = notices(*(id_ for text in ENGINES.targets for id_ in text.ids))
GOOD = {"reference": {"test_all": EVERYTHING}, "must_miss": {"test_nothing": notices()}}


def check(sandbox: PretendedSandbox, folder=None, sha256: str = "r"):
    reference = msgspec.structs.replace(pretended("reference", sandbox.suites["reference"]), sha256=sha256)
    return checked(grader(sandbox), reference, pretended("must_miss", sandbox.suites["must_miss"]), folder)


def refusal(**suites) -> str:
    with pytest.raises(CouldNotGrade) as caught:
        check(PretendedSandbox(**{**GOOD, **suites}))
    return str(caught.value)


def test_a_grader_that_is_fit_has_the_rows_of_its_reference_suite():
    fit = check(PretendedSandbox(**GOOD))
    assert fit.reference is not None
    assert [row.test for row in fit.reference_rows] == ["test_it.py::test_all"]
    assert set(fit.reference_rows[0].caught) == {engine.id for engine in ENGINES.broken}


def test_a_reference_suite_that_misses_something_is_refused_with_its_name():
    assert "must get full marks, but it misses canonical of the level 'canonical'" in refusal(
        reference={"test_all": notices(*(id_ for text in ENGINES.targets[1:] for id_ in text.ids))}
    )


def test_a_reference_suite_with_a_test_that_does_not_count_is_refused_with_the_reason():
    said = refusal(reference={"test_all": EVERYTHING, "test_private": lambda seen: seen.word != "explicit"})
    assert "test_it.py::test_private does not count: It is over-specified" in said


def test_a_suite_that_must_miss_the_break_and_catches_it_is_refused():
    said = refusal(must_miss={"test_nothing": notices(CANONICAL)})
    assert "must miss the canonical break, but it catches it" in said


def test_a_suite_that_misses_the_break_only_because_no_test_of_it_counts_is_refused():
    said = refusal(must_miss={"test_nothing": lambda seen: "AssertionError: 1 == 2"})
    assert "none of its tests counts: It fails on the correct engine (AssertionError: 1 == 2)" in said


def test_a_suite_without_tests_misses_the_break_for_the_wrong_reason():
    assert "none of its tests counts: No test was found. Name another suite" in refusal(must_miss={})


def test_a_check_that_went_well_is_not_done_again(tmp_path):
    sandbox = PretendedSandbox(**GOOD)
    first = check(sandbox, tmp_path)
    opened = len(sandbox.opened)
    second = check(sandbox, tmp_path)
    assert len(sandbox.opened) == opened
    assert second.reference_rows == first.reference_rows


def test_a_check_is_done_again_when_the_reference_suite_has_changed(tmp_path):
    sandbox = PretendedSandbox(**GOOD)
    check(sandbox, tmp_path)
    opened = len(sandbox.opened)
    check(sandbox, tmp_path, sha256="another")
    assert len(sandbox.opened) > opened


def test_a_check_is_done_again_when_what_was_kept_cannot_be_read(tmp_path):
    (tmp_path / FILE).write_text('{"digest": "')
    sandbox = PretendedSandbox(**GOOD)
    check(sandbox, tmp_path)
    assert sandbox.opened


def test_a_check_that_went_wrong_is_not_kept(tmp_path):
    with pytest.raises(CouldNotGrade):
        check(PretendedSandbox(**{**GOOD, "must_miss": {"test_nothing": notices(CANONICAL)}}), tmp_path)
    assert list(tmp_path.iterdir()) == []
