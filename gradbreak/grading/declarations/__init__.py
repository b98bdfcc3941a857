"""Reads what a teacher declares: what catching is worth, and which engines are correct.

``rubric.toml`` and ``controls.toml`` come in, and validated types go out. It must never accept a key that it does not
know, and it never looks at a submission.
"""

from gradbreak.grading.declarations.load import load_engine_rubric, load_grading
from gradbreak.grading.declarations.types import (
    Control,
    ControlEdit,
    EnginePoints,
    EngineRubric,
    Grading,
    LevelPoints,
    Rubric,
)

__all__ = [
    "Control",
    "ControlEdit",
    "EnginePoints",
    "EngineRubric",
    "Grading",
    "LevelPoints",
    "Rubric",
    "load_engine_rubric",
    "load_grading",
]
