"""Lists the files of a project that an assignment needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from gradbreak.config import Config
from gradbreak.config.load import FOLDER
from gradbreak.errors import ConfigError
from gradbreak.grading.declarations import Rubric
from gradbreak.grading.model import FeedbackPolicy

Files = dict[str, bytes]
"""Path relative to the folder they go into, with forward slashes → content."""

RUBRIC = f"{FOLDER}/rubric.toml"

_FEEDBACK = re.compile(r"""^([ \t]*feedback[ \t]*=[ \t]*)(?:"everything"|'everything')([ \t]+(?=\#))?""", re.MULTILINE)

MUTMUT = "pyproject.toml"
"""Where mutmut is told what to mutate."""


def engine_files(config: Config) -> Files:
    """The engine with the packages that it is in, so that it can be imported by the name it has here."""
    tops = dict.fromkeys(PurePosixPath(file).parts[0] for file in config.engine.files)
    return {name: content for top in tops for name, content in _tree(config.root, top)}


def grading_files(config: Config, rubric: Rubric) -> Files:
    """The engine, all declarations, the suites that they name, and the two that the grader checks itself with.

    The rubric's feedback is that of ``feedback_of``.
    """
    suites = (suite.path for suite in config.suites)
    files = {
        **engine_files(config),
        **{
            name: content
            for path in filter(None, (FOLDER, MUTMUT, *suites, rubric.reference, rubric.must_miss))
            for name, content in _tree(config.root, path)
        },
    }
    if feedback_of(rubric) is not rubric.feedback:
        files[RUBRIC] = _with_feedback(files[RUBRIC].decode(), feedback_of(rubric)).encode()
    return files


def feedback_of(rubric: Rubric) -> FeedbackPolicy:
    """How much an autograder shows: what the rubric says, short of the reference suite's tests, which are the solution.

    Students who may resubmit would get it three tests at a time.
    """
    return FeedbackPolicy.NAMES if rubric.feedback is FeedbackPolicy.EVERYTHING else rubric.feedback


def _with_feedback(rubric: str, feedback: FeedbackPolicy) -> str:
    """A rubric that shows everything with another policy; all else in it stays as its author wrote it."""
    shorter = " " * (len(FeedbackPolicy.EVERYTHING) - len(feedback))  # a comment beside it stays where it stands

    def replaced(match: re.Match[str]) -> str:
        return f'{match[1]}"{feedback}"' + (shorter + match[2] if match[2] else "")

    text, found = _FEEDBACK.subn(replaced, rubric, count=1)
    # Written in a way that is not recognised here, such as a quoted key: better no autograder than the solution in it.
    if not found:
        raise ConfigError(f"{RUBRIC} writes feedback in an unusual way", 'Write it as feedback = "everything"')
    return text


def _tree(root: Path, top: str) -> Iterator[tuple[str, bytes]]:
    """A file, or everything in a folder but what Python has left there."""
    start = root / top
    for path in sorted(start.rglob("*")) if start.is_dir() else [start]:
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(root).as_posix(), path.read_bytes()
