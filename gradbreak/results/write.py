"""Writing a results file: proven readable first, then put in place in one step."""

from __future__ import annotations

from pathlib import Path

from gradbreak.errors import BadResults
from gradbreak.model import Results
from gradbreak.process.files import write_whole
from gradbreak.results.encode import encode_results
from gradbreak.results.read import decode_results

REPORT_IT = "The file was left as it was; this is a mistake in gradbreak, please report it"


def write_results(results: Results, path: Path) -> None:
    """Write ``results`` to ``path``, whose folder exists.

    What was encoded is decoded and compared before it replaces the file that is there, because a
    results file that cannot be read loses a run. (A float that is not finite is one way: JSON has none.)

    Raises:
        BadResults: the results do not survive being written; the old file is still there.
        OSError: the folder cannot be written to; the old file is still there.
    """
    data = encode_results(results)
    try:
        copy = decode_results(data, path.name)
    except BadResults as error:
        raise BadResults(f"these results cannot be written: {error.problem}", REPORT_IT) from None
    if copy != results:
        raise BadResults("these results read back differently from how they were written", REPORT_IT)
    write_whole(path, data)
