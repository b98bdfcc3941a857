"""``gradbreak break``: a break in your own working copy, put in and taken out again."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.syntax import Syntax

from gradbreak import mutation
from gradbreak.cli.options import ProjectChoice, config_of, lang_option, project_options, root_option
from gradbreak.config.load import find_root
from gradbreak.model import Break
from gradbreak.texts import say
from gradbreak.texts.catalogue import load
from gradbreak.texts.terminal import ConditionWords, RevertWords, TerminalTexts
from gradbreak.texts.terms import term
from gradbreak.workcopy import Condition, Keep, RevertOutcome, apply_break, break_status, refuse_applied, revert_break
from gradbreak.workcopy.record import how_to_revert, root_with_a_break
from gradbreak.workcopy.status import BreakStatus


@click.group("break")
def break_group() -> None:
    """Put a break into your own copy of the engine, and take it out again.

    Your files come back byte for byte. What you edit in between is never lost: where an edit and the
    break cannot be told apart, both versions are kept.

    \b
    gradbreak break apply canonical        then run your tests: does one fail?
    gradbreak break status
    gradbreak break revert
    """


@break_group.command("apply")
@click.argument("name")
@lang_option
@project_options
def apply_command(name: str, language: str, project: ProjectChoice) -> None:
    """Put NAME into the engine: a break such as canonical or op:mul, a site such as mul.self, or any mutant."""
    config = config_of(project, is_about_breaks=True)
    refuse_applied(config.root)  # before the search: a broken engine has other mutants
    mutants = mutation.make_mutants(config)
    found = mutants.find(name)
    title = found.label
    name = f"{found.id} ({title})" if isinstance(found, Break) else title
    apply_break(config.root, found.id, name, mutants.edits(found.id), mutants.sources)
    status = break_status(config.root)
    assert status is not None
    texts = load(TerminalTexts, language).break_
    _print_status(status, language)
    click.echo(say(texts.run_tests, command=how_to_revert(config.root)))


@break_group.command("status")
@click.option("--diff", is_flag=True, help="Show how the files differ from the originals.")
@lang_option
@root_option
def status_command(diff: bool, language: str, root: Path | None) -> None:
    """Say which break is applied, where, and whether you have edited the file since."""
    project = _project(root)
    status = break_status(project)
    texts = load(TerminalTexts, language).break_
    if status is None:
        click.echo(texts.none_applied)
        return
    _print_status(status, language)
    if diff:
        _print_diff("".join(each.diff for each in status.files))
    if all(each.condition is Condition.ORIGINAL for each in status.files):
        click.echo(say(texts.nothing_left, command=how_to_revert(project)))


@break_group.command("revert")
@click.option(
    "--keep",
    type=click.Choice([each.value for each in Keep]),
    help="Where your edits and the break cannot be told apart: which version stays in place. "
    "The other one is kept beside it.",
)
@lang_option
@root_option
def revert_command(keep: str | None, language: str, root: Path | None) -> None:
    """Take the break out of the engine.

    Edits that you made elsewhere in the file stay. Where you edited the very lines of the break, nothing
    is changed and the conflict is named, unless --keep says what to do.
    """
    done = revert_break(_project(root), Keep(keep) if keep else None)
    kept = all(each.outcome is RevertOutcome.KEPT_MINE for each in done.files)
    texts = load(TerminalTexts, language).break_
    click.echo(say(texts.forgotten if kept else texts.taken_out, name=_named(done.record.name, language)))
    for each in done.files:
        beside = f"; {say(texts.other_version, file=each.beside)}" if each.beside else ""
        click.echo(f"  {say(_outcome(each.outcome, texts.outcomes), file=each.file)}{beside}")


def _project(root: Path | None) -> Path:
    # Not config_of(): the way back must be open even while the configuration or the engine is unreadable.
    if root is not None:
        return root.resolve()
    return root_with_a_break(Path.cwd()) or find_root(Path.cwd()).resolve()


def _outcome(outcome: RevertOutcome, texts: RevertWords) -> str:
    return {
        RevertOutcome.UNTOUCHED: texts.untouched,
        RevertOutcome.RESTORED: texts.restored,
        RevertOutcome.MERGED: texts.merged,
        RevertOutcome.KEPT_MINE: texts.kept_mine,
        RevertOutcome.KEPT_ORIGINAL: texts.kept_original,
    }[outcome]


def _condition(condition: Condition, texts: ConditionWords) -> str:
    return {
        Condition.BROKEN: texts.broken,
        Condition.EDITED: texts.edited,
        Condition.ORIGINAL: texts.original,
        Condition.MISSING: texts.missing,
    }[condition]


def _named(name: str, language: str) -> str:
    """The name in the record, ``canonical (every += becomes =)``, with its title in a language."""
    id_, mark, title = name.partition(" (")
    return f"{id_} ({term(title.removesuffix(')'), language)})" if mark else name


def _print_status(status: BreakStatus, language: str) -> None:
    texts = load(TerminalTexts, language).break_
    click.echo(say(texts.applied, name=_named(status.record.name, language)))
    for each in status.files:
        lines = list(dict.fromkeys(each.lines))
        places = say(texts.line if len(lines) == 1 else texts.lines, numbers=", ".join(map(str, lines)))
        text = f"{say(_condition(each.condition, texts.conditions), file=each.file)}; {places}"
        click.echo(click.wrap_text(text, width=80, initial_indent="  ", subsequent_indent="    "))


def _print_diff(diff: str) -> None:
    console = Console()
    if console.is_terminal:
        console.print(Syntax(diff, "diff", theme="ansi_dark", background_color="default"))
    else:
        click.echo(diff, nl=False)
