"""What grades say to people: in the terminal, on pages, and in the feedback that learning platforms show."""

from __future__ import annotations

from typing import ClassVar

from gradbreak.texts.catalogue import Catalogue, Section


class VerdictNames(Section, frozen=True):
    """Whether a suite catches the break; see ``gradbreak.grading.model.GradeVerdict``."""

    catches: str
    misses: str
    not_gradable: str


class ShortVerdictNames(Section, frozen=True):
    """The same in the column of a table."""

    catches: str
    misses: str
    not_gradable: str


class LevelNames(Section, frozen=True):
    """What a level asks of a suite, as a noun."""

    verdict: str
    canonical: str
    ops: str
    sites: str
    order_proof: str
    linear: str
    sign: str
    derivative: str
    reset: str


class LevelMeanings(Section, frozen=True):
    """What is broken on a level."""

    canonical: str
    ops: str
    sites: str
    order_proof: str
    linear: str
    sign: str
    derivative: str
    reset: str


class IsolationNames(Section, frozen=True):
    """How students' code was kept in; see ``gradbreak.grading.model.IsolationKind``."""

    bubblewrap: str
    subprocess: str


class OwnTestSentences(Section, frozen=True):
    """What is said about one of the author's own tests."""

    expected: str
    no_sweep: str
    once: str
    once_unnamed: str
    twice: str
    unnoticed: str
    a_step: str


class LikenessNames(Section, frozen=True):
    """What submissions that are alike have in common; see ``gradbreak.grading.pages.similar.Likeness``."""

    same_file: str
    same_code: str
    same_tests: str
    same_rows: str


class FeedbackSentences(Section, frozen=True):
    """What a student reads beside the mark in a learning platform."""

    catches: str
    misses: str
    not_gradable: str
    one_counts: str
    all_count: str
    some_count: str
    missed: str
    missed_all: str
    one_order: str
    nothing_missed: str
    set_aside: str


class SubmissionPage(Section, frozen=True):
    """The page for a submission's author."""

    title: str
    sections: str
    heading: str
    points_by_level: str
    level: str
    caught: str
    points: str
    of: str
    next: str
    next_intro: str
    hints: str
    hints_intro: str
    source_of: str
    matrix: str
    matrix_intro: str
    legend: str
    legend_caught: str
    legend_missed: str
    matrix_label: str
    matrix_caption: str
    broken_engine: str
    your_suite: str
    test_catches: str
    test_idle: str
    left_out: str
    no_test_counts: str
    wrong: str
    wrong_intro: str
    own: str
    own_intro: str
    line: str
    missed_names: str
    missed_names_intro: str
    missed_of: str
    either_order: str
    aside: str
    aside_intro: str
    aside_link: str
    why: str
    why_intro: str
    why_link: str
    missed: str
    missed_intro: str
    diff_label: str
    how: str
    ran_in: str
    made_with: str
    policy: str


class ClassPage(Section, frozen=True):
    """The teacher's page."""

    title: str
    heading: str
    submissions: str
    matrix: str
    missed: str
    alike: str
    median: str
    ungradable: str
    distribution: str
    points: str
    submissions_column: str
    matrix_intro: str
    search: str
    show: str
    show_all: str
    shown: str
    caught: str
    missed_state: str
    matrix_label: str
    matrix_caption: str
    submission: str
    tests: str
    missed_intro: str
    missed_caption: str
    site: str
    missed_by: str
    nothing_missed: str
    alike_intro: str
    made_with: str
    files: str


class GradingTexts(Catalogue, frozen=True):
    """Every sentence about grades in one language."""

    FILE: ClassVar[str] = "grading.toml"

    decimal: str

    # the phases
    checking: str
    grading: str

    # a grade in a line
    of: str
    score: str
    tests_count: str
    more: str
    gained: str
    lost: str
    caught: str
    missed: str
    missed_all: str
    catches: str
    not_noticed: str

    # a grade as text
    set_aside: str
    why: str
    next: str
    idle: str
    hints: str
    ask_hint: str
    isolation: str

    # the table of a batch
    submission: str
    verdict: str
    points: str
    tests: str
    written: str

    # the summary of a step of GitHub Actions
    summary_levels: str
    summary_set_aside: str
    summary_next: str
    annotations_more: str

    verdicts: VerdictNames
    short: ShortVerdictNames
    levels: LevelNames
    meanings: LevelMeanings
    isolations: IsolationNames
    own: OwnTestSentences
    likenesses: LikenessNames
    feedback: FeedbackSentences
    page: SubmissionPage
    class_: ClassPage
