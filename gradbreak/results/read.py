"""Read a results file; an error names the place in one line, and the next step."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from gradbreak.analysis import MatrixError
from gradbreak.errors import BadResults
from gradbreak.model import SCHEMA_VERSION, Results
from gradbreak.results.check import ConsistencyError, check_results, is_reached
from gradbreak.results.document import ResultsDocument, UnknownNumberError, as_results

VERSION_OF_0_1_0 = 1

RUN_AGAIN = "Make it again with `gradbreak run`"


class _Version(msgspec.Struct):
    """The one key that is read before the version is known."""

    schema_version: int


def load_results(path: Path) -> Results:
    """The results in ``path``.

    Unknown keys are ignored: a later release may add some within the same version. A file of version 1, which has a
    cell for every test on every mutant, is read too.

    Raises:
        BadResults: the file is missing, unreadable, not JSON, of another version, or not what the
            schema says.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise BadResults(f"there is no results file {str(path)!r}", RUN_AGAIN) from None
    except OSError as error:
        raise BadResults(f"{str(path)!r} cannot be read: {error.strerror}", "Name a readable results file") from None
    return decode_results(data, path.name)


def decode_results(data: bytes, name: str) -> Results:
    """The results in the content of a results file; ``name`` is what a message calls it.

    Raises:
        BadResults: see ``load_results``.
    """
    version = _version(data, name)
    try:
        results = _of_0_1_0(data) if version == VERSION_OF_0_1_0 else _of_document(data)
        check_results(results)
    except msgspec.ValidationError as error:
        raise BadResults(f"{name}: {_plain(error)}", RUN_AGAIN) from None
    except (MatrixError, ConsistencyError, UnknownNumberError) as error:
        raise BadResults(f"{name}: {error}", RUN_AGAIN) from None
    return results


def _of_document(data: bytes) -> Results:
    return as_results(msgspec.json.decode(data, type=ResultsDocument))


def _of_0_1_0(data: bytes) -> Results:
    """The results in a file of version 1: the fields are those of ``Results``, and no cell may be missing."""
    results = msgspec.json.decode(data, type=Results)
    for cells, changes in ((results.cells, results.mutants), (results.break_cells, results.breaks)):
        if len(cells) != len(changes) * len(results.tests):
            raise MatrixError(
                f"there are {len(cells)} cells for {len(changes)} mutants or breaks and {len(results.tests)} tests"
            )
    return msgspec.structs.replace(
        results,
        schema_version=SCHEMA_VERSION,
        cells=tuple(filter(is_reached, results.cells)),
        break_cells=tuple(filter(is_reached, results.break_cells)),
    )


def _version(data: bytes, name: str) -> int:
    """The version that a file says it has.

    Raises:
        BadResults: it is no results file, or of a version that is not read.
    """
    try:
        data.decode()  # msgspec would look at the text of a string only when it makes one
    except UnicodeDecodeError:
        raise BadResults(f"{name} is not UTF-8 text", RUN_AGAIN) from None
    try:
        found = msgspec.json.decode(data, type=_Version).schema_version
    except msgspec.ValidationError:
        raise BadResults(f"{name} is JSON, but not a results file: it has no schema_version", RUN_AGAIN) from None
    except msgspec.DecodeError as error:
        raise BadResults(f"{name} is not JSON: {_plain(error)}", RUN_AGAIN) from None
    if found not in (VERSION_OF_0_1_0, SCHEMA_VERSION):
        raise BadResults(
            f"{name} has schema version {found}, and this gradbreak reads versions up to {SCHEMA_VERSION}",
            f"Render it with {_writer(data)}, or make it again with `gradbreak run`",
        )
    return found


def _writer(data: bytes) -> str:
    """The release that wrote a file of another version, where it has our key for that."""
    match msgspec.json.decode(data):
        case {"tool": {"gradbreak": str(release)}}:
            return f"gradbreak {release}"
        case _:
            return "the gradbreak that wrote it"


def _plain(error: msgspec.DecodeError) -> str:
    """The message of msgspec with the path in our words: ``cells[3].status`` and not ``$.cells[3].status``."""
    text = re.sub(r" - at `\$\.?(.*)`$", r" at `\1`", str(error)).removesuffix(" at ``")
    return text[:1].lower() + text[1:].replace("`", "'")
