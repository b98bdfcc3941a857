"""Running a property on the examples that it drew on the engine as it is, without generating them again.

Generating examples is most of what a property costs, and every mutant gets the same ones: Hypothesis derives them from
a fixed seed, and from what earlier examples drew and how they ended. So as long as each example makes the same choices
among the same alternatives and passes, the next one is the one that was recorded. The first that fails ends the
generation, since nothing is shrunk. All but the generation is left to Hypothesis' own code: drawing, calling the test,
and describing a failure.

Nothing that was drawn is kept: each example is drawn anew, from its choices, in the process that runs it. Where
anything but a pass or a failure on the recorded draws is seen, the replay says so, and nothing that its process did
since counts.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from .draws import DrawnExample, Draws, Inside, can_be_replayed, parameters_of

RUNS = 2
"""How often a process runs a property: for its verdict, and where it passed to record what it writes."""


class ReplayDiffersError(BaseException):
    """A property does something else than what was recorded. A BaseException, so that no test catches it."""


class Replays:
    """The properties of a session that can be replayed.

    Attributes:
        differs: a replay was none; nothing that this process did since counts.
    """

    def __init__(self) -> None:
        self.differs = False
        self._recorded: dict[str, bytes] = {}
        self._prepared: dict[str, _PreparedProperty] = {}

    def take(self, item: pytest.Item, encoded: bytes) -> None:
        """Take what a property drew in another process; what two processes agree on is replayed.

        Args:
            item: the property; it has never run in this process.
            encoded: its draws.
        """
        if item.nodeid not in self._recorded:
            self._recorded[item.nodeid] = encoded
            return
        inside, draws = Inside.of_installed(), Draws.decoded(encoded)
        # Which constants Hypothesis mixes in depends on the modules that are loaded: there they were the same as here.
        agreed = self._recorded[item.nodeid] == encoded and inside is not None and draws.constants == inside.constants()
        if agreed and inside is not None and can_be_replayed(item):
            self._prepared[item.nodeid] = _PreparedProperty(inside, item, draws)
        else:
            self._prepared.pop(item.nodeid, None)

    @contextlib.contextmanager
    def replaying(self, item: pytest.Item) -> Iterator[None]:
        """Let ``item`` run as a replay where it can. Look at ``differs`` afterwards."""
        prepared = self._prepared.get(item.nodeid)
        if prepared is None or not prepared.still_holds():
            yield
            return
        function = prepared.function
        item.obj = prepared.stand_in  # type: ignore[attr-defined]  # every property is a function
        try:
            yield
        finally:
            item.obj = function  # type: ignore[attr-defined]  # as above
            self.differs |= prepared.differs


class _PreparedProperty:
    """A property, and all that Hypothesis prepares before the first example. It runs no code of the project's."""

    def __init__(self, inside: Inside, item: pytest.Item, draws: Draws) -> None:
        self.inside = inside
        self.draws = draws
        self.differs = False
        self.function: Any = item.obj  # type: ignore[attr-defined]  # every property is a function
        self.known = len(inside._get_local_constants())
        # Hypothesis would read the test's source for the key of its database, of which there is none.
        self.function._hypothesis_internal_database_key = b""
        inner, signature = self.function.hypothesis.inner_test, inspect.signature(self.function)
        # Made as Hypothesis makes the property's function: a failure may name the line that its frame claims.
        named = inside.define_function_signature(inner.__name__, inner.__doc__, signature)(self._replay)
        self.stand_in = inside.impersonate(inner)(named)
        _, _, self.stuff = inside.process_arguments_to_given(
            self.function,
            (),
            parameters_of(item),
            self.function.hypothesis._given_kwargs,
            signature.parameters,
        )
        # The signature of the test is worked out once, here.
        self.proxied = self._new_state()._proxied_test(timed=False)
        for strategy in self.stuff.given_kwargs.values():
            strategy.label  # noqa: B018  # worked out from its parts when it is first asked for
        self.states = [self._new_state() for _ in range(RUNS)]

    def _new_state(self) -> Any:
        settings = self.function._hypothesis_internal_use_settings
        inner = self.function.hypothesis.inner_test
        return self.inside.StateForActualGivenExecution(self.stuff, inner, settings, Random(0), self.function)

    def still_holds(self) -> bool:
        """Whether Hypothesis would generate now what it generated then: constants are added, and never removed."""
        return len(self.inside._get_local_constants()) == self.known and not self.inside.observability_enabled()

    def _replay(self, *_: object, **__: object) -> None:
        """What the property's function does, on the recorded examples."""
        state = self.states.pop() if self.states else self._new_state()
        state._proxied_tests[False] = self.proxied
        runner = _ReplayingRunner(self.inside, state, self.draws.examples)
        core = self.inside.core
        original, core.ConjectureRunner = core.ConjectureRunner, lambda *_, **__: runner
        try:
            state.run_engine()
        except BaseException as error:  # noqa: BLE001  # as Hypothesis does it around this very call
            with self.inside.local_settings(state.settings):
                trimmed = None if isinstance(error, BaseExceptionGroup) else self.inside.get_trimmed_traceback()
                raise error.with_traceback(trimmed)  # noqa: B904  # the same exception, not one about it
        finally:
            core.ConjectureRunner = original
            self.differs |= runner.differs


class _ReplayingRunner:
    """What ``run_engine`` uses of a ``ConjectureRunner``, on recorded examples instead of generated ones."""

    exit_reason = None
    _verified_by_backend = None
    _backend_found_failure = False

    def __init__(self, inside: Inside, state: Any, examples: tuple[DrawnExample, ...]) -> None:
        self.inside = inside
        self.state = state
        self.examples = examples
        self.statistics: dict[str, Any] = {}
        self.best_observed_targets: dict[str, float] = {}
        self.interesting_test_cases: dict[Any, Any] = {}
        self.call_count = 0
        self.valid_test_cases = 0
        self._has_ended = False
        self._failing: DrawnExample | None = None
        self._last: tuple[Any, DrawnExample] | None = None

    @property
    def differs(self) -> bool:
        """Whether anything was seen that was not recorded, in the example that failed and is run again, too."""
        return not self._has_ended or (self._last is not None and not self._is_as_recorded(*self._last))

    def run(self) -> None:
        """Run the examples up to the first that fails."""
        with self.inside.local_settings(self.state.settings):
            for example in self.examples:
                data = self.inside.ConjectureData(prefix=example.choices, max_choices=example.most_choices, random=None)
                self.call_count += 1
                self._call(data)
                data.freeze()
                has_failed = data.status is self.inside.Status.INTERESTING
                if not self._is_as_recorded(data, example) or not (has_failed or data.status.name == example.status):
                    raise ReplayDiffersError
                self.valid_test_cases += data.status is self.inside.Status.VALID
                if has_failed:
                    self.interesting_test_cases = {data.interesting_origin: data.as_result()}
                    self._failing = example
                    break
        self._has_ended = True  # not where something was raised, which Hypothesis would not take for a failure

    def _call(self, data: Any) -> None:
        # The frames between here and the test are as many as in Hypothesis' own runner: a test that recurses for ever
        # fails at the same depth.
        with self.inside.ensure_free_stackframes():
            try:
                self.state._execute_once_for_engine(data)
            except self.inside.StopTest as stop:
                if stop.testcounter != data.testcounter:
                    raise

    def _is_as_recorded(self, data: Any, example: DrawnExample) -> bool:
        return (
            data.misaligned_at is None
            and not data.target_observations
            and len(data.nodes) == example.most_choices
            and self.inside.shape_of(data) == example.shape
        )

    def new_conjecture_data(self, choices: Any, *, max_choices: int) -> Any:
        """The failing example, which Hypothesis runs once more to describe it."""
        data = self.inside.ConjectureData(prefix=choices, max_choices=max_choices, random=None)
        assert self._failing is not None
        self._last = data, self._failing
        return data
