"""The rival answer: the mutated file, imported from scratch. Every mutant and break must do the same as it."""

from __future__ import annotations

import contextlib
import functools
import importlib.machinery
import random
import re
import sys
import traceback
import types
from collections.abc import Callable, Iterator, Mapping

import pytest

from gradbreak.config import Config
from gradbreak.engine.activation import LiveFunctions, activate
from gradbreak.engine.edits import apply_edits
from gradbreak.engine.live_code import live_functions
from gradbreak.engine.source_files import module_name

pytestmark = pytest.mark.slow

STEPS = 5_000
"""Lines of the engine that one probe may run; the intact engine needs less than a third of that."""

# Each is evaluated with the nodes a = 2.5, b = 3, c = -4, d = 0 and e = 0.5, swept twice, and set back.
EXPRESSIONS = (
    "(a * b + c) * (a - c)",
    "(a + c) / b * a - a / (b + a)",
    "a ** b * a + a ** 3 * a + c ** 2 + d ** 1 + b ** a + e ** b",
    "-a * a + (-c) * c",
    "a.exp() * a + a.log() * a + b.log()",
    "a.tanh() * a + a.sigmoid() * a + c.sigmoid()",
    "a.relu() * a + c.relu() * c + d.relu() * a + e.relu() * b",
    "(2 + a) * (2 - a) + 2 * a + 3 / a + 2 ** a",
    "a + a",
    "a",
    "V(2, 'x', (a, b))",
    # what must be refused
    "a / 0",
    "a / (b - 3)",
    "d ** 0",
    "d ** 0.5",
    "d ** a",
    "c ** 0.5",
    "c ** a",
    "c.log()",
    "d.log()",
    "e.log()",
    "V('2')",
    "V(True)",
    "V(10 ** 400)",
    "V(float('inf'))",
    "V(1e200) * 1e200",
    "V(1000).exp()",
    "V(1e200) ** 2",
    "a + 'b'",
    "a + None",
    "'b' * a",
)


class TooLongError(BaseException):
    """A probe that might never end; no handler of the engine may swallow it."""


def probes() -> Iterator[Callable[..., object]]:
    for expression in EXPRESSIONS:
        yield functools.partial(sweep, expression)
    yield network
    yield wrong_networks


def sweep(expression: str, main: types.ModuleType, _: types.ModuleType) -> object:
    value = main.Value
    leaves = value(2.5, "a"), value(3, label="b"), value(-4.0), value(0), value(0.5)
    result = eval(expression, dict(zip("abcde", leaves, strict=True)) | {"V": value})
    seen = [result.data, repr(result), repr(leaves[0]), repr(leaves[2])]
    for _ in range(2):
        result.backward()
        seen.append([node.grad for node in (result, *leaves)])
    result.zero_grad()
    return seen, [node.grad for node in (result, *leaves)]


def network(_: types.ModuleType, nn: types.ModuleType) -> object:
    net = nn.MLP([1, 2, 1], random.Random(1))
    (output,) = net([0.5])
    output.backward()
    gradients = [parameter.grad for parameter in net.parameters()]
    nn.sgd_step(net.parameters(), 0.5)
    after = [parameter.data for parameter in net.parameters()]
    net.zero_grad()
    layer, neuron = nn.Layer(1, 2, random.Random(2)), nn.Neuron(2, random.Random(3))
    return (
        [output.data, gradients, after],
        [parameter.grad for parameter in net.parameters()],
        [node.data for node in layer([2.0])],
        neuron([1, 2]).data,
    )


def wrong_networks(_: types.ModuleType, nn: types.ModuleType) -> object:
    wrong = (
        lambda: nn.MLP([2], random.Random(1)),
        lambda: nn.MLP([1, 2], random.Random(1))([1.0]),
        lambda: nn.Neuron(2, random.Random(1))([1.0]),
        *(functools.partial(nn.sgd_step, [], rate) for rate in (0, -1, 0.5, 1, float("inf"))),
    )
    said = []
    for each in wrong:
        try:
            said.append(type(each()).__name__)
        except (ValueError, TypeError, AttributeError, IndexError) as error:
            said.append(f"{type(error).__name__}: {error}")
    return said


def outcome(probe: Callable[..., object], modules: list[types.ModuleType]) -> object:
    """What a probe gives, or how it fails and where; with the number of lines that it took."""
    files = {module.__file__ for module in modules}
    steps = 0

    def count(frame: types.FrameType, event: str, _: object) -> Callable[..., object] | None:
        nonlocal steps
        if frame.f_code.co_filename not in files:
            return None
        steps += event == "line"
        if steps > STEPS:
            raise TooLongError
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        found = repr(probe(*modules))
    except TooLongError:
        return "might never end"
    except Exception as error:  # noqa: BLE001  # whatever it is, the other engine must raise it too
        frames = [(f.f_code.co_qualname, line) for f, line in traceback.walk_tb(error.__traceback__)]
        found = f"{type(error).__name__}: {error} at {frames[-1:]}"
    finally:
        sys.settrace(before)
    return re.sub(r"0x[0-9a-f]+", "0x", found), steps


@functools.cache
def compiled(text: str, path: str) -> types.CodeType:
    return compile(text, path, "exec", dont_inherit=True)


@contextlib.contextmanager
def engine(config: Config, sources: Mapping[str, str]) -> Iterator[list[types.ModuleType]]:
    """The engine's modules made from these texts, in the place of those that the process has."""
    with pytest.MonkeyPatch.context() as patch:
        modules = []
        for file, text in sources.items():
            module = types.ModuleType(module_name(file))
            module.__file__ = str(config.root / file)
            patch.setitem(sys.modules, module.__name__, module)
            exec(compiled(text, module.__file__), vars(module))
            modules.append(module)
        yield modules


@contextlib.contextmanager
def unchanged_afterwards(live: Mapping[str, LiveFunctions]) -> Iterator[None]:
    """Put every function of the engine's files back, and forget the mutated text that later imports would get."""
    functions = [function for by_name in live.values() for several in by_name.values() for function in several]
    before = [(each, each.__code__, each.__defaults__, each.__kwdefaults__) for each in functions]
    with pytest.MonkeyPatch.context() as patch:
        loader = importlib.machinery.SourceFileLoader
        patch.setattr(loader, "get_code", loader.get_code)
        yield
    for function, code, defaults, keyword_defaults in before:
        function.__code__, function.__defaults__, function.__kwdefaults__ = code, defaults, keyword_defaults


def outcomes(modules: list[types.ModuleType]) -> list[object]:
    return [outcome(probe, modules) for probe in probes()]


@pytest.fixture(scope="module")
def pairs(config, mutants, intact) -> dict[str, list[list[object]]]:
    """For every mutant and break, what the live engine does with it and what the mutated file does."""
    found = {}
    with engine(config, mutants.sources) as modules:
        # Looking for the live functions takes a tenth of a second in a process as large as this one.
        live = {file: live_functions(str(config.root / file)) for file in mutants.sources}
        for name, edits in mutants.edits_by_id.items():
            with unchanged_afterwards(live):
                activate(config.root, edits, mutants.sources, live)
                found[name] = [outcomes(modules)]
        assert outcomes(modules) == intact, "a mutant was left in the engine"
    for name, edits in mutants.edits_by_id.items():
        file = edits[0].file
        with engine(config, {**mutants.sources, file: apply_edits(mutants.sources[file], edits)}) as modules:
            found[name].append(outcomes(modules))
    return found


@pytest.fixture(scope="module")
def intact(config, mutants) -> list[object]:
    with engine(config, mutants.sources) as modules:
        return outcomes(modules)


def test_every_mutant_and_break_does_what_the_mutated_file_does(pairs):
    assert [name for name, (ours, theirs) in pairs.items() if ours != theirs] == []


def test_the_probes_tell_every_mutant_and_break_from_the_intact_engine(pairs, intact):
    assert [name for name, (_, theirs) in pairs.items() if theirs == intact] == []


def test_the_probes_are_far_from_their_limit_on_the_intact_engine(intact):
    assert max(steps for _, steps in intact) * 3 <= STEPS
