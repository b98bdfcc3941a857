"""The errors that end a command, each with its own exit code and one line for the user."""

from __future__ import annotations

import difflib
import enum
from collections.abc import Iterable
from typing import Self


class ExitCode(enum.IntEnum):
    """What the process returns; each number has one meaning in every command.

    Attributes:
        meaning: what it says, as a half-sentence in Markdown.
    """

    meaning: str

    def __new__(cls, value: int, meaning: str) -> Self:
        """A number with its meaning."""
        code = int.__new__(cls, value)
        code._value_ = value
        code.meaning = meaning
        return code

    DONE = (0, "done; of `gradbreak grade`: it catches the break")
    MISSES_THE_BREAK = (1, "a graded submission does not catch the break")
    USAGE = (2, "wrong usage: an option or an argument that does not exist")
    BAD_CONFIG = (3, "a configuration file is missing or wrong")
    NO_SUCH_SUITE = (4, "no such suite, or a suite without tests")
    SUITE_FAILS = (5, "no test passes on the engine as it is, or a suite ends its process")
    BAD_TEST_FILE = (6, "a test file cannot be collected")
    BAD_ENGINE = (7, "the engine cannot be parsed or imported, or is another file than the mutated one")
    NO_MUTANTS = (8, "mutmut finds nothing to mutate")
    NO_SUCH_MUTANT = (9, "no such mutant or break")
    BAD_RESULTS = (10, "a results file is missing, malformed or of another version")
    NO_MUTMUT_ROWS = (11, "`mutmut run` left no rows, or rows about another text of the engine or of a test")
    RUN_NOT_PROVEN = (12, "the run could not prove itself")
    BUSY = (13, "another run is going on")
    BAD_EXPRESSION = (14, "an expression or its inputs cannot be used")
    CONFLICT = (
        15,
        "the working copy stands in the way of `gradbreak break`: another break is in, or both versions had to be kept",
    )
    COULD_NOT_GRADE = (
        16,
        "a submission could not be graded, or nothing can be on this machine or with this configuration",
    )
    NO_SUCH_TEST = (17, "no such test")
    WRONG_ENGINE = (18, "`check`: an engine is wrong")
    NO_RUNTIME = (19, "`playground`: Python for the browser is not installed")
    DEFECT = (70, "a defect of gradbreak, with Python's account of it; no verdict")
    INTERRUPTED = (130, "interrupted with Ctrl-C; what is finished is kept")
    OUTPUT_CLOSED = (141, "whoever read the output closed it, as `| head` does")
    TERMINATED = (143, "ended by SIGTERM, as build servers and `timeout` do; what is finished is kept")


class GradbreakError(Exception):
    """A problem that the user can fix, described in one line with the next step.

    Args:
        problem: what is wrong, naming the offending value; no full stop at the end.
        next_step: what to do about it, as an instruction.
    """

    exit_code = ExitCode.USAGE

    def __init__(self, problem: str, next_step: str) -> None:
        super().__init__(f"{problem}{'' if problem[-1:] in '.?!' else '.'} {next_step}")
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


class NoRuntime(GradbreakError):
    """Python for the browser is not installed, or cannot be used."""

    exit_code = ExitCode.NO_RUNTIME
