"""What `gradbreak lesson` says: every sentence has a name, in a section for each step.

A sentence may have gaps, ``{name}``, and code between backticks. What is shown as a list or table takes its
words from here too. Two sentences whose names differ in the last part stand for the same place in different
situations.
"""

from __future__ import annotations

from typing import ClassVar

from gradbreak.texts.catalogue import Catalogue, Section


class Common(Section, frozen=True):
    """Words that many steps use."""

    intact: str
    broken: str
    wrong: str
    none: str
    none_too: str  # further spellings of "none" that a learner may type, separated by blanks
    conjunction: str
    sample: str
    as_predicted: str
    instead: str
    at: str


class Opening(Section, frozen=True):
    """What the lesson is about."""

    title: str
    rule: str
    safe: str


class Predict(Section, frozen=True):
    """The learner commits to an answer first."""

    heading: str
    given: str
    question: str
    how: str
    unknown: str
    not_a_number: str


class Breaking(Section, frozen=True):
    """What is changed."""

    heading: str
    changed: str
    site: str


class Running(Section, frozen=True):
    """What came out."""

    heading: str
    lead: str
    expression: str
    input: str


class Observing(Section, frozen=True):
    """The prediction beside what happened, and the sweep write by write."""

    heading: str
    said_right: str
    said_otherwise: str
    said_nothing: str
    value: str
    plausible: str
    sweep: str
    nothing_to_replace: str
    nothing_differs: str


class Diagnosing(Section, frozen=True):
    """Which term was lost, and why that one."""

    heading: str
    question: str
    option: str
    choose: str
    no_option: str
    right: str
    otherwise: str
    sum: str
    term: str
    lost: str
    kept: str
    order: str
    oracle_agrees: str
    oracle_disagrees: str
    rule: str


class Reverting(Section, frozen=True):
    """Everything is as before, and how to do it to one's own file."""

    heading: str
    same: str
    own: str


class Partial(Section, frozen=True):
    """Breaks of one operation or one write."""

    heading: str
    lead: str
    question: str
    how: str
    answer: str
    answer_none: str
    why: str
    table: str
    running: str
    change: str
    tests: str
    diamond: str
    unchanged: str
    harder: str
    silent: str


class Resetting(Section, frozen=True):
    """The same operator from one sweep to the next."""

    heading: str
    heading_without: str
    without: str
    lead: str
    question: str
    how: str
    answer: str
    once: str
    twice: str
    reset: str
    broken_twice: str
    doubles: str
    grows: str
    stays: str
    hidden: str
    rule: str


class Closing(Section, frozen=True):
    """What to remember, and where to go on."""

    heading: str
    once: str
    second: str
    reset: str
    next: str
    sources: str


class LessonTexts(Catalogue, frozen=True):
    """Every sentence of the lesson in one language."""

    FILE: ClassVar[str] = "lesson.toml"
    common: Common
    opening: Opening
    predict: Predict
    breaking: Breaking
    running: Running
    observing: Observing
    diagnosing: Diagnosing
    reverting: Reverting
    partial: Partial
    resetting: Resetting
    closing: Closing
