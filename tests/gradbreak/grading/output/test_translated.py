from __future__ import annotations

from msgspec import structs

from gradbreak.grading.model import IgnoredTest
from gradbreak.grading.output.redacted_engine import ShownEngine
from gradbreak.grading.output.redacted_grade import ShownTest
from gradbreak.grading.output.translated import in_language
from tests.gradbreak.grading.sample_grades import redacted

SKIPPED = "It is skipped."


def spanish_of(shown):
    return in_language(shown, "es")


def test_what_is_set_aside_has_its_reason_in_the_language():
    shown = redacted()
    aside = (IgnoredTest(test="test_it.py::test_sum", reason=SKIPPED),)
    shown = structs.replace(shown, grade=structs.replace(shown.grade, set_aside=aside))
    assert [each.reason for each in spanish_of(shown).grade.set_aside] == ["Se omite."]
    assert in_language(shown, "en") == shown


def test_what_is_withheld_stays_withheld():
    shown = redacted()
    shown = structs.replace(shown, grade=structs.replace(shown.grade, set_aside=None))
    assert spanish_of(shown).grade.set_aside is None


def test_a_test_of_one_s_own_has_its_reason_in_the_language():
    test = ShownTest(
        test="test_it.py::test_sum",
        line=1,
        source="",
        caught=0,
        caught_others=0,
        reason=SKIPPED,
        sight=None,
        expectation=None,
    )
    (own,) = spanish_of(structs.replace(redacted(), own=(test,))).own
    assert own.reason == "Se omite."


def test_an_engine_that_could_not_be_checked_has_its_reason_in_the_language():
    shown = structs.replace(redacted(), engine=ShownEngine(problem="it is damaged", check=None))
    assert spanish_of(shown).engine.problem == "está dañado"
