"""Renders grades as pages: one for each submission's author, and one for the teacher.

Redacted grades come in, and self-contained HTML documents without scripts go out. A page must never load anything from
elsewhere, and never show text of a student unescaped.
"""

from gradbreak.grading.pages.class_page import ClassEntry, class_page
from gradbreak.grading.pages.submission_page import submission_page

__all__ = ["ClassEntry", "class_page", "submission_page"]
