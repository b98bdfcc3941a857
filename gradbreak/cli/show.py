"""``gradbreak show``: what one mutant or break changes."""

from __future__ import annotations

import click
from rich.console import Console
from rich.markup import escape
from rich.syntax import Syntax
from rich.text import Text

from gradbreak import mutation
from gradbreak.cli.options import ProjectChoice, config_of, lang_option, project_options
from gradbreak.model import Mutant
from gradbreak.texts import say
from gradbreak.texts.catalogue import load
from gradbreak.texts.terminal import TerminalTexts
from gradbreak.texts.terms import term


@click.command("show")
@click.argument("mutant")
@lang_option
@project_options
def show_command(mutant: str, language: str, project: ProjectChoice) -> None:
    """Print the diff of MUTANT: an id, a title, a site such as mul.self, or a break such as canonical.

    The diff has the paths and line numbers of your file, so `git apply` takes it.

    \b
    gradbreak show mul.self
    gradbreak show canonical | git apply --check
    """
    found = mutation.make_mutants(config_of(project)).find(mutant)
    console = Console()
    if not console.is_terminal:
        click.echo(found.diff, nl=False)
        return
    console.print(f"[bold]{escape(term(found.title, language))}[/]  [dim]{found.id}[/]", highlight=False)
    console.print(Syntax(found.diff, "diff", theme="ansi_dark", background_color="default"))
    if isinstance(found, Mutant) and found.equivalent:
        texts = load(TerminalTexts, language).mutants
        console.print(Text(say(texts.why_equivalent, reason=found.equivalent)), highlight=False)
