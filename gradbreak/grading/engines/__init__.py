"""Makes the engines that submissions are tried on, as complete texts, correct and broken.

A project's declarations come in, and ``Engines`` go out: the reference, the controls, the decoys and the targets. It
must never run an engine, and never disguise a broken engine in a form that no correct engine has.
"""

from gradbreak.grading.engines.engine_cache import cached_engines
from gradbreak.grading.engines.types import CorrectEngine, Engines, Target
from gradbreak.grading.engines.variants import Variant, engine_texts, make_engines

__all__ = ["CorrectEngine", "Engines", "Target", "Variant", "cached_engines", "engine_texts", "make_engines"]
