"""What a property draws on the engine as it is: recorded in one process, sent to another, and compared."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import marshal
import os
import sys
import sysconfig
import types
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest

CORE = "hypothesis.core"
"""The module whose names stand for the parts of Hypothesis that a recording and a replay put their own in place of."""

NAMES = {
    CORE: ("ConjectureRunner", "StateForActualGivenExecution", "process_arguments_to_given", "ensure_free_stackframes"),
    "hypothesis.control": ("BuildContext",),
    "hypothesis.errors": ("StopTest",),
    "hypothesis._settings": ("local_settings",),
    "hypothesis.internal.escalation": ("get_trimmed_traceback",),
    "hypothesis.internal.reflection": ("define_function_signature", "impersonate"),
    "hypothesis.internal.observability": ("observability_enabled",),
    "hypothesis.internal.conjecture.choice": ("choice_key", "choice_constraints_key"),
    "hypothesis.internal.conjecture.data": ("ConjectureData", "Status"),
    "hypothesis.internal.conjecture.providers": ("_get_local_constants",),
}
"""What is used of Hypothesis beyond its documented interface, by module; a test holds that it is there."""

SPAN_RECORD = "_ConjectureData__span_record"
"""The attribute of a ``ConjectureData`` that says which strategy made which choices."""


class DrawnExample(NamedTuple):
    """One example that Hypothesis generated.

    Attributes:
        choices: what was chosen, in order; from them every strategy draws its value anew.
        most_choices: how many it may make before Hypothesis gives it up.
        status: ``VALID``, or ``OVERRUN`` where it was given up.
        shape: among what each choice was made, and by which strategy.
    """

    choices: tuple[Any, ...]
    most_choices: int
    status: str
    shape: tuple[Any, ...]


@dataclass(frozen=True)
class Draws:
    """All that a property drew.

    Attributes:
        examples: in the order in which they were generated.
        constants: of the project's modules, some of which Hypothesis mixes into what it generates.
    """

    examples: tuple[DrawnExample, ...]
    constants: tuple[tuple[Any, ...], ...]

    def encoded(self) -> bytes:
        """The same bytes for the same draws, NaN included."""
        # Of this version, because later ones also write down which objects are the same one.
        return marshal.dumps((tuple(map(tuple, self.examples)), self.constants), 2)

    @classmethod
    def decoded(cls, encoded: bytes) -> Draws:
        """The draws that a process of ours has encoded."""
        examples, constants = marshal.loads(encoded)  # from a fork of this process, which runs the same code
        return cls(examples=tuple(DrawnExample(*each) for each in examples), constants=constants)


class Inside:
    """The parts of Hypothesis in ``NAMES``, by name."""

    def __init__(self) -> None:
        for module, names in NAMES.items():
            found = importlib.import_module(module)
            for name in names:
                setattr(self, name, getattr(found, name))
        self.core: Any = importlib.import_module(CORE)
        inspect.signature(self.ConjectureData).bind(prefix=(), max_choices=0, random=None)
        inspect.signature(self.StateForActualGivenExecution).bind(
            *["stuff", "test", "settings", "random", "wrapped_test"]
        )
        inspect.signature(self.process_arguments_to_given).bind(
            *["wrapped_test", "arguments", "kwargs", "given", "params"]
        )
        if not hasattr(self.ConjectureData(prefix=(), max_choices=0, random=None), SPAN_RECORD):
            raise AttributeError(SPAN_RECORD)

    def __getattr__(self, name: str) -> Any:  # for the type checker
        raise AttributeError(name)

    @classmethod
    def of_installed(cls) -> Inside | None:
        """None where Hypothesis is not imported, or is of a version without these parts."""
        if "hypothesis" not in sys.modules:
            return None
        try:
            return cls()
        except (ImportError, AttributeError, TypeError):
            return None

    def shape_of(self, data: Any) -> tuple[Any, ...]:
        """Among what each choice was made, which were forced, and which strategies they belong to."""
        spans = getattr(data, SPAN_RECORD)
        nodes = [
            (
                node.type,
                *(
                    getattr(part, "intervals", part)
                    for part in self.choice_constraints_key(node.type, node.constraints)
                ),
                node.was_forced and self.choice_key(node.value),
            )
            for node in data.nodes
        ]
        return tuple(nodes), tuple(spans.labels), tuple(map(int, spans.trail))

    def constants(self) -> tuple[tuple[Any, ...], ...]:
        """The constants of the project's modules that are loaded by now."""
        found = self._get_local_constants()
        return tuple(tuple(found.set_for_type(kind)) for kind in ("integer", "float", "bytes", "string"))


def can_be_replayed(item: pytest.Item) -> bool:
    """Whether a test is a property whose examples depend on nothing but its strategies.

    Its settings are those that ``make_repeatable`` gave it.
    """
    from hypothesis import Phase, Verbosity, settings

    function: Any = getattr(item, "obj", None)
    handle = getattr(function, "hypothesis", None)
    own = getattr(function, "_hypothesis_internal_use_settings", None)
    return (
        type(item) is pytest.Function
        and item.cls is None
        and set(item.fixturenames) <= set(parameters_of(item))
        and isinstance(function, types.FunctionType)
        and isinstance(getattr(handle, "inner_test", None), types.FunctionType)
        and isinstance(own, settings)
        and own.derandomize
        and own.database is None
        and own.deadline is None
        and own.backend == "hypothesis"
        and own.verbosity <= Verbosity.normal
        and Phase.generate in own.phases
        and set(own.phases) <= {Phase.explicit, Phase.generate}
        # Examples of its own and one blob to reproduce come before anything is generated.
        and not getattr(function, "hypothesis_explicit_examples", ())
        and getattr(function, "_hypothesis_internal_use_reproduce_failure", ()) is None
    )


def parameters_of(item: pytest.Item) -> dict[str, Any]:
    """The arguments that a parametrized test is called with."""
    return dict(item.callspec.params) if hasattr(item, "callspec") else {}


class DrawRecorder:
    """Records what properties draw while they run as ever.

    Args:
        engine: the paths of the engine's files.
    """

    def __init__(self, engine: Collection[str]) -> None:
        self.inside = Inside.of_installed()
        self.engine = frozenset([*engine, *map(os.path.realpath, engine)])

    @contextlib.contextmanager
    def recording(self, item: pytest.Item) -> Iterator[Callable[[], bytes | None]]:
        """Record while ``item`` runs.

        Yields:
            A function that returns the encoded draws of an item that has passed; None where they cannot be replayed.
        """
        inside = self.inside
        if inside is None or not can_be_replayed(item) or inside.observability_enabled():
            yield lambda: None
            return
        seen = _Seen(inside, getattr(item, "obj", None), self.engine)
        runner, arguments = _runner_class(inside, seen), inside.core.process_arguments_to_given
        prepare = inside.BuildContext.prep_args_kwargs_from_strategies

        def given(*all_: Any, **named: Any) -> Any:
            with seen.watching(_is_users):
                return arguments(*all_, **named)

        def draw(context: Any, *all_: Any, **named: Any) -> Any:
            with seen.watching(seen.is_engine):
                drawn = prepare(context, *all_, **named)
            seen.choices[id(context.data)] = len(context.data.nodes)
            return drawn

        before = inside.core.ConjectureRunner
        inside.core.ConjectureRunner, inside.core.process_arguments_to_given = runner, given
        inside.BuildContext.prep_args_kwargs_from_strategies = draw
        try:
            yield seen.encoded
        finally:
            inside.core.ConjectureRunner, inside.core.process_arguments_to_given = before, arguments
            inside.BuildContext.prep_args_kwargs_from_strategies = prepare


class _Seen:
    """What one property did while it was recorded."""

    def __init__(self, inside: Inside, function: Any, engine: frozenset[str]) -> None:
        self.inside = inside
        self.function = function
        self.engine = engine
        self.runs = 0
        self.is_plain = True
        self.examples: list[DrawnExample] = []
        self.choices: dict[int, int] = {}  # by example: the choices made before the test was called

    def is_engine(self, file: str) -> bool:
        return file in self.engine

    @contextlib.contextmanager
    def watching(self, is_foreign: Callable[[str], bool]) -> Iterator[None]:
        """Note whether a function of certain files is called meanwhile."""

        def look(frame: types.FrameType, event: str, _: object) -> None:
            if event == "call" and is_foreign(frame.f_code.co_filename):
                self.is_plain = False

        before = sys.getprofile()
        sys.setprofile(look)
        try:
            yield
        finally:
            sys.setprofile(before)

    def begin(self, test_function: Any) -> None:
        """Note that a property begins; its function must be the item's, with nothing around it."""
        self.runs += 1
        state = getattr(test_function, "__self__", None)
        self.is_plain &= getattr(state, "wrapped_test", None) is self.function

    def end(self, data: Any) -> None:
        """Note an example that has come to an end."""
        status, made = data.status.name, len(data.nodes)
        if status == "VALID":
            # More choices than the arguments needed: the test itself draws, and may do so by what the engine answers.
            self.is_plain &= self.choices.pop(id(data), None) == made and not data.target_observations
        else:
            # An example that was rejected says that the test, or a filter, assumes something.
            self.is_plain &= status == "OVERRUN" and made == data.max_choices
        shape = self.inside.shape_of(data)
        self.examples.append(DrawnExample(choices=data.choices, most_choices=made, status=status, shape=shape))

    def encoded(self) -> bytes | None:
        if self.runs != 1 or not self.is_plain or not self.examples:
            return None
        with contextlib.suppress(ValueError):  # a strategy of somebody else's may choose among what can't be encoded
            return Draws(examples=tuple(self.examples), constants=self.inside.constants()).encoded()
        return None


def _runner_class(inside: Inside, seen: _Seen) -> type:
    class RecordingRunner(inside.ConjectureRunner):  # type: ignore[misc,name-defined]  # known at run time only
        def __init__(self, test_function: Any, **named: Any) -> None:
            seen.begin(test_function)
            super().__init__(test_function, **named)

        def test_function(self, data: Any) -> None:
            try:
                super().test_function(data)
            finally:
                seen.end(data)

    return RecordingRunner


def _is_users(file: str) -> bool:
    """Whether a function's file belongs neither to Hypothesis nor to the standard library."""
    # pip's packages may stand in a folder of the standard library.
    return not file.startswith(("<", _HYPOTHESIS, __file__)) and (not file.startswith(_LIBRARY) or "-packages" in file)


_LIBRARY = sysconfig.get_paths()["stdlib"] + os.sep
_HYPOTHESIS = sysconfig.get_paths()["purelib"] + os.sep + "hypothesis" + os.sep
