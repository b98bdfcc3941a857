"""A program: what tests leave in every node on many mutants, found without the recorder.

Reads ``{mutant: [test, …]}`` and prints ``{mutant: {test: Seen}}``; the mutant with an empty name is the engine
as it is. The outcome of a run under the recorder is there with ``--recorded`` only.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from msgspec import Struct

from gradbreak.config import load_config
from gradbreak.engine.activation import activate
from gradbreak.engine.recorder import Recorder
from gradbreak.engine.source_files import import_engine
from gradbreak.mutation import make_mutants
from gradbreak.run.failures import describe
from gradbreak.testing.outcome_recorder import OutcomeRecorder, leave_out_idle_plugins
from gradbreak.testing.properties import make_session_repeatable

RECORDED = "--recorded"


class Seen(Struct, frozen=True, kw_only=True):
    """One test on one mutant.

    Attributes:
        outcome: passed or failed, and with what message.
        states: a digest of what every node holds in the end.
        histories: a digest of what every node held in turn.
        outcome_while_recorded: the same under the recorder, where that was asked for.
    """

    outcome: list[str]
    states: str
    histories: str
    outcome_while_recorded: list[str] | None


class FinalStates:
    """A pytest plugin that runs the wanted tests in place of pytest."""

    def __init__(self, root: Path, runner: OutcomeRecorder, wanted: dict[str, list[str]], recorded: bool) -> None:
        self.config = load_config(root)
        self.mutants = make_mutants(self.config)
        self.runner = runner
        self.wanted = wanted
        self.recorded = recorded
        self.found: dict[str, dict[str, Seen]] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        make_session_repeatable(session)
        leave_out_idle_plugins(session)
        module = import_engine(self.config.root, self.config.engine.file)
        self.node_class = getattr(module, self.config.engine.node_class)
        items = {item.nodeid: item for item in session.items}
        for mutant, tests in self.wanted.items():
            self.found[mutant] = self.in_child(mutant, [items[test] for test in tests])
        return True

    def in_child(self, mutant: str, items: list[pytest.Item]) -> dict[str, Seen]:
        reading, writing = os.pipe()
        if os.fork() == 0:
            if mutant:
                activate(self.config.root, self.mutants.edits(mutant), self.mutants.sources)
            pairs = zip(items, [*items[1:], None], strict=True)
            found = {item.nodeid: self.seen(item, following) for item, following in pairs}
            with os.fdopen(writing, "w") as out:
                out.write(msgspec.json.encode(found).decode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as answer:
            content = msgspec.json.decode(answer.read(), type=dict[str, Seen])
        os.wait()
        return content

    def seen(self, item: pytest.Item, following: pytest.Item | None) -> Seen:
        with self.kept() as (nodes, histories):
            outcome = self.outcome(item, following)
        return Seen(
            outcome=outcome,
            states=_digest([[self.content(node, name) for name in self.names] for node in nodes]),
            histories=_digest([[histories[id(node), name] for name in self.names] for node in nodes]),
            outcome_while_recorded=self.while_recorded(item, following) if self.recorded else None,
        )

    def outcome(self, item: pytest.Item, following: pytest.Item | None) -> list[str]:
        outcome, failure = self.runner.run(item, following)
        return [outcome, failure.message if failure else ""]

    def while_recorded(self, item: pytest.Item, following: pytest.Item | None) -> list[str]:
        with Recorder(self.node_class, self.config.engine.shape):
            return self.outcome(item, following)

    @contextmanager
    def kept(self) -> Iterator[tuple[list[object], dict[tuple[int, str], list[str]]]]:
        """Every node that is made, in order, and by node and attribute the contents that followed one another."""
        nodes: list[object] = []
        histories: dict[tuple[int, str], list[str]] = defaultdict(list)
        made, assigned = self.node_class.__init__, self.node_class.__setattr__

        def make(node: object, *args: object, **kwargs: object) -> None:
            nodes.append(node)
            made(node, *args, **kwargs)

        def assign(node: object, name: str, content: object) -> None:
            assigned(node, name, content)
            if name in self.names:
                history, now = histories[id(node), name], self.content(node, name)
                if history[-1:] != [now]:
                    history.append(now)

        self.node_class.__init__, self.node_class.__setattr__ = make, assign
        try:
            yield nodes, histories
        finally:
            self.node_class.__init__ = made
            del self.node_class.__setattr__

    @property
    def names(self) -> tuple[str, str]:
        return self.config.engine.value, self.config.engine.gradient

    def content(self, node: object, name: str) -> str:
        content = getattr(node, name, "unset")
        # + 0.0, because 0.0 and -0.0 are equal.
        return repr(content + 0.0) if isinstance(content, (int, float)) else repr(content)


def _digest(content: object) -> str:
    return hashlib.sha256(repr(content).encode()).hexdigest()


def main() -> None:
    root = Path.cwd()
    wanted = json.load(sys.stdin)
    runner = OutcomeRecorder(lambda error: describe(error, str(root)))
    plugin = FinalStates(root, runner, wanted, RECORDED in sys.argv)
    answers = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    paths = [argument for argument in sys.argv[1:] if argument != RECORDED]
    pytest.main(["-q", "-s", "-p", "no:cacheprovider", *paths], plugins=[plugin, runner])
    with os.fdopen(answers, "w") as out:
        out.write(msgspec.json.encode(plugin.found).decode())


if __name__ == "__main__":
    main()
