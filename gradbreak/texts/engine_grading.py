"""What grades of engines say to people; the rest is as in ``gradbreak.texts.grading``."""

from __future__ import annotations

from typing import ClassVar

from gradbreak.texts.catalogue import Catalogue, Section


class EngineVerdictNames(Section, frozen=True):
    """Whether an engine is right; see ``gradbreak.grading.model.GradeVerdict``."""

    right: str
    wrong: str
    not_gradable: str


class EngineLevelNames(Section, frozen=True):
    """The parts of an engine, as nouns; see ``gradbreak.grading.model.EngineLevels``."""

    verdict: str
    values: str
    gradients: str
    diamonds: str
    orders: str
    depth: str
    two_sweeps: str
    zero_grad: str


class EngineLevelMeanings(Section, frozen=True):
    """What is asked of each part."""

    values: str
    gradients: str
    diamonds: str
    orders: str
    depth: str
    two_sweeps: str
    zero_grad: str


class EngineCaseNames(Section, frozen=True):
    """What the items are called that are no operations."""

    others: str
    forwards: str
    reversed: str
    two_sweeps: str
    zero_grad: str


class EnginePage(Section, frozen=True):
    """The page for an engine's author, where it differs from that of a suite's."""

    heading: str
    caught: str
    report: str
    report_intro: str
    matrix: str
    matrix_intro: str
    legend_caught: str
    legend_missed: str
    matrix_label: str
    matrix_caption: str
    broken_engine: str
    your_suite: str
    aside: str
    aside_intro: str
    aside_link: str
    ran_in: str


class EngineClassPage(Section, frozen=True):
    """The teacher's page, where it differs from that of suites."""

    title: str
    submissions: str
    matrix: str
    missed: str
    matrix_intro: str
    shown: str
    caught: str
    missed_state: str
    matrix_label: str
    matrix_caption: str
    tests: str
    missed_intro: str
    missed_caption: str
    site: str
    missed_by: str
    nothing_missed: str
    made_with: str


class EngineGradingTexts(Catalogue, frozen=True):
    """Every sentence about grades of engines in one language."""

    FILE: ClassVar[str] = "engine_grading.toml"

    grading: str
    tests_count: str
    caught: str
    missed: str
    missed_all: str
    not_noticed: str
    set_aside: str
    tests: str
    summary_levels: str
    summary_set_aside: str
    verdicts: EngineVerdictNames
    short: EngineVerdictNames
    levels: EngineLevelNames
    meanings: EngineLevelMeanings
    cases: EngineCaseNames
    page: EnginePage
    class_: EngineClassPage
