"""Fixtures: expressions traced on this repository's own engine, and reports on them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gradbreak.model import Example
from gradbreak.trace.compare import compare
from gradbreak.trace.oracles import OracleKind
from gradbreak.trace.parse import parse
from gradbreak.trace.trace import TraceRequest, functions_of, trace
from gradbreak.trace.trace_report import TraceReport


@pytest.fixture
def traced(config, mutants) -> Callable[..., Example]:
    """Trace an expression under a change, which is the canonical break unless another is named."""

    def run(text: str, change: str = "canonical", **inputs: float) -> Example:
        expression = parse(text, functions_of(config))
        request = TraceRequest(name="", expression=expression, inputs=inputs, break_id=mutants.find(change).id)
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
            oracle=OracleKind.DUAL,
            expected=expected or dict(example.intact.gradients),
        )

    return make
