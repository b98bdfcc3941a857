"""The engines that a submission is tried on: complete texts, correct and broken."""

from gradbreak.grading.engines.engine_cache import cached_engines
from gradbreak.grading.engines.types import CorrectEngine, Engines, Target
from gradbreak.grading.engines.variants import make_engines

__all__ = ["CorrectEngine", "Engines", "Target", "cached_engines", "make_engines"]
