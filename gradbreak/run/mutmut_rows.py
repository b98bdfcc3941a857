"""Reading the rows that the plugin recorded during ``mutmut run``, and checking that they are about this engine."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from gradbreak.config import Config
from gradbreak.errors import NoMutmutRows
from gradbreak.model import Failure
from gradbreak.mutation import MutantSet
from gradbreak.mutation.mutmut_verdicts import changed_functions, unchecked_mutants, verdicts_of_mutmut
from gradbreak.run.baseline import SuiteBaseline
from gradbreak.run.journal import CellAnswer
from gradbreak.run.mutmut_plugin import FILE, TESTED, MutantTested, RecordedRow, digest
from gradbreak.run.reach import Reach, ReachMap
from gradbreak.testing.outcome import Outcome

FOLDER = "mutants"
RUN = "Run `mutmut run`, with the plugin that [tool.mutmut] of pyproject.toml loads"

TRAMPOLINED = re.compile(r"\bx(?:ǁ\w+?ǁ|_)(\w+?)__mutmut_(?:orig|\d+)\b")
"""What mutmut renames a function to, as in ``xǁNodeǁ__add____mutmut_3``; the group is the name in the engine."""

Answers = dict[str, dict[str, CellAnswer]]
Line = TypeVar("Line")


def read_mutmut_rows(config: Config, mutants: MutantSet, baselines: Sequence[SuiteBaseline]) -> Answers:
    """The verdicts of ``mutmut run``: mutant id → test id → answer.

    A cached rerun of mutmut repeats no test, so later rows are merged over earlier ones. mutmut runs every test that
    enters the mutated function; a test that doesn't run the mutated line is left out here, as in our own run.

    Raises:
        NoMutmutRows: there are none, they are about another text of the engine or of a test, or some are missing.
    """
    rows = _read(config.root / FOLDER / FILE)
    changed = changed_functions(config.root, mutants.sources)
    if changed:
        raise NoMutmutRows(f"{changed[0]} was changed after `mutmut run`", "Run `mutmut run` again")
    unchecked = unchecked_mutants(config.root, list(mutants.sources))
    if unchecked:
        raise NoMutmutRows(
            f"`mutmut run` has not tested {len(unchecked)} mutants yet, {unchecked[0]} among them",
            "Run `mutmut run` again; it goes on where it stopped",
        )
    edited = _edited(config.root, {mutant.id for mutant in mutants.mutants})
    if edited:
        raise NoMutmutRows(
            f"{edited} was changed after `mutmut run` tested with it",
            f"Delete {FOLDER}/ and run `mutmut run`; it tests no mutant again of its own accord",
        )
    verdicts = verdicts_of_mutmut(config.root, list(mutants.sources))
    answers: Answers = {}
    for baseline in baselines:
        reach_map = ReachMap(baseline)
        for mutant in mutants.mutants:
            stretches = mutants.lines_by_id[mutant.id]
            recorded = rows.get(mutant.id, {})
            # A test that began and never ended took the process with it, so the later tests have no row.
            was_ended = any(row.outcome is None for row in recorded.values())
            end = CellAnswer(Outcome.TIMEOUT if verdicts.get(mutant.id) == "timeout" else Outcome.CRASHED)
            for test in baseline.counting:
                reach, row = reach_map.reach(test, stretches), recorded.get(test)
                if row is None and reach == Reach.RUNNING and not was_ended:
                    raise NoMutmutRows(f"`mutmut run` recorded no row for {test} on {mutant.id}", RUN)
                if row is not None:
                    answer = end if row.outcome is None else CellAnswer(row.outcome, _with_own_names(row.failure))
                    if reach != Reach.NEVER or answer.outcome != Outcome.PASSED:
                        answers.setdefault(mutant.id, {})[test] = answer
                elif reach == Reach.RUNNING:
                    answers.setdefault(mutant.id, {})[test] = end
    return answers


def _with_own_names(failure: Failure | None) -> Failure | None:
    return failure and msgspec.structs.replace(failure, message=TRAMPOLINED.sub(r"\1", failure.message))


def _read(path: Path) -> dict[str, dict[str, RecordedRow]]:
    """The last row of each test on each mutant.

    Raises:
        NoMutmutRows: there is none, or one cannot be read.
    """
    if not path.parent.is_dir():
        raise NoMutmutRows(f"there is no {FOLDER}/ folder", RUN)
    if not path.exists():
        raise NoMutmutRows(f"the folder {FOLDER}/ has no recorded rows ({FOLDER}/{FILE})", RUN)
    rows: dict[str, dict[str, RecordedRow]] = {}
    for row in _lines(path, RecordedRow):
        rows.setdefault(row.mutant, {})[row.test] = row
    if not rows:
        raise NoMutmutRows(f"{FOLDER}/{FILE} is empty", RUN)
    return rows


def _edited(root: Path, mutants: Container[str]) -> str:
    """A test file that was edited after some mutant was last tested with it; empty where there is none."""
    path = root / FOLDER / TESTED
    tested = _lines(path, MutantTested) if path.exists() else ()
    last = {one.mutant: one.files for one in tested if one.mutant in mutants}
    now: dict[str, str] = {}
    for file, then in ((file, then) for files in last.values() for file, then in files.items()):
        if file not in now:
            now[file] = digest((root / file).read_bytes()) if (root / file).is_file() else ""
        if now[file] != then:
            return file
    return ""


def _lines(path: Path, kind: type[Line]) -> Iterator[Line]:
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            yield msgspec.json.decode(line, type=kind)
        except msgspec.DecodeError as error:
            raise NoMutmutRows(
                f"line {number} of {FOLDER}/{path.name} cannot be read: {error}",
                f"Delete {FOLDER}/ and run `mutmut run`",
            ) from None
