"""The grading pages in the browser that the report's tests use."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradbreak.grading.model import SourceFingerprint
from gradbreak.grading.pages import ClassEntry, class_page, submission_page
from tests.gradbreak.grading import engine_grades
from tests.gradbreak.grading.sample_grades import BROKEN, EXPLAINED, MIDDLING, STRONG, WEAK, redacted
from tests.gradbreak.report.browser.conftest import open_page  # noqa: F401  # a fixture

ENGINES = (engine_grades.RIGHT, engine_grades.WRONG, engine_grades.NOT_GRADABLE)
COPIES = ("weak", "strong")
SAME = SourceFingerprint(exact="e", code="c", tests=())


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class page, and a page for each sort of grade; the same of engines."""
    folder = tmp_path_factory.mktemp("grades")
    samples = {"strong": STRONG, "middling": MIDDLING, "weak": WEAK, "broken": BROKEN, "explained": EXPLAINED}
    entries = [
        ClassEntry(redacted=redacted(each), href=f"{name}.html", sources=(SAME,) if name in COPIES else ())
        for name, each in samples.items()
    ]
    for name, each in samples.items():
        (folder / f"{name}.html").write_text(submission_page(redacted(each)), encoding="utf-8")
    (folder / "anonymous.html").write_text(class_page(entries, anonymous=True), encoding="utf-8")
    (folder / "index.html").write_text(class_page(entries), encoding="utf-8")
    engines = {each.submission: engine_grades.redacted(each) for each in ENGINES}
    for name, shown in engines.items():
        (folder / f"engine-{name}.html").write_text(submission_page(shown), encoding="utf-8")
    graded = [ClassEntry(redacted=shown, href=f"engine-{name}.html", sources=()) for name, shown in engines.items()]
    (folder / "engines.html").write_text(class_page(graded), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def page_file(folder: Path) -> Path:
    return folder / "index.html"
