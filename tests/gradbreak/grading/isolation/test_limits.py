"""What the grader and the runner both declare, because the runner must not import the grader's packages."""

from __future__ import annotations

import dataclasses
import json
import typing

import msgspec
import pytest
from msgspec import structs

from gradbreak.grading.isolation import records
from gradbreak.grading.isolation.limits import IsolationLimits, server_limits
from gradbreak.grading.runner import events
from gradbreak.grading.runner.requests import Limits, Request, read_request, read_setup
from tests.gradbreak.grading.runner.setups import SETUP

LIMITS = IsolationLimits(cpu_seconds=1.5, tests=7)


def test_both_sides_have_the_same_limits_but_the_one_that_the_sandbox_holds():
    declared = {field.name for field in structs.fields(IsolationLimits)}
    assert declared == {field.name for field in dataclasses.fields(Limits)} | {"scratch_mib"}


def test_a_limit_is_the_same_number_on_both_sides():
    there = dataclasses.asdict(server_limits(LIMITS))
    assert there == {name: value for name, value in structs.asdict(LIMITS).items() if name != "scratch_mib"}


def test_a_setup_arrives_as_it_was_sent():
    setup = dataclasses.replace(
        SETUP,
        files=("a.py", "b.py"),
        private={"e.py": ("_f",)},
        names=("x", "tests"),
        readable=("/usr",),
        emptied=("/t", "/u"),
        user=7,
    )
    assert read_setup(msgspec.json.encode(setup)) == setup


@pytest.mark.parametrize("tests", [None, frozenset(), frozenset({"a.py::test_a", "b.py::test_b"})])
def test_a_request_arrives_as_it_was_sent(tests):
    request = Request(bytearray(b"engine"), tests, True, frozenset({"c.py::test_c"}))
    assert read_request(msgspec.json.encode(request), request.engine) == request


BY_THE_STUDENT_S_PROCESS_ALONE = {"direct", "file", "done", "uncollected"}
"""Events that the server keeps to itself."""


def sample(form: tuple[type, ...], kind: str) -> list[object]:
    return [kind, *("passed" if form == events.FORMS["end"] and n == 1 else each() for n, each in enumerate(form))]


def test_the_grader_reads_every_event_that_the_server_sends_and_no_other():
    for kind, form in events.FORMS.items():
        line = json.dumps(sample(form, kind)).encode()
        if kind in BY_THE_STUDENT_S_PROCESS_ALONE:
            with pytest.raises(msgspec.MsgspecError):
                records.read(line)
        else:
            records.read(line)


@pytest.mark.parametrize(
    ("alias", "limit"),
    [
        (records.Name, events.LONGEST_NAME),
        (records.Message, events.LONGEST_MESSAGE),
        (records.Seconds, events.LONGEST_SECONDS),
    ],
)
def test_the_longest_values_are_the_same_on_both_sides(alias, limit):
    meta = typing.get_args(alias)[1]
    assert limit in (meta.max_length, meta.le)
