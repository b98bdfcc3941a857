"""What a program can do with grading: find submissions, grade them, format the grades, write an assignment.

``gradbreak grade`` and ``gradbreak check --each`` are built on this module alone. A caller opens a ``GradingSession``
for a project, or an ``EngineSession``, grades paths with it, and gets ``RedactedGrade`` objects: they hold no more than
the submission's author may see.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from msgspec import structs

from gradbreak import __version__
from gradbreak.config import Config
from gradbreak.engine.shape import EngineShape
from gradbreak.errors import GradbreakError
from gradbreak.grading.assignment import write_assignment
from gradbreak.grading.batch import grade_all, grade_each
from gradbreak.grading.batch_folder import WithSources, write_batch
from gradbreak.grading.declarations import load_engine_rubric, load_grading
from gradbreak.grading.engine_check import EngineGrader
from gradbreak.grading.engines.variants import Variant, declared_variants, rest_of_packages
from gradbreak.grading.grader import Grader
from gradbreak.grading.hinting import with_hints
from gradbreak.grading.intake import (
    HandIn,
    hand_ins,
    looks_like_a_class,
    passed_over,
    read_submission,
    read_submissions,
)
from gradbreak.grading.isolation import choose_isolation, what_stays_open, why_no_sandbox
from gradbreak.grading.isolation.interpreter import package_files
from gradbreak.grading.journal import GradeJournal, open_grade_journal, open_journal
from gradbreak.grading.making import made_material
from gradbreak.grading.model import FeedbackPolicy, GradedSubmission, GradeVerdict, IsolationKind
from gradbreak.grading.model.engine_grade import EngineGrade
from gradbreak.grading.output.engine_document import engine_grades_schema
from gradbreak.grading.output.engine_wording import EngineWording, wording_of
from gradbreak.grading.output.formats import (
    FOR_ONE,
    GRADEBOOKS,
    Format,
    FormatOptions,
    format_grades,
    students_of,
    without_mark,
)
from gradbreak.grading.output.redacted_engine import redact_engine
from gradbreak.grading.output.redacted_grade import RedactedGrade, redact, with_changes
from gradbreak.grading.output.roster import Roster, read_roster
from gradbreak.grading.output.text import table_lines, text_lines
from gradbreak.grading.output.translated import in_language
from gradbreak.grading.output.untrusted import printable
from gradbreak.grading.output.wording import Wording
from gradbreak.grading.prepare import prepare, read
from gradbreak.mutation import MutantSet
from gradbreak.process.cache import CACHE

__all__ = [
    "FOR_ONE",
    "GRADEBOOKS",
    "EngineSession",
    "EngineWording",
    "FeedbackPolicy",
    "Format",
    "FormatOptions",
    "GradeVerdict",
    "GradingSession",
    "HandIn",
    "RedactedGrade",
    "Roster",
    "Wording",
    "controls_of",
    "engine_grades_schema",
    "format_grades",
    "hand_ins",
    "looks_like_a_class",
    "open_engine_session",
    "open_session",
    "passed_over",
    "printable",
    "read_roster",
    "read_submissions",
    "rest_of_packages",
    "table_lines",
    "text_lines",
    "without_mark",
    "wording_of",
    "write_assignment",
]


ENGINE_JOURNAL = "engine-grades.jsonl"

T = TypeVar("T", bound=WithSources)


def controls_of(config: Config, mutants: MutantSet) -> tuple[Variant, ...]:
    """The correct engines that tests are tried on besides the reference; they are made where nobody has declared any.

    Args:
        config: the project.
        mutants: of its engine.

    Raises:
        ConfigError: a declaration is malformed or does not fit the engine.
        CouldNotGrade: the engine is wrong, or too little of it is known to make any.
    """
    grading = load_grading(config)
    if grading.are_controls_made:
        return made_material(config, None).variants
    return declared_variants(grading, mutants, config.engine.file)


class _Session(Generic[T]):
    """What sessions of suites and of engines share.

    Args:
        journal: the grades that are finished.
        isolation: where students' code runs.
        feedback: how much the rubric lets authors see.
        language: of pages and feedback that the rubric asks for; None where it leaves that open.
    """

    def __init__(
        self, journal: GradeJournal[T], isolation: IsolationKind, feedback: FeedbackPolicy, language: str | None
    ) -> None:
        self._journal = journal
        self._isolation = isolation
        self.rubric_feedback = feedback
        """How much the rubric lets authors see."""
        self.rubric_language = language
        """The language of pages and feedback that the rubric asks for; None where it leaves that open."""

    @property
    def no_sandbox_reason(self) -> str:
        """Why students' code runs without a sandbox; empty where it runs in one."""
        return why_no_sandbox() if self._isolation is IsolationKind.SUBPROCESS else ""

    @property
    def open_without_sandbox(self) -> str:
        """What stays open to students' code without a sandbox, in one sentence without a full stop."""
        return what_stays_open()

    @property
    def unused_grades(self) -> tuple[str, ...]:
        """Which grades in the journal are not used and why: sentences without a full stop, for the teacher."""
        return _unused(self._journal)


class GradingSession(_Session[GradedSubmission]):
    """A checked grader with the journal of its project; ``open_session`` makes it.

    Args:
        grader: what submissions are graded with.
        journal: the grades that are finished.
        shape: what the engine's parts are called.
    """

    def __init__(self, grader: Grader, journal: GradeJournal[GradedSubmission], shape: EngineShape) -> None:
        super().__init__(journal, grader.isolation, grader.rubric.feedback, grader.rubric.language)
        self._grader = grader
        self._shape = shape

    def grade(
        self,
        submissions: Sequence[HandIn],
        policy: FeedbackPolicy,
        *,
        folder: Path | None = None,
        jobs: int = 1,
        cluster: str | None = None,
        language: str = "en",
        hint: int | None = None,
        roster: Roster | None = None,
        anonymous: bool = False,
        on_graded: Callable[[], None] = lambda: None,
        warn: Callable[[str], None] = lambda _said: None,
    ) -> list[RedactedGrade]:
        """Grade submissions; the results are in the order given.

        Args:
            submissions: each is a test file, a folder, an archive, or several of them.
            policy: how much the authors may see.
            folder: where to write pages, JSON files and the teacher's table; None for nowhere.
            jobs: how many processes may be busy at the same time, on this machine.
            cluster: the address of a Dask scheduler whose workers grade; None for this machine.
            language: of the pages, one of ``gradbreak.texts.LANGUAGES``.
            hint: for the author of a submission, the step of hints that is asked for, 1 to 3; 0 for the offer of one;
                None for neither.
            roster: the gradebook's students, whose names the class page shows; None for the submissions' names.
            anonymous: write a class page without names, too.
            on_graded: called after each submission.
            warn: is told of a cluster's workers that may not grade, in sentences without a full stop.

        Raises:
            CouldNotGrade: tests cannot be isolated on this machine, or the cluster is of no use.
            ConfigError: the cluster's address is neither encrypted nor of this machine.
            GradbreakError: the rubric allows no such hint, or the folder cannot be written.
        """
        most = self._grader.rubric.hints
        if hint is not None and hint > most:
            raise GradbreakError(
                f"the rubric gives no hint of step {hint}",
                f"Ask for --hint {most}" if most else "Ask the person who set this task",
            )
        readers = [functools.partial(read, self._grader, each) for each in submissions]
        how = functools.partial(grade_all, jobs=jobs)
        if cluster is not None:
            from gradbreak.grading.cluster.cluster import grade_on_cluster  # only here: it may use Dask

            how = functools.partial(grade_on_cluster, cluster, warn=warn)
        graded = how(self._grader, readers, self._journal, progress=lambda _done, _total: on_graded())
        shown = functools.partial(self._shown, policy=policy, hint=hint, language=language)
        named = functools.partial(self._shown, policy=FeedbackPolicy.NAMES, hint=None, language=language)
        return _all_shown(
            submissions, graded, shown, named, folder, language=language, roster=roster, anonymous=anonymous
        )

    def _shown(
        self, graded: GradedSubmission, *, policy: FeedbackPolicy, hint: int | None, language: str
    ) -> RedactedGrade:
        rubric = self._grader.rubric
        redacted = redact(graded, self._grader.engines.broken, rubric, policy)
        redacted = with_changes(redacted, graded, self._journal.previous(graded))
        redacted = in_language(redacted, language)
        if hint is None:
            return redacted
        levels = graded.grade.levels
        # Nobody has declared the reference suite that there is, so it was made of the engine and is nobody's solution.
        is_made = rubric.reference is None and self._grader.reference is not None
        suite = graded.grade.next_tests if is_made else None
        return with_hints(redacted, levels, self._shape, step=hint, most=rubric.hints, language=language, suite=suite)


class EngineSession(_Session[EngineGrade]):
    """A grader of engines with a journal; ``open_engine_session`` makes it.

    Args:
        grader: what engines are graded with.
        journal: the grades that are finished.
    """

    def __init__(self, grader: EngineGrader, journal: GradeJournal[EngineGrade]) -> None:
        super().__init__(journal, grader.isolation, grader.rubric.feedback, grader.rubric.language)
        self._grader = grader

    def grade(
        self,
        submissions: Sequence[HandIn],
        policy: FeedbackPolicy,
        *,
        folder: Path | None = None,
        jobs: int = 1,
        language: str = "en",
        roster: Roster | None = None,
        anonymous: bool = False,
        on_graded: Callable[[], None] = lambda: None,
    ) -> list[RedactedGrade]:
        """Grade engines; the results are in the order given. The arguments are those of ``GradingSession.grade``.

        Raises:
            CouldNotGrade: engines cannot be isolated on this machine.
            GradbreakError: the folder cannot be written.
        """
        graded = grade_each(
            self._grader,
            [functools.partial(read_submission, structs.replace(each, is_engine=True)) for each in submissions],
            self._journal,
            jobs=jobs,
            progress=lambda _done, _total: on_graded(),
        )

        def shown(each: EngineGrade, policy: FeedbackPolicy = policy) -> RedactedGrade:
            redacted = redact_engine(each, self._grader.items, self._grader.rubric, policy)
            return in_language(redacted, language)

        named = functools.partial(shown, policy=FeedbackPolicy.NAMES)
        return _all_shown(
            submissions, graded, shown, named, folder, language=language, roster=roster, anonymous=anonymous
        )


def _unused(journal: GradeJournal[T]) -> tuple[str, ...]:
    said = []
    if journal.refused:
        said.append(f"{journal.refused} kept grades were changed since they were written, and are not used")
    if journal.unsigned:
        said.append(
            f"{journal.unsigned} kept grades have no signature, as those of the first gradbreak 0.1.0; they"
            " are not used, and their submissions are graded again"
        )
    for version, count in sorted(journal.of_other_versions.items()):
        said.append(
            f"{count} kept grades are of gradbreak {printable(version)}, which may have decided otherwise; they are"
            f" not used by gradbreak {__version__}, and their submissions are graded again"
        )
    return tuple(said)


def _all_shown(
    submissions: Sequence[HandIn],
    graded: Iterable[T],
    shown: Callable[[T], RedactedGrade],
    named: Callable[[T], RedactedGrade],
    folder: Path | None,
    *,
    language: str,
    roster: Roster | None,
    anonymous: bool,
) -> list[RedactedGrade]:
    """The grades as their authors may see them, written to a folder where there is one."""
    if folder is None:
        return [shown(each) for each in graded]
    try:
        names = [each.name for each in submissions]
        students = students_of(names, roster) if roster is not None else None
        return list(write_batch(folder, names, graded, shown, named, language, students=students, anonymous=anonymous))
    except OSError as error:
        raise GradbreakError(
            f"{error.filename or folder} cannot be written: {error.strerror}", "Choose another folder with --out"
        ) from None


@contextmanager
def open_engine_session(
    work_folder: Path, rubric: Path | None, *, require_sandbox: bool = False, fresh: bool = False
) -> Iterator[EngineSession]:
    """Open a journal of engines' grades.

    Args:
        work_folder: its cache keeps the journal.
        rubric: a ``rubric.toml``; None for the points of nobody's rubric.
        require_sandbox: refuse to grade where bubblewrap does not work.
        fresh: forget the grades of earlier batches.

    Raises:
        Busy: another batch is being graded with this folder.
        ConfigError: the rubric is malformed, or the cache folder cannot be written.
        CouldNotGrade: a sandbox is required and does not work, or a package that engines may import is not installed.
    """
    declared = load_engine_rubric(rubric)
    package_files(declared.packages)  # only to fail early if one is not installed
    grader = EngineGrader(rubric=declared, isolation=choose_isolation(None, require_sandbox=require_sandbox))
    with open_journal(work_folder / CACHE, ENGINE_JOURNAL, EngineGrade, fresh=fresh) as journal:
        yield EngineSession(grader, journal)


@contextmanager
def open_session(config: Config, *, require_sandbox: bool = False, fresh: bool = False) -> Iterator[GradingSession]:
    """Check the grader of a project on its reference suites and open its journal of grades.

    Args:
        config: the project's declarations.
        require_sandbox: refuse to grade where bubblewrap does not work.
        fresh: forget the grades of earlier batches.

    Raises:
        Busy: another batch of this project is being graded.
        ConfigError: a declaration is malformed or does not fit the engine, or the cache folder cannot be written.
        CouldNotGrade: a sandbox is required and does not work, a package that tests may import is not installed, or
            the reference suites do not get the grades they must get.
    """
    cache = config.cache_root / CACHE
    with open_grade_journal(cache, fresh=fresh) as journal:
        yield GradingSession(prepare(config, cache, require_sandbox=require_sandbox), journal, config.engine.shape)
