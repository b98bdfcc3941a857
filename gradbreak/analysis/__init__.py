"""What follows from the cells of a run: counts, redundant tests, subsumed mutants."""

from gradbreak.analysis.analyse import Analysis, analyse
from gradbreak.analysis.matrix import KillMatrix, MatrixError
from gradbreak.analysis.redundancy import find_redundancy
from gradbreak.analysis.subsumption import find_subsumption
from gradbreak.analysis.summary import summarise
from gradbreak.analysis.telling import most_telling

__all__ = [
    "Analysis",
    "KillMatrix",
    "MatrixError",
    "analyse",
    "find_redundancy",
    "find_subsumption",
    "most_telling",
    "summarise",
]
