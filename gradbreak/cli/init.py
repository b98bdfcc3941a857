"""``gradbreak init``: writes what was inferred of an engine as one table of ``pyproject.toml``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init")
@click.argument("engine", type=click.Path(path_type=Path))
@click.option("--tests", multiple=True, metavar="PATH", help="A test file, a folder or a glob; each is a suite.")
@click.option("--print", "only_print", is_flag=True, help="Print the table and write nothing.")
def init_command(engine: Path, tests: tuple[str, ...], only_print: bool) -> None:
    """Write the table [tool.gradbreak] for ENGINE to pyproject.toml, so that later commands need no option.

    ENGINE is a file, a folder or a notebook. What was inferred stands in the table as comments; nothing else of the
    file is changed.

    \b
    gradbreak init engine.py            then: gradbreak run
    gradbreak init src/ --print         only look
    """
    from gradbreak.project.opening import found_lines, infer_project
    from gradbreak.project.table import table_text, write_table

    folder = Path.cwd()
    project = infer_project([engine], tests, folder)
    assert project.inspection is not None
    for heading, text in found_lines(project):
        click.echo(f"{heading:8}{text}", err=True)
    table = table_text(project.inspection, project.config, folder)
    if only_print:
        click.echo(table, nl=False)
        return
    click.echo(f"Wrote [tool.gradbreak] to {write_table(folder, table)}. Next: gradbreak run")
