"""``gradbreak assignment``: what a teacher hands out, and an autograder that takes it back."""

from __future__ import annotations

from pathlib import Path

import click

from gradbreak.cli.options import ProjectChoice, config_of, project_options
from gradbreak.grading.api import write_assignment


@click.command("assignment")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@project_options
def assignment_command(folder: Path, project: ProjectChoice) -> None:
    """Write an assignment about this project's engine into DIR, which must be new or empty.

    DIR/student has the engine, a suite with one test, instructions, and what students need to practise with
    `gradbreak grade`. DIR/autograder has an autograder for Gradescope: zip what is in it and upload that. It needs the
    package index and nothing else, as it has a copy of this gradbreak, of the engine and of the rubric; and of the
    solution, so it is not for students.

    \b
    gradbreak assignment homework-3
    gradbreak assignment ~/courses/autograd/hw3 --root ~/my-engine
    """
    write_assignment(config_of(project), folder.resolve())
    for line in (
        f"Written: {folder}",
        "  student/      for students: the engine, one test, instructions, gradbreak to practise with",
        "  autograder/   for Gradescope: zip what is in it; it holds the solution",
        "  README.md     what to do with both",
    ):
        click.echo(line)
