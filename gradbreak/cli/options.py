"""Options that several commands take, each described once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from gradbreak.config import Config, load_config
from gradbreak.config.load import find_root

Command = TypeVar("Command", bound=Callable[..., Any])


def root_option(command: Command) -> Command:
    """``--root``: where the project is."""
    return click.option(
        "--root",
        type=click.Path(file_okay=False, exists=True, path_type=Path),
        help="The project's folder.  [default: the nearest one upwards with a mutation_config/]",
    )(command)


def config_of(root: Path | None) -> Config:
    """The configuration of the project that ``--root`` names, or that the working folder is in.

    Raises:
        ConfigError: there is none, or it is wrong.
    """
    return load_config(root if root is not None else find_root(Path.cwd()))


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
