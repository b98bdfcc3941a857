"""The teacher's page: what each submission catches, how points are spread, the most missed sites, similar suites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct, structs

from gradbreak.grading.model import GradeVerdict, SourceFingerprint
from gradbreak.grading.output.engine_wording import wording_of
from gradbreak.grading.output.redacted_grade import RedactedGrade
from gradbreak.grading.output.wording import Wording
from gradbreak.grading.pages.class_figures import distribution, graded, most_missed, totals
from gradbreak.grading.pages.rendering import render
from gradbreak.grading.pages.similar import Alike, alike


class ClassEntry(Struct, frozen=True, kw_only=True):
    """A submission on the class page.

    Attributes:
        redacted: its grade with all names.
        href: the address of its own page; empty on a page without names.
        student: the name of its student in the roster; empty where that is not known.
        sources: the fingerprints of its files.
    """

    redacted: RedactedGrade
    href: str
    student: str = ""
    sources: tuple[SourceFingerprint, ...] = ()

    @property
    def shown_name(self) -> str:
        """The student's name, else the submission's."""
        return self.student or self.redacted.grade.submission


class LevelColumns(Struct, frozen=True):
    """The columns of one level."""

    level: str
    names: tuple[str, ...]


SCRIPTS = ("grading/pages/static/class.js",)


def class_page(entries: Sequence[ClassEntry], language: str = "en", *, anonymous: bool = False) -> str:
    """The page. The best submissions come first, equal ones by name.

    Args:
        entries: with all names, because this page is for the teacher.
        anonymous: for a page that a class is shown: numbers instead of names, no links, no reasons and no groups.
        language: one of ``gradbreak.texts.LANGUAGES``.
    """
    ordered = sorted(entries, key=_rank)
    if anonymous:
        ordered = [
            structs.replace(entry, student=f"{number:0{len(str(len(ordered)))}}", href="", sources=())
            for number, entry in enumerate(ordered, start=1)
        ]
    grades = [entry.redacted for entry in ordered]
    cases = next((each.cases for each in grades), ())
    wording = wording_of(grades[0], language) if grades else Wording(language)
    return render(
        "class.html.j2",
        wording,
        totals=totals(grades),
        entries=ordered,
        heads=[
            LevelColumns(level, tuple(case.name for case in of_level))
            for level, of_level in groupby(cases, key=lambda case: case.level)
        ],
        bins=distribution(grades),
        graded=len(graded(grades)),
        missed=most_missed(grades),
        groups=[] if anonymous else list(_groups(ordered)),
        likeness_title=wording.likeness,
        verdicts=wording.verdicts,
        short_verdict=wording.short_verdict,
        anonymous=anonymous,
        scripts=SCRIPTS,
        is_gradable=lambda entry: entry.redacted.grade.verdict is not GradeVerdict.NOT_GRADABLE,
    )


def _groups(entries: Sequence[ClassEntry]) -> Iterator[tuple[Alike, list[ClassEntry]]]:
    found = alike([entry.redacted for entry in entries], [entry.sources for entry in entries])
    for group in found:
        yield group, [entries[index] for index in group.members]


def _rank(entry: ClassEntry) -> tuple[bool, float, str]:
    grade = entry.redacted.grade
    return grade.verdict is GradeVerdict.NOT_GRADABLE, -grade.score, entry.shown_name
