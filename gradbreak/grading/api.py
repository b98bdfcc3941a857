"""What a program can do with grading: find submissions, grade them, format the grades, write an assignment.

``gradbreak grade`` is built on this module alone. A caller opens a ``GradingSession`` for a project, grades paths with
it, and gets ``RedactedGrade`` objects: they hold no more than the submission's author may see.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from gradbreak import __version__
from gradbreak.config import Config
from gradbreak.engine.shape import EngineShape
from gradbreak.errors import GradbreakError
from gradbreak.grading.assignment import write_assignment
from gradbreak.grading.batch import grade_all
from gradbreak.grading.batch_folder import write_batch
from gradbreak.grading.grader import Grader
from gradbreak.grading.hinting import with_hints
from gradbreak.grading.intake import HandIn, hand_ins, looks_like_a_class, passed_over, read_submissions
from gradbreak.grading.isolation import what_stays_open, why_no_sandbox
from gradbreak.grading.journal import GradeJournal, open_grade_journal
from gradbreak.grading.model import FeedbackPolicy, GradedSubmission, GradeVerdict, IsolationKind
from gradbreak.grading.output.formats import (
    FOR_ONE,
    GRADEBOOKS,
    Format,
    FormatOptions,
    format_grades,
    students_of,
    without_mark,
)
from gradbreak.grading.output.redacted_grade import RedactedGrade, redact, with_changes
from gradbreak.grading.output.roster import Roster, read_roster
from gradbreak.grading.output.text import table_lines, text_lines
from gradbreak.grading.output.untrusted import printable
from gradbreak.grading.output.wording import Wording
from gradbreak.grading.prepare import prepare, read
from gradbreak.process.cache import CACHE

__all__ = [
    "FOR_ONE",
    "GRADEBOOKS",
    "FeedbackPolicy",
    "Format",
    "FormatOptions",
    "GradeVerdict",
    "GradingSession",
    "HandIn",
    "RedactedGrade",
    "Roster",
    "Wording",
    "format_grades",
    "hand_ins",
    "looks_like_a_class",
    "open_session",
    "passed_over",
    "printable",
    "read_roster",
    "read_submissions",
    "table_lines",
    "text_lines",
    "without_mark",
    "write_assignment",
]


class GradingSession:
    """A checked grader with the journal of its project; ``open_session`` makes it.

    Args:
        grader: what submissions are graded with.
        journal: the grades that are finished.
        shape: what the engine's parts are called.
    """

    def __init__(self, grader: Grader, journal: GradeJournal, shape: EngineShape) -> None:
        self._grader = grader
        self._shape = shape
        self._journal = journal

    @property
    def rubric_feedback(self) -> FeedbackPolicy:
        """How much the rubric lets authors see."""
        return self._grader.rubric.feedback

    @property
    def rubric_language(self) -> str | None:
        """The language of pages and feedback that the rubric asks for; None where it leaves that open."""
        return self._grader.rubric.language

    @property
    def no_sandbox_reason(self) -> str:
        """Why tests run without a sandbox; empty where they run in one."""
        return why_no_sandbox() if self._grader.isolation is IsolationKind.SUBPROCESS else ""

    @property
    def open_without_sandbox(self) -> str:
        """What stays open to students' code without a sandbox, in one sentence without a full stop."""
        return what_stays_open()

    @property
    def unused_grades(self) -> tuple[str, ...]:
        """Which grades in the journal are not used and why: sentences without a full stop, for the teacher."""
        said = []
        if self._journal.refused:
            said.append(f"{self._journal.refused} kept grades were changed since they were written, and are not used")
        if self._journal.unsigned:
            said.append(
                f"{self._journal.unsigned} kept grades have no signature, as those of the first gradbreak 0.1.0; they"
                " are not used, and their submissions are graded again"
            )
        for version, count in sorted(self._journal.of_other_versions.items()):
            said.append(
                f"{count} kept grades are of gradbreak {printable(version)}, which may have decided otherwise; they are"
                f" not used by gradbreak {__version__}, and their submissions are graded again"
            )
        return tuple(said)

    def grade(
        self,
        submissions: Sequence[HandIn],
        policy: FeedbackPolicy,
        *,
        folder: Path | None = None,
        jobs: int = 1,
        language: str = "en",
        hint: int | None = None,
        roster: Roster | None = None,
        anonymous: bool = False,
        on_graded: Callable[[], None] = lambda: None,
    ) -> list[RedactedGrade]:
        """Grade submissions; the results are in the order given.

        Args:
            submissions: each is a test file, a folder, an archive, or several of them.
            policy: how much the authors may see.
            folder: where to write pages, JSON files and the teacher's table; None for nowhere.
            jobs: how many processes may be busy at the same time.
            language: of the pages, one of ``gradbreak.texts.LANGUAGES``.
            hint: for the author of a submission, the step of hints that is asked for, 1 to 3; 0 for the offer of one;
                None for neither.
            roster: the gradebook's students, whose names the class page shows; None for the submissions' names.
            anonymous: write a class page without names, too.
            on_graded: called after each submission.

        Raises:
            CouldNotGrade: tests cannot be isolated on this machine.
            GradbreakError: the rubric allows no such hint, or the folder cannot be written.
        """
        graded = grade_all(
            self._grader,
            [functools.partial(read, self._grader, each) for each in submissions],
            self._journal,
            jobs=jobs,
            progress=lambda _done, _total: on_graded(),
        )
        most = self._grader.rubric.hints
        if hint is not None and hint > most:
            raise GradbreakError(
                f"the rubric gives no hint of step {hint}",
                f"Ask for --hint {most}" if most else "Ask the person who set this task",
            )
        shown = functools.partial(self._shown, policy=policy, hint=hint, language=language)
        named = functools.partial(self._shown, policy=FeedbackPolicy.NAMES, hint=None, language=language)
        if folder is None:
            return [shown(each) for each in graded]
        try:
            names = [each.name for each in submissions]
            students = students_of(names, roster) if roster is not None else None
            return list(
                write_batch(folder, names, graded, shown, named, language, students=students, anonymous=anonymous)
            )
        except OSError as error:
            raise GradbreakError(
                f"{error.filename or folder} cannot be written: {error.strerror}", "Choose another folder with --out"
            ) from None

    def _shown(
        self, graded: GradedSubmission, *, policy: FeedbackPolicy, hint: int | None, language: str
    ) -> RedactedGrade:
        rubric = self._grader.rubric
        redacted = redact(graded, self._grader.engines.broken, rubric, policy)
        redacted = with_changes(redacted, graded, self._journal.previous(graded))
        if hint is None:
            return redacted
        levels = graded.grade.levels
        return with_hints(redacted, levels, self._shape, step=hint, most=rubric.hints, language=language)


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
    cache = config.root / CACHE
    with open_grade_journal(cache, fresh=fresh) as journal:
        yield GradingSession(prepare(config, cache, require_sandbox=require_sandbox), journal, config.engine.shape)
