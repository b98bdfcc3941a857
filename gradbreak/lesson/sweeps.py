"""Sweeps an expression twice without a reset between, and once more after a reset."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from gradbreak.config import Config, EngineConfig
from gradbreak.engine.activation import activate
from gradbreak.engine.source_files import read_sources
from gradbreak.errors import BadEngine, RunNotProven
from gradbreak.mutation import MutantSet
from gradbreak.process.in_child import Ended, in_child
from gradbreak.trace.engine_algebra import EngineAlgebra
from gradbreak.trace.expression import Expression, evaluate
from gradbreak.trace.loading import engine_in_child
from gradbreak.trace.oracles import agree
from gradbreak.trace.trace import SECONDS

Gradients = dict[str, float]


class Sweeps(Struct, frozen=True, kw_only=True):
    """The inputs' gradients.

    Attributes:
        once: after one sweep.
        twice: after a second one from the same result.
        after_reset: after a reset and a third; None where the engine has no reset.
    """

    once: Gradients
    twice: Gradients
    after_reset: Gradients | None

    @property
    def doubles(self) -> bool:
        """Whether the second sweep doubled every gradient."""
        return all(agree(self.twice[name], 2 * gradient) for name, gradient in self.once.items())

    @property
    def stays(self) -> bool:
        """Whether the second sweep left every gradient as it was."""
        return all(agree(self.twice[name], gradient) for name, gradient in self.once.items())


def measure_sweeps(
    config: Config, mutants: MutantSet, expression: Expression, inputs: Mapping[str, float], break_id: str | None
) -> Sweeps:
    """Sweep an expression twice, reset its gradients and sweep it again.

    Args:
        config: the project.
        mutants: what can be changed in its engine.
        expression: what to evaluate.
        inputs: the value of each variable.
        break_id: what is changed; None leaves the engine as it is.

    Raises:
        BadEngine: the engine cannot do that.
        RunNotProven: it is not the engine any more that the mutants were made of.
    """
    if read_sources(config.root, config.engine.files) != dict(mutants.sources):
        raise RunNotProven("the engine was edited while the lesson was going on", "Start the lesson again")

    def work() -> Sweeps:
        with engine_in_child(config) as engine:
            if break_id is not None:
                activate(config.root, mutants.edits(break_id), mutants.sources, ordered=config.engine.files_with_sets)
            return _sweeps(engine.node_class, config.engine, expression, inputs)

    answer = in_child(work, Sweeps, seconds=SECONDS, memory_mib=config.limits.memory_mib)
    if isinstance(answer, Ended):
        raise BadEngine(
            f"two sweeps and {config.engine.reset} did not come to an end: {answer.why}",
            "Check entry_point and reset in engine.toml, and what is printed above",
        )
    return answer


def _sweeps(node_class: type, engine: EngineConfig, expression: Expression, inputs: Mapping[str, float]) -> Sweeps:
    leaves = {name: node_class(value) for name, value in inputs.items()}
    result = evaluate(expression, leaves, EngineAlgebra(node_class))

    def swept() -> Gradients:
        getattr(result, engine.entry_point)()
        return {name: float(getattr(leaf, engine.gradient)) for name, leaf in leaves.items()}

    if engine.reset and not callable(getattr(result, engine.reset, None)):
        raise BadEngine(
            f"{node_class.__name__} has no method {engine.reset}, which the lesson needs",
            "Correct reset in engine.toml, or give the engine one",
        )
    once, twice = swept(), swept()
    if not engine.reset:
        return Sweeps(once=once, twice=twice, after_reset=None)
    getattr(result, engine.reset)()
    return Sweeps(once=once, twice=twice, after_reset=swept())
