"""The files that a run and a report leave behind."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import click

from gradbreak.cli.options import Command
from gradbreak.errors import GradbreakError
from gradbreak.model import Results
from gradbreak.process.files import write_whole
from gradbreak.results.mutation_report import encode_mutation_report
from gradbreak.results.write import write_results


def out_option(command: Command) -> Command:
    """``--out``: where the files go."""
    return click.option(
        "--out",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path("reports/latest"),
        show_default=True,
        help="The folder for the pages, results.json and mutation-report.json, relative to the project.",
    )(command)


def _paint(results: Results, folder: Path, language: str) -> None:
    # Imported here: what it needs takes a tenth of a second that a run need not begin with.
    from gradbreak.report import write_pages

    write_pages(results, folder, language)


def write_all(results: Results, folder: Path, language: str) -> Path:
    """Write the pages and the two JSON files, and return the path of the page in the wanted language.

    Args:
        results: the run.
        folder: where they go; made where it is missing.
        language: of index.html, one of ``gradbreak.texts.LANGUAGES``.

    Raises:
        GradbreakError: the folder or a file in it cannot be written.
    """
    page = folder / "index.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # In a process beside this one: the pages take longer than the other two files together.
        painter = multiprocessing.get_context("fork").Process(target=_paint, args=(results, folder, language))
        painter.start()
        write_results(results, folder / "results.json")
        write_whole(folder / "mutation-report.json", encode_mutation_report(results))
        painter.join()
        if painter.exitcode != 0:
            _paint(results, folder, language)  # once more here, for its error
    except OSError as error:
        raise GradbreakError(
            f"{error.filename or folder} cannot be written: {error.strerror}", "Choose another folder with --out"
        ) from None
    return page
