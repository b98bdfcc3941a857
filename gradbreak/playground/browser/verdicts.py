"""All verdicts of one run, in the order in which a person wants them: killed or not, then why not."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import structs

from gradbreak.errors import BadEngine
from gradbreak.playground.browser.judging import Judging, LeftBehindError, RowAnswer
from gradbreak.playground.browser.messages import (
    CollectedMessage,
    TestLine,
    TestsMessage,
    UncleanMessage,
    UnusableMessage,
)
from gradbreak.playground.browser.scoring import name_of, row_message, summary
from gradbreak.playground.project import FAMILY, CorrectVariant, PlaygroundProject
from gradbreak.testing.outcome import Outcome
from gradbreak.texts import say
from gradbreak.texts.playground import PlaygroundTexts


class Verdicts:
    """One run's verdicts, told as they come.

    Args:
        project: the engine and its variants.
        texts: the language.
        tell: takes each message.
        caught: the ids of broken engines that an earlier run, which came to an end before its time, has caught.

    Attributes:
        unplaced: the correct variants that cannot be put into a live engine, and are to be tried afresh.
    """

    def __init__(
        self,
        project: PlaygroundProject,
        texts: PlaygroundTexts,
        tell: Callable[[object], None],
        caught: frozenset[str],
    ) -> None:
        self.unplaced: list[CorrectVariant] = []
        self._project = project
        self._texts = texts
        self._tell = tell
        self._before = caught
        self._lines: tuple[TestLine, ...] = ()
        self._answers: dict[int, RowAnswer] = {}
        self._depending: dict[str, str] = {}

    def judge(self, judging: Judging, start: int, *, families: bool) -> None:
        """Run the tests on the engine as it is, on the broken ones, and on correct ones.

        Args:
            judging: a collected run.
            start: the index of the first broken engine to run.
            families: run the mutants of the other families, and nothing else.

        Raises:
            LeftBehindError: what a run on a broken engine left is still there; the page has been told.
        """
        words = self._texts.python
        self._tell(CollectedMessage(names=tuple(name_of(item.nodeid) for item in judging.items)))
        self._lines = judging.intact(words)
        self._tell(TestsMessage(tests=self._lines))
        if not self._lines:
            self._tell(UnusableMessage(line=0, message=words.no_tests, headline=words.no_tests))
            return
        rows = [
            row
            for row, variant in enumerate(self._project.broken)
            if row >= start and (variant.level == FAMILY) == families and self._counting
        ]
        for row in rows:
            self._run(judging, row, None if row == rows[-1] else row + 1)
        if not families:
            self._summarise(is_final=False)
        for row, answer in self._answers.items():
            if answer.cells and not answer.catching:
                self._answers[row] = judging.reasons(self._project.broken[row], row, answer)
                self._tell_row(row)
        if not families and any(answer.catching for answer in self._answers.values()):
            for variant in self._project.correct:
                try:
                    self.try_on(judging, variant)
                except BadEngine:
                    self.unplaced.append(variant)

    def try_on(self, judging: Judging, variant: CorrectVariant) -> None:
        """Set the tests aside that fail on a correct variant.

        Raises:
            BadEngine: it cannot be put into a live engine.
        """
        edits = () if variant in self.unplaced else variant.edits
        for test in judging.failing(edits, self._counting, reverses_sets=variant.reverses_sets):
            self._depending.setdefault(test, say(self._texts.python.depends_on, what=variant.independent_of))

    def conclude(self) -> None:
        """Tell what all of it comes to."""
        if self._depending:
            self._lines = tuple(
                structs.replace(line, set_aside=self._depending.get(line.id, line.set_aside)) for line in self._lines
            )
            self._tell(TestsMessage(tests=self._lines))
            for row, answer in self._answers.items():
                self._answers[row] = answer.without(self._depending)
                self._tell_row(row)
        if self._lines:
            self._summarise(is_final=True)

    @property
    def _counting(self) -> tuple[str, ...]:
        """The ids of the tests that pass and are not set aside."""
        return tuple(line.id for line in self._lines if line.outcome == Outcome.PASSED and not line.set_aside)

    @property
    def _caught(self) -> frozenset[str]:
        now = (self._project.broken[row].id for row, answer in self._answers.items() if answer.catching)
        return self._before.union(now)

    def _run(self, judging: Judging, row: int, following: int | None) -> None:
        try:
            self._answers[row] = judging.broken(self._project.broken[row], row, self._counting)
        except BadEngine:
            self._answers[row] = RowAnswer.unjudged()
        except LeftBehindError as left:
            self._answers[row] = left.answer
            self._tell_row(row)
            message = say(self._texts.python.left_behind, test=left.test.partition("::")[2])
            self._tell(UncleanMessage(message=message, row=following))
            raise
        self._tell_row(row)

    def _tell_row(self, row: int) -> None:
        self._tell(row_message(self._project.broken[row], self._answers[row], self._caught, self._texts))

    def _summarise(self, *, is_final: bool) -> None:
        catching = [test.test for answer in self._answers.values() for test in answer.catching[:1]]
        self._tell(
            summary(self._project, self._caught, len(self._counting), catching[:1], self._texts, is_final=is_final)
        )
