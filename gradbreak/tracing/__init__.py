"""Watching the engine at work: expressions, recorded writes, oracles, and an intact sweep beside a broken one."""

from gradbreak.tracing.diamonds import DiamondMeasure, measure
from gradbreak.tracing.dual import dual_gradients
from gradbreak.tracing.parse import bind, parse
from gradbreak.tracing.recorder import Recorder
from gradbreak.tracing.recording import Place, RecordedWrite, Recording
from gradbreak.tracing.torch_oracle import torch_gradients
from gradbreak.tracing.trace import Request, functions_of, trace, trace_examples

__all__ = [
    "DiamondMeasure",
    "Place",
    "RecordedWrite",
    "Recorder",
    "Recording",
    "Request",
    "bind",
    "dual_gradients",
    "functions_of",
    "measure",
    "parse",
    "torch_gradients",
    "trace",
    "trace_examples",
]
