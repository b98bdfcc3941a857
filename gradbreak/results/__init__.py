"""Results on disk: ``results.json`` with its schema, and the mutation-testing report that other tools read.

In goes a ``Results`` or the path of a file; out comes a file that was proven readable, or a checked ``Results``. It
never computes what a run found, and never leaves half a file.
"""

from gradbreak.results.check import ConsistencyError, check_results
from gradbreak.results.mutation_report import encode_mutation_report, mutation_report
from gradbreak.results.read import load_results
from gradbreak.results.schema import results_schema
from gradbreak.results.write import encode_results, write_results

__all__ = [
    "ConsistencyError",
    "check_results",
    "encode_mutation_report",
    "encode_results",
    "load_results",
    "mutation_report",
    "results_schema",
    "write_results",
]
