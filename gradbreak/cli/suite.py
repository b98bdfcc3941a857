"""``gradbreak suite``: a pytest file for the operations that an engine has."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from gradbreak.check.suite_writing import suite_in_process
from gradbreak.engine.locating import locate
from gradbreak.errors import BadEngine, Conflict
from gradbreak.process.files import write_whole


@click.command("suite")
@click.option(
    "--engine",
    "engines",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="The engine's file or folder; may be given several times.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("test_gradients.py"),
    show_default=True,
    help="The file to write.",
)
@click.option("--force", is_flag=True, help="Replace the file if there is one.")
def suite_command(engines: tuple[Path, ...], out: Path, force: bool) -> None:
    """Write a pytest file for the operations that an engine has.

    Its linear tests pass even where a gradient is assigned and not added up; its diamonds fail at every
    site that is broken so. The expected numbers are from dual numbers, so a wrong engine fails them.

    \b
    gradbreak suite --engine value.py
    gradbreak suite --engine micrograd/ --out tests/test_gradients.py
    """
    if out.exists() and not force:
        raise Conflict(f"{out} exists", "Choose another file with --out, or replace it with --force")
    if any(engine.suffix == ".ipynb" for engine in engines):
        raise BadEngine("tests cannot import a notebook", "Save the engine's cells as a .py file, and name that")
    with tempfile.TemporaryDirectory(prefix="gradbreak-") as notebooks:
        suite = suite_in_process(locate(engines, Path(notebooks)))
    text = suite.text
    folder = out.absolute().parent
    if Path(suite.import_path).resolve() != folder.resolve():
        away = Path(os.path.relpath(suite.import_path, folder)).as_posix()
        first = "import pytest\n" if "import pytest\n" in text else "import math\n"
        text = text.replace(
            first,
            f"import sys\nfrom pathlib import Path\n\n{first}\n"
            f"sys.path.insert(0, str(Path(__file__).parent / {away!r}))\n",
            1,
        )
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(out, text.encode())
    click.echo(f"{out}: {suite.linear} linear tests and {suite.diamonds} diamonds, which notice {suite.sites} sites")
    for site in suite.missed:
        click.echo(f"no expression notices a break of {site}", err=True)
