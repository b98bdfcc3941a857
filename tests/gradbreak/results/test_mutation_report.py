import json
from pathlib import Path

import jsonschema
import msgspec
import pytest

from gradbreak.model import Failure, FailureKind, Location, Position
from gradbreak.results import encode_mutation_report

SCHEMA = json.loads((Path(__file__).parent / "mutation-testing-report.schema.json").read_text("utf-8"))
F = "tests/forward/test_f.py::test_f"
D = "tests/diamond/test_d.py::test_d"


def report(results):
    return json.loads(encode_mutation_report(results))


def mutants(results):
    return {m["id"]: m for file in report(results)["files"].values() for m in file["mutants"]}


def test_the_file_is_what_the_report_schema_says(build):
    jsonschema.validate(report(build.results()), SCHEMA, jsonschema.Draft7Validator)


def test_a_misspelt_key_would_be_found(build):
    misspelt = encode_mutation_report(build.results()).replace(b'"killedBy"', b'"killed_by"')
    with pytest.raises(jsonschema.ValidationError, match="killed_by"):
        jsonschema.validate(json.loads(misspelt), SCHEMA, jsonschema.Draft7Validator)


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ("s k", "Killed"),
        ("e -", "Killed"),
        ("c s", "Killed"),
        ("t t", "Timeout"),
        ("t s", "Timeout"),
        ("t k", "Killed"),
        ("- s", "Survived"),
        ("- -", "NoCoverage"),
    ],
)
def test_a_row_of_verdicts_becomes_one_status(build, row, status):
    assert mutants(build.results(f"{F} {D}\nadd.1 {row}"))["add.1"]["status"] == status


@pytest.mark.parametrize("row", ["s s", "- -"])
def test_an_equivalent_mutant_that_lives_is_ignored_with_its_argument(build, row):
    mutant = build.mutant("add.1", equivalent="nothing reads it")
    exported = mutants(build.results(f"{F} {D}\nadd.1 {row}", mutants=(mutant,)))["add.1"]
    assert (exported["status"], exported["statusReason"]) == ("Ignored", "equivalent: nothing reads it")


def test_a_judged_equivalent_that_a_test_kills_is_in_no_viewers_score_and_said_to_be_wrong(build):
    mutant = build.mutant("add.1", equivalent="nothing reads it")
    exported = mutants(build.results(f"{F}\nadd.1 k", mutants=(mutant,)))["add.1"]
    assert (exported["status"], exported["killedBy"]) == ("Ignored", ["0"])
    assert exported["statusReason"] == "equivalent: nothing reads it; a test kills it, so this is wrong"


def test_killed_by_and_covered_by_are_complete(build):
    tests = [f"tests/forward/test_f.py::test_{letter}" for letter in "kstec-"]
    exported = mutants(build.results(f"{' '.join(tests)}\nadd.1 k s t e c -"))["add.1"]
    assert exported["coveredBy"] == ["0", "1", "2", "3", "4"]
    assert exported["killedBy"] == ["0", "2", "3", "4"]
    assert exported["testsCompleted"] == 5


def test_the_reason_of_a_kill_is_what_the_first_failing_assertion_says(build):
    results = build.results(f"{F} {D} {D}2\nadd.1 e k k")
    error = build.failure(kind=FailureKind.EXCEPTION, exception="KeyError", message="'x'")
    first, *others = results.cells
    cells = (msgspec.structs.replace(first, failure=error), *others)
    exported = mutants(msgspec.structs.replace(results, cells=cells))["add.1"]
    assert exported["statusReason"] == f"{D} on add.1"


def test_where_no_assertion_failed_the_reason_names_the_exception(build):
    results = build.results(f"{F}\nadd.1 e")
    error = Failure(kind=FailureKind.EXCEPTION, exception="KeyError", message="'x'", file="", line=0, statement="")
    cells = (msgspec.structs.replace(results.cells[0], failure=error),)
    assert mutants(msgspec.structs.replace(results, cells=cells))["add.1"]["statusReason"] == "KeyError: 'x'"


@pytest.mark.parametrize(
    ("row", "reason"),
    [("c -", "the process ended without a verdict"), ("t s", "every test that detects it ran past its time limit")],
)
def test_a_crash_and_a_timeout_say_what_happened(build, row, reason):
    assert mutants(build.results(f"{F} {D}\nadd.1 {row}"))["add.1"]["statusReason"] == reason


def test_a_mutant_that_lives_needs_no_reason(build):
    assert "statusReason" not in mutants(build.results(f"{F}\nadd.1 s"))["add.1"]


def test_a_mutant_says_what_it_changes_and_where(build):
    location = Location("engine/core.py", Position(1, 3), Position(2, 1))
    mutant = build.mutant("add.1", location=location, operator="swap", replacement="b", title="add  a → b")
    exported = mutants(build.results(f"{F}\nadd.1 s", mutants=(mutant,)))["add.1"]
    assert exported["location"] == {"start": {"line": 1, "column": 3}, "end": {"line": 2, "column": 1}}
    assert (exported["mutatorName"], exported["replacement"], exported["description"]) == ("swap", "b", "add  a → b")


def test_every_engine_file_is_there_with_its_source_and_its_own_mutants(build):
    whole = build.results()
    engine = msgspec.structs.replace(whole.engine, files={"engine/core.py": "a + b\n", "engine/more.py": "c\n"})
    elsewhere = build.mutant("mul.1", location=Location("engine/more.py", Position(1, 1), Position(1, 2)))
    results = build.results(f"{F}\nadd.1 k\nmul.1 s", mutants=(build.mutant("add.1"), elsewhere), engine=engine)
    files = report(results)["files"]
    assert {file: entry["source"] for file, entry in files.items()} == engine.files
    assert {file: [m["id"] for m in entry["mutants"]] for file, entry in files.items()} == {
        "engine/core.py": ["add.1"],
        "engine/more.py": ["mul.1"],
    }


def test_tests_are_listed_by_file_with_their_line(build):
    test = build.test(D, line=7)
    other = build.test(f"{D}2", line=9)
    files = report(build.results(f"{F} {D} {D}2\nadd.1 k k s", tests=(build.test(F), test, other)))["testFiles"]
    assert list(files) == ["tests/forward/test_f.py", "tests/diamond/test_d.py"]
    assert files["tests/diamond/test_d.py"]["tests"] == [
        {"id": "1", "name": "test_d", "location": {"start": {"line": 7, "column": 1}}},
        {"id": "2", "name": "test_d2", "location": {"start": {"line": 9, "column": 1}}},
    ]


def test_each_mutant_and_each_test_is_on_a_line_of_its_own(build):
    text = encode_mutation_report(
        build.results(f"{F} {D}\nadd.1 k k", mutants=(build.mutant("add.1", title='{"id":'),))
    )
    assert [line[:9] for line in text.decode().splitlines()[1:]] == ['{"id":"ad', '{"id":"0"', '{"id":"1"']


def test_phases_are_given_in_milliseconds(build):
    seconds = {"mutants": 0.25, "baseline": 0.5, "matrix": 2.0, "analysis": 0.125}
    timing = msgspec.structs.replace(build.results().timing, seconds=seconds)
    assert report(build.results(timing=timing))["performance"] == {
        "setup": 375.0,
        "initialRun": 500.0,
        "mutation": 2000.0,
    }


def test_rows_that_another_program_ran_have_no_phases(build):
    timing = msgspec.structs.replace(build.results().timing, seconds={})
    assert "performance" not in report(build.results(timing=timing))


def test_two_runs_differ_in_performance_alone(build):
    first = build.results()
    timing = msgspec.structs.replace(first.timing, started="later", seconds={"baseline": 9.0, "matrix": 9.0}, jobs=7)
    one, two = report(first), report(build.results(timing=timing))
    assert one.pop("performance") != two.pop("performance")
    assert one == two


def test_the_framework_is_named_with_what_it_depends_on(build):
    assert report(build.results())["framework"] == {
        "name": "gradbreak",
        "version": "0.1.0",
        "dependencies": {"mutmut": "3.8.1", "pytest": "9.2.0", "coverage": "7.1", "python": "3.11.9"},
    }
