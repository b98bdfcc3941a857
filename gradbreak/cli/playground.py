"""``gradbreak playground``: the lesson as a static site."""

from __future__ import annotations

from pathlib import Path

import click

from gradbreak import mutation
from gradbreak.cli.options import ProjectChoice, config_of, project_options
from gradbreak.playground.runtime import default_folder, find_packages
from gradbreak.playground.site import write_site
from gradbreak.workcopy import refuse_applied


@click.command("playground")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--runtime",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder in which `npm ci` was run.  [default: one beside this installation]",
)
@project_options
def playground_command(folder: Path, runtime: Path | None, project: ProjectChoice) -> None:
    """Write a site into DIR in which one writes tests and sees which broken engines they kill.

    Tests run in the browser, by Python for the browser (Pyodide). The site needs no server of its own and asks for
    nothing outside DIR: put it on any static server.

    \b
    gradbreak playground site
    python -m http.server --directory site
    """
    packages = find_packages(runtime or default_folder())
    # As in a grade, only what somebody can catch is broken.
    config = config_of(project, is_about_breaks=True).with_confirmed_sites()
    refuse_applied(config.root)
    write_site(config, mutation.make_mutants(config), packages, folder)
    click.echo(f"Written: {folder}\nNext: python -m http.server --directory {folder}, then open http://localhost:8000")
