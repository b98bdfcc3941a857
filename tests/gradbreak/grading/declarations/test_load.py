from __future__ import annotations

import msgspec
import pytest

from gradbreak.config import load_config
from gradbreak.engine.confirming import CheckedSite, Standing
from gradbreak.engine.sites import accumulating_statements
from gradbreak.errors import ConfigError
from gradbreak.grading.declarations import EngineRubric, Grading, load_engine_rubric, load_grading
from gradbreak.grading.declarations.types import DEFAULT_POINTS
from gradbreak.grading.model import FeedbackPolicy
from tests.gradbreak.grading.graded_project import GRADED

RUBRIC, CONTROLS = "mutation_config/rubric.toml", "mutation_config/controls.toml"


@pytest.fixture
def graded(project):
    return project.write({path: text for path, text in GRADED.items() if path in (RUBRIC, CONTROLS)})


def load(project) -> Grading:
    return load_grading(load_config(project.root))


def refusal(project) -> str:
    with pytest.raises(ConfigError) as caught:
        load(project)
    return str(caught.value)


def test_this_repositorys_own_declarations_load(grading):
    assert [control.name for control in grading.controls if control.reverses_operands] == ["right-first"]
    assert grading.rubric.feedback == FeedbackPolicy.NAMES


def test_what_the_files_say_is_read(graded):
    grading = load(graded)
    assert (grading.rubric.points.canonical, grading.rubric.points.order_proof) == (4, 1)
    assert grading.rubric.limits.cpu_seconds > 0
    assert [control.name for control in grading.controls] == ["explicit", "right-first"]


def test_limits_may_be_given_in_part(graded):
    graded.write({RUBRIC: GRADED[RUBRIC] + "\n[limits]\ncpu_seconds = 0.5\n"})
    assert load(graded).rubric.limits.cpu_seconds == 0.5


def test_an_unknown_limit_is_refused(graded):
    graded.write({RUBRIC: GRADED[RUBRIC] + "\n[limits]\ncpu = 0.5\n"})
    assert "mutation_config/rubric.toml: unknown key 'cpu'" in refusal(graded)


def test_packages_for_tests_are_none_unless_they_are_named(graded):
    assert load(graded).rubric.packages == ()
    graded.write({RUBRIC: 'packages = ["numpy"]\n' + GRADED[RUBRIC]})
    assert load(graded).rubric.packages == ("numpy",)


def test_a_package_with_more_than_a_name_is_refused(graded):
    graded.write({RUBRIC: 'packages = ["numpy>=2"]\n' + GRADED[RUBRIC]})
    assert "rubric.toml" in refusal(graded)


def test_an_unknown_key_is_refused(graded):
    graded.edit(RUBRIC, "sites = 2", "places = 2")
    assert "unknown key 'places'" in refusal(graded)


def test_negative_points_are_refused(graded):
    graded.edit(RUBRIC, "sites = 2", "sites = -2")
    assert "rubric.toml" in refusal(graded)


def test_a_rubric_that_gives_nothing_is_refused(graded):
    graded.write(
        {RUBRIC: "reference = 'tests'\nmust_miss = 'tests'\n[points]\ncanonical=0\nops=0\nsites=0\norder_proof=0"}
    )
    assert "gives no points for anything" in refusal(graded)


@pytest.mark.parametrize("key", ["reference", "must_miss"])
def test_a_suite_that_is_not_there_is_named(key, graded):
    graded.write({RUBRIC: GRADED[RUBRIC].replace(f'{key} = "tests/', f'{key} = "gone/')})
    assert f"rubric.toml: {key} is 'gone/" in refusal(graded)


@pytest.mark.parametrize("key", ["reference", "must_miss"])
def test_one_suite_for_the_check_without_the_other_is_refused(key, graded):
    kept = [line for line in GRADED[RUBRIC].splitlines() if not line.startswith(f"{key} =")]
    graded.write({RUBRIC: "\n".join(kept)})
    assert "has one of reference and must_miss alone" in refusal(graded)


FIRST_FORMAT = """
feedback = "everything"
reference = "tests/diamond"
must_miss = "tests/straight"
submission_seconds = 200.0
packages = ["click"]

[points]
canonical = 40
ops = 30
sites = 20
order_proof = 10

[limits]
cpu_seconds = 1.0
tests = 100
"""
"""A rubric with every key that the first version knew."""


def test_a_rubric_of_the_first_version_means_what_it_meant(graded):
    graded.write({RUBRIC: FIRST_FORMAT})
    rubric = load(graded).rubric
    assert (rubric.feedback, rubric.reference, rubric.must_miss) == ("everything", "tests/diamond", "tests/straight")
    assert (rubric.submission_seconds, rubric.packages) == (200.0, ("click",))
    assert (rubric.limits.cpu_seconds, rubric.limits.tests) == (1.0, 100)
    assert msgspec.structs.astuple(rubric.points)[:4] == (40, 30, 20, 10)


def test_a_level_beside_accumulation_is_examined_once_it_is_named_whatever_it_is_worth(graded):
    graded.write({RUBRIC: f"{GRADED[RUBRIC]}sign = 0\nlinear = 2.5\n"})
    points = load(graded).rubric.points
    assert points.other_levels == ("linear", "sign")
    assert points.worth == {"canonical": 4, "ops": 3, "sites": 2, "order_proof": 1, "linear": 2.5, "sign": 0}


@pytest.mark.parametrize("line", ["hints = 4", "round_to = 0", 'language = "tlh"', 'feedback = "hints"', "hint = 1"])
def test_a_value_that_no_rubric_can_mean_is_refused(line, graded):
    graded.write({RUBRIC: f"{line}\n{GRADED[RUBRIC]}"})
    assert "rubric.toml" in refusal(graded)


def test_two_controls_of_one_name_are_refused(graded):
    graded.edit(CONTROLS, 'name = "right-first"', 'name = "explicit"')
    assert "controls.toml has 'explicit' 2 times" in refusal(graded)


def test_two_controls_that_reverse_are_refused(graded):
    graded.edit(CONTROLS, 'independent_of = "how', 'reverses_operands = true\nindependent_of = "how')
    assert "'explicit' and 'right-first' both say reverses_operands" in refusal(graded)


def test_controls_may_be_left_out(graded):
    graded.write({CONTROLS: "# none\n"})
    assert load(graded).controls == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('find = "in node.behind:"', 'find = "a", pattern = "b"', "neither or both of 'find' and 'pattern'"),
        ('find = "in node.behind:", ', "", "neither or both of 'find' and 'pattern'"),
        ('find = "in node.behind:"', 'find = ""', "looks for nothing"),
        ('find = "in node.behind:"', 'pattern = "("', "is no regular expression"),
        ("times = 1", 'times = 1, file = "other.py"', "changes 'other.py', which is no file of the engine"),
    ],
)
def test_an_edit_that_cannot_be_meant_is_refused_with_its_control(old, new, said, graded):
    graded.edit(CONTROLS, old, new)
    message = refusal(graded)
    assert said in message
    assert "control 'right-first'" in message


# -- an engine about which nothing is declared ------------------------------------------------------

SITE = CheckedSite(
    file="e.py",
    site=accumulating_statements("def f(a, g):\n    a.g += g\n")[0],
    standing=Standing.CONFIRMED,
)


def inspected(project) -> Grading:
    return load_grading(msgspec.structs.replace(load_config(project.root), sites=(SITE,)))


def test_an_inspected_engine_needs_neither_rubric_nor_controls(graded):
    for file in (RUBRIC, CONTROLS):
        (graded.root / file).unlink()
    grading = inspected(graded)
    assert grading.are_controls_made
    assert (grading.rubric.points, grading.rubric.reference) == (DEFAULT_POINTS, None)


def test_what_is_declared_of_an_inspected_engine_counts(graded):
    grading = inspected(graded)
    assert not grading.are_controls_made
    assert grading.rubric.points.canonical == 4


# -- a rubric for engines ---------------------------------------------------------------------------


def test_without_a_rubric_engines_are_graded_all_the_same():
    assert load_engine_rubric(None) == EngineRubric()


def test_a_rubric_may_be_about_engines_alone(tmp_path):
    (tmp_path / "rubric.toml").write_text('engine_operations = ["exp"]\n[engine_points]\nvalues = 7\n')
    rubric = load_engine_rubric(tmp_path / "rubric.toml")
    assert (rubric.engine_points.values, rubric.engine_points.depth, rubric.engine_operations) == (7, 5, ("exp",))


def test_a_rubric_for_suites_grades_engines_too(graded):
    assert load_engine_rubric(graded.root / RUBRIC).engine_points == EngineRubric().engine_points


@pytest.mark.parametrize("text", ["[engine_points]\nvalue = 1\n", "[engine_points]\nvalues = -1\n", "nothing = 1\n"])
def test_a_rubric_for_engines_that_says_something_else_is_refused(text, tmp_path):
    (tmp_path / "rubric.toml").write_text(text)
    with pytest.raises(ConfigError, match=r"rubric\.toml"):
        load_engine_rubric(tmp_path / "rubric.toml")
