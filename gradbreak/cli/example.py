"""``gradbreak example``: a small engine and its suites, as a project to try everything on."""

from __future__ import annotations

from pathlib import Path

import click

from gradbreak.example import write_example


@click.command("example")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def example_command(folder: Path) -> None:
    """Write the example project into DIR, which must be new or empty.

    It has a small autograd engine, five suites that are compared on it, and the declarations of both.

    \b
    gradbreak example try-gradbreak
    cd try-gradbreak
    gradbreak run
    """
    write_example(folder.resolve())
    click.echo(f"Written: {folder}\nNext: cd {folder}, then gradbreak run")
