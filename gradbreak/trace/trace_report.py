"""A trace with everything that is said about it: the comparison and the oracle's gradients."""

from __future__ import annotations

from msgspec import Struct

from gradbreak.model import Example, Order, Write
from gradbreak.trace.compare import Comparison
from gradbreak.trace.oracles import OracleKind


class TraceReport(Struct, frozen=True, kw_only=True):
    """What ``gradbreak trace`` shows, in whatever form.

    Attributes:
        example: both sweeps.
        change: the break or mutant in words, ``canonical: every += becomes =``.
        gradient: what the engine calls a gradient, ``grad``.
        comparison: the sweeps write by write.
        oracle: whose gradients the engine's are compared with.
        expected: the oracle's gradient of each input; None where it has none.
        order: that of the engine's sets; None where the order of a sweep is the same in every process.
    """

    example: Example
    change: str
    gradient: str
    comparison: Comparison
    oracle: OracleKind
    expected: dict[str, float | None]
    order: Order | None = None


class _Gradient(Struct, frozen=True):
    intact: float | None
    broken: float | None
    oracle: float | None


class _Write(Struct, frozen=True):
    sweep: int
    step: int
    site: str
    node: str
    before: float
    after: float


class TraceJson(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What ``gradbreak trace --format json`` prints.

    Attributes:
        expression: in the form in which gradbreak writes it.
        inputs: the value of each variable.
        value: the forward result on the engine as it is.
        gradients: for each input the three gradients; null where there is no finite number.
        writes: ``intact`` and ``broken``: every write to a gradient, in order.
        broken_error: what ended the broken engine early; absent where nothing did.
        order: the order of the engine's sets under which both are shown; absent where it is the same in every process.
    """

    expression: str
    inputs: dict[str, float]
    value: float
    gradients: dict[str, _Gradient]
    writes: dict[str, tuple[_Write, ...]]
    broken_error: str = ""
    order: Order | None = None


def as_json(report: TraceReport) -> TraceJson:
    """A report in the form that ``--format json`` prints."""
    example = report.example

    def writes(of: tuple[Write, ...]) -> tuple[_Write, ...]:
        return tuple(_Write(w.sweep, w.step, w.site, w.node, w.before, w.after) for w in of)

    return TraceJson(
        expression=example.expression,
        inputs=example.inputs,
        value=example.value,
        gradients={
            name: _Gradient(
                example.intact.gradients.get(name), example.broken.gradients.get(name), report.expected.get(name)
            )
            for name in example.inputs
        },
        writes={"intact": writes(example.intact.writes), "broken": writes(example.broken.writes)},
        broken_error=example.broken.error,
        order=report.order,
    )
