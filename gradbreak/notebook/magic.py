"""Registers ``%%gradbreak`` with IPython, and shows what came of a cell."""

from __future__ import annotations

import argparse
import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradbreak.errors import GradbreakError
from gradbreak.notebook.files import write_files
from gradbreak.site_run.client import SiteRunProcess
from gradbreak.site_run.messages import Response, SiteRunRequest, SummaryLine, Tone
from gradbreak.texts import LANGUAGES, language_of

if TYPE_CHECKING:  # untyped, and there wherever this is loaded
    InteractiveShell = Any


class CellOutput:
    """What a notebook shows: HTML where it can, otherwise the same as text."""

    def __init__(self, response: Response) -> None:
        self.response = response

    def __repr__(self) -> str:
        return "\n".join((self.response.title, *(line.text for line in self.response.lines)))

    def _repr_html_(self) -> str | None:
        return self.response.fragment or None


def language_in(line: str) -> str:
    """The language of what is shown, from what follows the magic: ``--lang es``.

    Raises:
        GradbreakError: something else follows it.
    """
    parser = argparse.ArgumentParser(prog="%%gradbreak", add_help=False, exit_on_error=False)
    parser.add_argument("--lang", choices=LANGUAGES, default=language_of(os.environ))
    try:
        found, rest = parser.parse_known_args(shlex.split(line))
    except (argparse.ArgumentError, ValueError) as error:
        raise GradbreakError(f"%%gradbreak {line}: {error}", "Write %%gradbreak or %%gradbreak --lang es") from None
    if rest:
        raise GradbreakError(f"%%gradbreak does not know {rest[0]!r}", "Write %%gradbreak or %%gradbreak --lang es")
    return str(found.lang)


def run_cell(shell: InteractiveShell, line: str, cell: str) -> CellOutput:
    """Run a cell's tests on the mutants of the engine that the notebook has defined so far.

    Args:
        shell: IPython's.
        line: what follows the magic.
        cell: the cell below it.
    """
    folder = Path.cwd()
    try:
        language = language_in(line)
        files = write_files(folder, shell.history_manager.input_hist_raw, cell)
    except GradbreakError as error:
        return CellOutput(Response(title="gradbreak", lines=(SummaryLine(str(error), Tone.BAD),)))
    request = SiteRunRequest(
        root=str(folder),
        tests={str(files.tests): ()},
        engine=str(files.engine),
        source="%%gradbreak",
        wants_fragment=True,
        language=language,
    )
    return CellOutput(SiteRunProcess(folder).ask(request))


def register(shell: InteractiveShell) -> None:
    """Make ``%%gradbreak`` known."""
    shell.register_magic_function(lambda line, cell: run_cell(shell, line, cell), "cell", "gradbreak")
