"""The engines that a submission is tried on: complete texts, correct and broken."""

from gradbreak.grading.engines.kept import kept_engines
from gradbreak.grading.engines.types import BrokenText, CorrectEngine, Engines
from gradbreak.grading.engines.variants import make_engines

__all__ = ["BrokenText", "CorrectEngine", "Engines", "kept_engines", "make_engines"]
