"""What follows from the cells of a run.

In come mutants, tests and cells; out go counts, the findings, the strongest cells, redundant tests and subsumed
mutants. It never runs a test, reads a file or chooses words: each count that a terminal, page or grade shows is
computed here, once.
"""

from gradbreak.analysis.analyse import Analysis, analyse
from gradbreak.analysis.cell_states import known_lengths, strongest_cell
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
    "known_lengths",
    "strongest_cell",
    "summarise",
]
