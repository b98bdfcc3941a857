"""The project's own engine with its mutants, made once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gradbreak.config import Config, load_config
from gradbreak.model import Example
from gradbreak.mutation import MutantSet, make_mutants
from gradbreak.tracing import Request, functions_of, parse, trace
from gradbreak.tracing.compare import compare
from gradbreak.tracing.oracles import Oracle
from gradbreak.tracing.report import TraceReport

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def config() -> Config:
    return load_config(ROOT)


@pytest.fixture(scope="session")
def mutants(config) -> MutantSet:
    return make_mutants(config)


@pytest.fixture
def traced(config, mutants) -> Callable[..., Example]:
    """Trace an expression under a change, which is the canonical break unless another is named."""

    def run(text: str, change: str = "canonical", **inputs: float) -> Example:
        expression = parse(text, functions_of(config))
        request = Request(name="", expression=expression, inputs=inputs, break_id=mutants.find(change).id)
        return trace(config, mutants, [request])[0]

    return run


@pytest.fixture
def report(traced) -> Callable[..., TraceReport]:
    """A report on a traced expression; the oracle agrees unless its answer is given."""

    def make(text: str, change: str = "canonical", expected: dict[str, float | None] | None = None, **inputs: float):
        example = traced(text, change, **inputs)
        return TraceReport(
            example=example,
            change="canonical: every += becomes =",
            gradient="grad",
            comparison=compare(example.intact, example.broken),
            oracle=Oracle.DUAL,
            expected=expected or dict(example.intact.gradients),
        )

    return make
