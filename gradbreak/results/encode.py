"""Results as JSON text: the same bytes for the same run, and lines that a diff can be read by."""

from __future__ import annotations

import msgspec

from gradbreak.model import Results

ONE_LINE_EACH = frozenset({"tests", "cells", "break_cells", "telling_writes"})
"""The long lists: with a record on a line of its own, a changed verdict is one changed line of a diff."""


def encode_results(results: Results) -> bytes:
    """A results file's content: UTF-8, keys in the order of the model, a line break at the end.

    Dictionaries keep the order of the run (families as a report shows them, suites as configured),
    so equal runs give equal bytes as far as the run itself is deterministic.
    """
    fields = [
        b'  "%s": %s' % (name.encode(), _lines(value) if name in ONE_LINE_EACH else _indented(value))
        for name, value in (
            (key, getattr(results, field))
            for key, field in zip(results.__struct_encode_fields__, results.__struct_fields__, strict=True)
        )
    ]
    return b"{\n" + b",\n".join(fields) + b"\n}\n"


def _lines(records: tuple[msgspec.Struct, ...]) -> bytes:
    if not records:
        return b"[]"
    encoder = msgspec.json.Encoder()
    return b"[\n    " + b",\n    ".join(encoder.encode(record) for record in records) + b"\n  ]"


def _indented(value: object) -> bytes:
    text = msgspec.json.format(msgspec.json.encode(value), indent=2)
    return text.replace(b"\n", b"\n  ")  # only between values: a line break inside a string is written as \n
