"""Write a results file: encode it, prove that it can be read, replace the old file in one step."""

from __future__ import annotations

from pathlib import Path

import msgspec

from gradbreak.analysis import MatrixError
from gradbreak.errors import BadResults
from gradbreak.model import Results
from gradbreak.process.files import write_whole
from gradbreak.results.check import ConsistencyError, check_results
from gradbreak.results.document import NumberedCell, as_document
from gradbreak.results.read import decode_results

ONE_LINE_EACH = frozenset(
    {"mutants", "tests", "telling_writes", "killing_tests", "failed_lines", "failures", "cells", "break_cells"}
)
"""Keys of the long lists. With one record on each line, a changed verdict is one changed line of a diff."""

REPORT_IT = "The file is unchanged. This is a bug in gradbreak, please report it"


def write_results(results: Results, path: Path) -> None:
    """Write ``results`` to ``path``, whose folder exists.

    The encoded text is decoded and compared before it replaces the old file: a results file that cannot be read loses
    a run. A float that is not finite is one way to get such a file, as JSON has none.

    Raises:
        BadResults: the results do not survive being written; the old file is still there.
        OSError: the folder cannot be written to; the old file is still there.
    """
    try:
        check_results(results)
        data = encode_results(results)
        copy = decode_results(data, path.name)
    except (MatrixError, ConsistencyError) as error:
        raise BadResults(f"these results cannot be written: {error}", REPORT_IT) from None
    except BadResults as error:
        raise BadResults(f"these results cannot be written: {error.problem}", REPORT_IT) from None
    if copy != results:
        raise BadResults("these results differ after being written and read again", REPORT_IT)
    write_whole(path, data)


def encode_results(results: Results) -> bytes:
    """The content of a results file: UTF-8, keys in the order of the model, a line break at the end.

    Dictionaries keep the order of the run: families as a report shows them, suites as configured. So equal results give
    equal bytes.
    """
    document = as_document(results)
    fields = [
        b'  "%s": %s' % (name.encode(), _lines(value) if name in ONE_LINE_EACH else _indented(value))
        for name, value in (
            (key, getattr(document, field))
            for key, field in zip(document.__struct_encode_fields__, document.__struct_fields__, strict=True)
        )
    ]
    return b"{\n" + b",\n".join(fields) + b"\n}\n"


def _lines(records: tuple[msgspec.Struct, ...]) -> bytes:
    if not records:
        return b"[]"
    encoder = msgspec.json.Encoder()
    return b"[\n    " + b",\n    ".join(encoder.encode(_record(record)) for record in records) + b"\n  ]"


def _record(record: msgspec.Struct) -> object:
    return record.fields() if isinstance(record, NumberedCell) else record


def _indented(value: object) -> bytes:
    text = msgspec.json.format(msgspec.json.encode(value), indent=2)
    return text.replace(b"\n", b"\n  ")  # only between values: a line break inside a string is written as \n
