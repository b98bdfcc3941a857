"""``gradbreak completion``: what makes a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
def completion_command(shell: str) -> None:
    """Print a script after which SHELL completes gradbreak's commands and options with the tab key.

    \b
    eval "$(gradbreak completion bash)"                                        in ~/.bashrc
    eval "$(gradbreak completion zsh)"                                         in ~/.zshrc
    gradbreak completion fish > ~/.config/fish/completions/gradbreak.fish      once
    """
    from gradbreak.cli.app import cli

    kind = get_completion_class(shell)
    assert kind is not None  # click has each of SHELLS
    click.echo(kind(cli, {}, "gradbreak", "_GRADBREAK_COMPLETE").source())
