"""Results on disk: the file that every page is rendered from, its schema, and what other tools read."""

from gradbreak.results.check import ConsistencyError, check_results
from gradbreak.results.encode import encode_results
from gradbreak.results.mutation_report import encode_mutation_report, mutation_report
from gradbreak.results.read import load_results
from gradbreak.results.schema import results_schema
from gradbreak.results.write import write_results

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
