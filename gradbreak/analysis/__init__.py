"""What follows from the cells of a run: counts, redundant tests, subsumed mutants."""

from gradbreak.analysis.analyse import Analysis, analyse
from gradbreak.analysis.cell_states import strongest_cell
from gradbreak.analysis.matrix import KillMatrix, MatrixError
from gradbreak.analysis.redundancy import find_redundancy
from gradbreak.analysis.subsumption import find_subsumption
from gradbreak.analysis.summary import summarise

__all__ = [
    "Analysis",
    "KillMatrix",
    "MatrixError",
    "analyse",
    "find_redundancy",
    "find_subsumption",
    "strongest_cell",
    "summarise",
]
