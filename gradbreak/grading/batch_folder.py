"""Writes a batch to a folder: a table and a page for the teacher, a page and a JSON file for each author."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from gradbreak.grading.journal import Named
from gradbreak.grading.model import SourceFingerprint
from gradbreak.grading.output.grades_csv import grades_csv
from gradbreak.grading.output.json_text import one_as_json
from gradbreak.grading.output.redacted_grade import RedactedGrade
from gradbreak.grading.output.written_files import WrittenFiles, file_names
from gradbreak.grading.pages import ClassEntry, class_page, submission_page
from gradbreak.process.files import write_whole


class WithSources(Named, Protocol):
    """A grade with the fingerprints of what was handed in."""

    @property
    def sources(self) -> tuple[SourceFingerprint, ...]:
        """Of its Python files."""


T = TypeVar("T", bound=WithSources)

ANONYMOUS = "anonymous.html"
"""The class page without names, to be shown in class."""

SUBMISSIONS = "submissions"
"""The folder of what authors may see. What lies beside it is for the teacher."""


def write_batch(
    folder: Path,
    names: Iterable[str],
    graded: Iterable[T],
    for_author: Callable[[T], RedactedGrade],
    for_teacher: Callable[[T], RedactedGrade],
    language: str = "en",
    *,
    students: Mapping[str, str] | None = None,
    anonymous: bool = False,
) -> Iterator[RedactedGrade]:
    """Write each submission's files when its grade comes, and the table and the class page at the end.

    A file is complete or not there at all. The table and the class page are for the teacher and show all names; the
    files in ``submissions/`` are for the authors. At the end, files of an earlier batch that this one did not write are
    removed, unless somebody has changed them since.

    Args:
        folder: created if it is missing.
        names: the names of all submissions, in the order of ``graded``.
        graded: the grades, as they come.
        for_author: a grade as the author of the submission may see it.
        for_teacher: a grade with all names.
        language: of the pages, one of ``gradbreak.texts.LANGUAGES``.
        students: the name of a submission → that of its student, for the class page; None where there is no roster.
        anonymous: write the class page without names, too.

    Yields:
        What each author may see, in the same order.

    Raises:
        OSError: the folder or a file in it cannot be written.
    """
    pages = folder / SUBMISSIONS
    pages.mkdir(parents=True, exist_ok=True)
    files = WrittenFiles(pages, folder)
    entries: list[ClassEntry] = []
    for file_name, submission in zip(file_names(tuple(names)), graded, strict=True):
        shown = for_author(submission)
        files.write(f"{file_name}.json", one_as_json(shown).encode())
        files.write(f"{file_name}.html", submission_page(shown, language).encode())
        entries.append(
            ClassEntry(
                redacted=for_teacher(submission),
                href=f"{SUBMISSIONS}/{file_name}.html",
                student=(students or {}).get(submission.submission, ""),
                sources=submission.sources,
            )
        )
        yield shown
    write_whole(folder / "grades.csv", grades_csv([entry.redacted.grade for entry in entries]).encode())
    write_whole(folder / "index.html", class_page(entries, language).encode())
    if anonymous:
        write_whole(folder / ANONYMOUS, class_page(entries, language, anonymous=True).encode())
    files.remove_others()
