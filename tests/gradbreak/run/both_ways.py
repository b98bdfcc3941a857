"""A program: every test of the suites on some mutants, through pytest's whole protocol and through the call alone."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from gradbreak.config import load_config
from gradbreak.engine.activation import activate
from gradbreak.mutation import make_mutants
from gradbreak.run.failures import describe
from gradbreak.testing.fast_path import fast_path_tests, next_with_phases
from gradbreak.testing.outcome_recorder import OutcomeRecorder, leave_out_idle_plugins
from gradbreak.testing.properties import make_session_repeatable

EVERY = 40
"""Of the mutants, one in so many; every break comes on top."""


class BothWays:
    def __init__(self, root: Path, recorder: OutcomeRecorder) -> None:
        self.config = load_config(root)
        self.mutants = make_mutants(self.config)
        self.recorder = recorder
        self.differing: list[Any] = []
        self.plain = self.compared = 0

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        make_session_repeatable(session)
        leave_out_idle_plugins(session)
        plain = fast_path_tests(session)
        self.plain = len(plain)
        ids = [mutant.id for mutant in self.mutants.mutants[::EVERY]] + [each.id for each in self.mutants.breaks]
        for id_ in ids:
            whole, call = (self.outcomes(id_, session.items, names) for names in (frozenset[str](), plain))
            self.compared += len(whole)
            self.differing += [[id_, *pair] for pair in zip(whole, call, strict=True) if pair[0] != pair[1]]
        return True

    def outcomes(self, id_: str, items: list[pytest.Item], plain: frozenset[str]) -> list[Any]:
        reading, writing = os.pipe()
        if os.fork() == 0:
            activate(self.config.root, self.mutants.edits(id_), self.mutants.sources)
            self.recorder.fast_path = plain
            found = []
            for item, following in zip(items, next_with_phases(items, plain), strict=True):
                outcome, failure = self.recorder.run(item, following)
                found.append([item.nodeid, outcome, failure and [failure.message, failure.file, failure.line]])
            with os.fdopen(writing, "w") as out:
                json.dump(found, out)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as answer:
            found = json.load(answer)
        os.wait()
        return found


def main() -> None:
    root = Path.cwd()
    recorder = OutcomeRecorder(lambda error: describe(error, str(root)))
    both = BothWays(root, recorder)
    answers = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    pytest.main(["-q", "-s", "-p", "no:cacheprovider", *sys.argv[1:]], plugins=[both, recorder])
    with os.fdopen(answers, "w") as out:
        json.dump({"plain": both.plain, "compared": both.compared, "differing": both.differing}, out)


if __name__ == "__main__":
    main()
