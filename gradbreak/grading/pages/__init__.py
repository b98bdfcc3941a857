"""Grades as pages: one for each submission's author, and one for the teacher with the whole class."""

from gradbreak.grading.pages.class_page import ClassEntry, class_page
from gradbreak.grading.pages.submission_page import submission_page

__all__ = ["ClassEntry", "class_page", "submission_page"]
