"""The errors that end a command, each with its own exit code and one line for the user."""

from __future__ import annotations

import difflib
import enum
from collections.abc import Iterable


class ExitCode(enum.IntEnum):
    """What the process returns; each number has one meaning in every command."""

    DONE = 0
    MISSES_THE_BREAK = 1
    USAGE = 2
    BAD_CONFIG = 3
    NO_SUCH_SUITE = 4
    SUITE_FAILS = 5
    BAD_TEST_FILE = 6
    BAD_ENGINE = 7
    NO_MUTANTS = 8
    NO_SUCH_MUTANT = 9
    BAD_RESULTS = 10
    NO_MUTMUT_ROWS = 11
    RUN_NOT_PROVEN = 12
    BUSY = 13
    BAD_EXPRESSION = 14
    CONFLICT = 15
    COULD_NOT_GRADE = 16
    NO_SUCH_TEST = 17
    WRONG_ENGINE = 18
    DEFECT = 70
    INTERRUPTED = 130
    OUTPUT_CLOSED = 141
    TERMINATED = 143


class GradbreakError(Exception):
    """A problem that the user can fix, described in one line with the next step.

    Args:
        problem: what is wrong, naming the offending value; no full stop at the end.
        next_step: what to do about it, as an instruction.
    """

    exit_code = ExitCode.USAGE

    def __init__(self, problem: str, next_step: str) -> None:
        super().__init__(f"{problem}. {next_step}")
        self.problem = problem
        self.next_step = next_step


def choose_among(wrong: str, known: Iterable[str]) -> str:
    """The next step where a name is unknown: the known name that is most like it, and all of them.

    Args:
        wrong: what was typed.
        known: in the order in which they are listed.
    """
    names = list(known)
    close = difflib.get_close_matches(wrong, names, n=1)
    meant = f"Did you mean {close[0]!r}? " if close else ""
    return f"{meant}Choose among: {', '.join(names)}"


class ConfigError(GradbreakError):
    """A file in the configuration folder is missing, malformed or has an unknown key."""

    exit_code = ExitCode.BAD_CONFIG


class NoSuchSuite(GradbreakError):
    """A suite was named that the configuration does not declare, or its folder is missing."""

    exit_code = ExitCode.NO_SUCH_SUITE


class SuiteFails(GradbreakError):
    """A test fails on the engine as it is, so its failure on a mutant means nothing."""

    exit_code = ExitCode.SUITE_FAILS


class BadTestFile(GradbreakError):
    """A test file cannot be collected: a syntax error, or an import that fails."""

    exit_code = ExitCode.BAD_TEST_FILE


class BadEngine(GradbreakError):
    """The engine cannot be parsed or imported, or is not the file that was configured."""

    exit_code = ExitCode.BAD_ENGINE


class NoMutants(GradbreakError):
    """mutmut found nothing to mutate."""

    exit_code = ExitCode.NO_MUTANTS


class NoSuchMutant(GradbreakError):
    """A name fits no mutant or break, or fits several."""

    exit_code = ExitCode.NO_SUCH_MUTANT


class NoSuchTest(GradbreakError):
    """A name fits no test of the suites, or fits several."""

    exit_code = ExitCode.NO_SUCH_TEST


class BadResults(GradbreakError):
    """A results file is missing, malformed or of another version."""

    exit_code = ExitCode.BAD_RESULTS


class NoMutmutRows(GradbreakError):
    """``mutmut run`` left no rows, or its rows are about another engine."""

    exit_code = ExitCode.NO_MUTMUT_ROWS


class RunNotProven(GradbreakError):
    """A run failed one of the checks without which its verdicts mean nothing."""

    exit_code = ExitCode.RUN_NOT_PROVEN


class Busy(GradbreakError):
    """Another run is using the same journal."""

    exit_code = ExitCode.BUSY


class BadExpression(GradbreakError):
    """An expression or its inputs can't be used."""

    exit_code = ExitCode.BAD_EXPRESSION


class Conflict(GradbreakError):
    """The working copy has a change that the command would lose, so nothing was changed."""

    exit_code = ExitCode.CONFLICT


class CouldNotGrade(GradbreakError):
    """The grader can't grade: its configuration contradicts itself, or it can't isolate tests."""

    exit_code = ExitCode.COULD_NOT_GRADE
