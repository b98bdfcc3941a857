"""What a teacher declares: what catching is worth, and which engines are correct."""

from gradbreak.grading.declarations.load import load_grading
from gradbreak.grading.declarations.types import Control, ControlEdit, Grading, LevelPoints, Rubric

__all__ = ["Control", "ControlEdit", "Grading", "LevelPoints", "Rubric", "load_grading"]
