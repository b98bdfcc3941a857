"""The command ``gradbreak``, and how every command ends."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import traceback
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

import click

from gradbreak import __version__
from gradbreak.cli.termination import exit_code_of, like_ctrl_c, unmasked
from gradbreak.errors import ExitCode, GradbreakError, choose_among

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class CommandEntry(NamedTuple):
    """Where a command is, and what ``gradbreak --help`` says of it.

    Attributes:
        place: ``module:name``.
        help: one line.
    """

    place: str
    help: str


COMMANDS = {
    "example": CommandEntry("gradbreak.cli.example:example_command", "Write a small project to try gradbreak on."),
    "check": CommandEntry("gradbreak.cli.check:check_command", "Say whether an engine's gradients are right."),
    "init": CommandEntry("gradbreak.cli.init:init_command", "Write down what was inferred of your engine."),
    "run": CommandEntry("gradbreak.cli.run:run_command", "Run every test on every mutant; write the report."),
    "report": CommandEntry(
        "gradbreak.cli.report:report_command", "Render the report again, or from what mutmut run left."
    ),
    "mutants": CommandEntry("gradbreak.cli.mutants:mutants_command", "List the mutants and breaks; nothing is run."),
    "show": CommandEntry("gradbreak.cli.show:show_command", "Print the diff of a mutant or break."),
    "explain": CommandEntry(
        "gradbreak.cli.explain:explain_command", "Say why a mutant survived, and what would kill it."
    ),
    "trace": CommandEntry("gradbreak.cli.trace:trace", "Follow one backward sweep, intact beside broken."),
    "lesson": CommandEntry("gradbreak.cli.lesson:lesson_command", "Learn why gradients add up, step by step."),
    "break": CommandEntry("gradbreak.cli.break_:break_group", "Put a break into your engine, and take it out again."),
    "grade": CommandEntry("gradbreak.cli.grade:grade_command", "Grade a test suite by the broken engines it catches."),
    "assignment": CommandEntry(
        "gradbreak.cli.assignment:assignment_command", "Write an assignment and its autograder."
    ),
    "playground": CommandEntry(
        "gradbreak.cli.playground:playground_command", "Write a site in which tests are tried in a browser."
    ),
    "completion": CommandEntry("gradbreak.cli.completion:completion_command", "Print what completes words in a shell."),
    "suite": CommandEntry("gradbreak.cli.suite:suite_command", "Write a pytest file for an engine's operations."),
    "schema": CommandEntry("gradbreak.cli.schema:schema_command", "Print the JSON Schema of what gradbreak writes."),
}
"""Every command, in the order of the help text. Its one line stands here, so that the list needs no command's module:
what they import takes most of a second."""

RESUMABLE = frozenset({"run", "report", "grade"})
"""Commands that keep finished results when they are interrupted."""


class _OutputClosedError(Exception):
    """The reader of standard output or standard error has closed it, as ``head`` does."""


@contextlib.contextmanager
def _raising_on_closed_output() -> Iterator[None]:
    """Raise that the output is closed before click and rich, which both end with 1, can make a verdict of it."""
    try:
        yield
    except BrokenPipeError:
        raise _OutputClosedError from None
    except SystemExit as error:
        if not isinstance(error.__context__, BrokenPipeError):
            raise
        raise _OutputClosedError from None


class LazyGroup(click.Group):
    """A group whose commands are imported when they are used, and which says what an interruption leaves."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read the command line; the help is printed here."""
        with _raising_on_closed_output():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        with _raising_on_closed_output():
            try:
                with unmasked():
                    return super().invoke(ctx)
            except (click.Abort, KeyboardInterrupt) as interruption:
                if ctx.invoked_subcommand not in RESUMABLE:
                    raise
                click.echo("\ninterrupted: finished results are kept; run the same command again to continue", err=True)
                return ctx.exit(exit_code_of(interruption))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Every command, in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        if not hasattr(os, "fork"):
            raise GradbreakError(
                "gradbreak runs each test in a forked process, which Windows does not have",
                "Use it in WSL (the Windows Subsystem for Linux), or open the site that `gradbreak playground` makes: "
                "its tests run in the browser",
            )
        module, _, name = COMMANDS[cmd_name].place.partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is asked for; one that does not exist is answered with the one that may be meant."""
        name = click.utils.make_str(args[0])
        if name not in COMMANDS and not name.startswith("-"):
            ctx.fail(f"There is no command {name!r}. {choose_among(name, COMMANDS)}")
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin like this, found without importing them."""
        from click.shell_completion import CompletionItem

        found = [CompletionItem(name, help=each.help) for name, each in COMMANDS.items() if name.startswith(incomplete)]
        return found or super().shell_complete(ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        """List the commands in the help text without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.help) for name, command in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, package_name="gradbreak")
def cli() -> None:
    """Find out which of your tests catch a broken backward pass.

    An autograd engine is right only if every use of a variable adds its term to the gradient. Replace
    += by = and every test that uses each variable once still passes. gradbreak runs your suites on
    every such mutant of the engine and shows which tests notice.

    Start with `gradbreak run`, and open the page it names.
    """


@like_ctrl_c()
def main() -> None:
    """Run the command line. A problem that the user can fix ends with one line and its own exit code."""
    try:
        code = _run()
        for stream in _streams():
            stream.flush()
    except (_OutputClosedError, BrokenPipeError):
        _write_no_more()
        code = ExitCode.OUTPUT_CLOSED
    except Exception:  # noqa: BLE001  # Python would end with 1, which is a verdict on somebody's tests
        traceback.print_exc()
        click.echo("\nerror: this is a defect of gradbreak, or of the machine it runs on", err=True)
        code = ExitCode.DEFECT
    sys.exit(code)


def _run() -> int | None:
    try:
        return cli.main(standalone_mode=False)  # type: ignore[no-any-return]  # None, or what a command exits with
    except GradbreakError as error:
        click.echo(f"error: {error}", err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as interruption:
        click.echo("\ninterrupted", err=True)
        return exit_code_of(interruption)


def _streams() -> list[TextIO]:
    """Standard output and standard error, where they are open."""
    return [stream for stream in (sys.stdout, sys.stderr) if stream is not None]


def _write_no_more() -> None:
    """Redirect output to nowhere, because Python flushes the rest at its end and would report the closed pipe."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in _streams():
        with contextlib.suppress(OSError):  # a stream that is no file
            os.dup2(nowhere, stream.fileno())
