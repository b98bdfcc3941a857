"""Options that several commands take, each described once."""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from gradbreak.config import Config
from gradbreak.errors import BadEngine, Conflict, NoMutants
from gradbreak.texts import LANGUAGES, language_of
from gradbreak.workcopy.apply import refuse_applied
from gradbreak.workcopy.record import applied_break, how_to_revert, root_with_a_break

Command = TypeVar("Command", bound=Callable[..., Any])


def root_option(command: Command) -> Command:
    """``--root``: where the project is."""
    return click.option(
        "--root",
        type=click.Path(file_okay=False, exists=True, path_type=Path),
        help="The project's folder.  [default: the nearest one upwards with a mutation_config/]",
    )(command)


@dataclass(frozen=True, slots=True)
class ProjectChoice:
    """Which project a command works on.

    Attributes:
        root: the value of ``--root``.
        engine: the values of ``--engine``.
        tests: the values of ``--tests``.
    """

    root: Path | None = None
    engine: tuple[Path, ...] = ()
    tests: tuple[str, ...] = ()


def project_options(command: Command) -> Command:
    """``--root``, ``--engine`` and ``--tests``, given to the command together as ``project``."""

    @functools.wraps(command)
    def with_choice(
        *args: Any, root: Path | None, engine: tuple[Path, ...], tests: tuple[str, ...], **rest: Any
    ) -> Any:
        return command(*args, project=ProjectChoice(root, engine, tests), **rest)

    wrapped: Any = click.option(
        "--tests",
        "tests",
        multiple=True,
        metavar="PATH",
        help="A test file, a folder or a glob; each is a suite. Several times for several.  [default: the tests found]",
    )(with_choice)
    wrapped = click.option(
        "--engine",
        "engine",
        multiple=True,
        type=click.Path(path_type=Path),
        help="An engine's file, folder or notebook, with nothing configured; several times for several files.",
    )(wrapped)
    result: Command = root_option(wrapped)
    return result


def config_of(project: ProjectChoice, *, is_about_breaks: bool = False, is_about_suites: bool = True) -> Config:
    """The configuration of the project that the options name, or that the working folder is in.

    What was inferred of an engine is told on standard error. Where a break is applied to the engine, whatever a
    command finds is about that engine, so it is said.

    Args:
        project: the options' values.
        is_about_breaks: the command says itself what is applied.
        is_about_suites: see ``open_project``.

    Raises:
        GradbreakError: there is none, or it is wrong.
    """
    from gradbreak.project.opening import found_lines, open_project  # not before it is needed: `--help` is quick

    if project.tests and not project.engine:
        raise click.UsageError("--tests goes with --engine; without it the suites are those of the configuration")
    try:
        opened = open_project(project.root, project.engine, project.tests, is_about_suites=is_about_suites)
    except (BadEngine, NoMutants):
        # A broken engine may have no site left; the way back is what helps then.
        for path in project.engine:
            if root := root_with_a_break(path.parent):
                refuse_applied(root)
        raise
    for heading, text in found_lines(opened):
        click.echo(f"{heading:8}{text}", err=True)
    config = opened.config
    if not is_about_breaks:
        with contextlib.suppress(Conflict):  # an unreadable record is for `gradbreak break` to report
            if name := applied_break(config.root):
                command = how_to_revert(config.root)
                click.echo(f"note: {name} is applied to this engine; `{command}` takes it out again", err=True)
    return config


def lang_option(command: Command) -> Command:
    """``--lang``: the language of what people read, given to the command as ``language``."""
    return click.option(
        "--lang",
        "language",
        type=click.Choice(LANGUAGES),
        default=lambda: language_of(os.environ),
        help="The language of what is shown and written for people.  [default: that of your terminal, else English]",
    )(command)


def format_option(*formats: str) -> Callable[[Command], Command]:
    """``--format``, of which the first is the default."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="What to print on standard output.",
    )
