"""``gradbreak run``: the main job."""

from __future__ import annotations

import sys
import time
import webbrowser
from collections.abc import Mapping
from pathlib import Path

import click
import msgspec
from msgspec import structs
from rich.console import Console
from rich.text import Text

from gradbreak.cli.engine_headline import wrong_engine
from gradbreak.cli.options import ProjectChoice, config_of, format_option, lang_option, project_options
from gradbreak.cli.output import out_option, write_all
from gradbreak.cli.summary_table import print_summary
from gradbreak.cli.written import is_written, note_written
from gradbreak.config import Config
from gradbreak.explain.for_survivors import tests_for_survivors
from gradbreak.model import Results
from gradbreak.process.cache import CACHE
from gradbreak.results.run_document import run_document
from gradbreak.run.finished import unchanged_run
from gradbreak.run.options import SOURCE, Options, choose_suites
from gradbreak.texts import say
from gradbreak.texts.catalogue import load
from gradbreak.texts.explain import ExplainTexts
from gradbreak.texts.printing import print_lines
from gradbreak.texts.terminal import TerminalTexts


@click.command("run")
@click.option("--suite", "suites", multiple=True, metavar="NAME", help="Only this suite; may be given several times.")
@click.option(
    "--only",
    multiple=True,
    metavar="FAMILY",
    help="Only the mutants of this family, and the breaks that combine them; may be given several times.",
)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes side by side.  [default: one for each core]")
@click.option("--fresh", is_flag=True, help="Start over instead of using cached results.")
@click.option("--watch", is_flag=True, help="Run again on every save, and say which verdicts have changed.")
@click.option("--open", "open_", is_flag=True, help="Open the page in a browser.")
@lang_option
@out_option
@format_option("text", "json")
@project_options
def run_command(
    suites: tuple[str, ...],
    only: tuple[str, ...],
    jobs: int | None,
    fresh: bool,
    watch: bool,
    open_: bool,
    language: str,
    out: Path,
    format_: str,
    project: ProjectChoice,
) -> None:
    """Run every test of every suite on every mutant, and write the report.

    mutmut makes the mutants; the suites are those of mutation_config/suites.toml. An interrupted run
    loses nothing: run the same command again and it continues. Cached results are used where they still hold, so
    after a change only what it affects is run again.

    \b
    gradbreak run                          everything, report in reports/latest/
    gradbreak run --suite diamond          one suite
    gradbreak run --only accumulation      the lesson's mutants and breaks; in every run they come first
    gradbreak run --open                   and open the page
    gradbreak run --watch                  again on every save: what is killed now, what survived now
    gradbreak run --engine engine.py       your own engine and its tests, with nothing configured
    gradbreak run --format json | jq .     the summary for a program
    """
    if watch and format_ != "text":
        raise click.UsageError("--watch tells a person what has changed, so leave out --format.")
    if watch:
        from gradbreak.cli.watch import require_watchfiles, watch_project  # only here are they needed

        require_watchfiles()
    config = config_of(project)
    options = Options(suites=suites, jobs=jobs, fresh=fresh, only=only)
    folder = config.cache_root / out
    results, page = _kept(config, options, folder, language) or _run_now(config, options, folder, language)
    if open_:
        webbrowser.open(page.as_uri())
    if format_ == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(run_document(results)), indent=2).decode())
        return
    console = Console()
    print_summary(results, console, language)
    texts = load(TerminalTexts, language).summary
    timing = results.timing
    size = say(
        texts.size,
        mutants=len(results.mutants),
        breaks=len(results.breaks),
        tests=len(results.tests),
        seconds=f"{sum(timing.seconds.values()):.1f}".replace(".", texts.decimal),
        kept=timing.rows_kept,
        run=timing.rows_run,
    )
    print_lines([Text(), Text(size), Text(say(texts.report, page=page))], console)
    if watch:
        watch_project(config, folder, sys.argv[1:], language)


def _run_now(config: Config, options: Options, folder: Path, language: str) -> tuple[Results, Path]:
    """Run what has changed, and write everything. The page is that of the wanted language."""
    # Imported here: what these need takes longer than all that a run with nothing to do does.
    from gradbreak.cli.progress import ProgressBar
    from gradbreak.run.lifecycle import run

    wrong = wrong_engine(config)
    _tell(wrong, language)
    with ProgressBar(language) as progress:
        results = run(config, progress, options, progress.breaks_judged)
        progress.begin(load(ExplainTexts, language).searching_all, 1)
        tests = tests_for_survivors(config, results)
        progress.advance()
    results = structs.replace(results, wrong_engine=wrong, killing_tests=tests)
    page = write_all(results, folder, language)
    note_written(folder, language, config.cache_root / CACHE)
    return results, page


def _kept(config: Config, options: Options, folder: Path, language: str) -> tuple[Results, Path] | None:
    """The results of the last run and its page, where a run now would find the same; otherwise None.

    No process is started. The files are written again only where they are not what they would be.
    """
    started = time.perf_counter()
    if options.fresh or options.only:
        return None
    asked = [suite.name for suite in choose_suites(config, options.suites)]
    results = unchanged_run(config, SOURCE, asked)
    if results is None:
        return None
    results = structs.replace(
        results, wrong_engine=wrong_engine(config), killing_tests=tests_for_survivors(config, results)
    )
    _tell(results.wrong_engine, language)
    if not is_written(results, folder, language, config.cache_root / CACHE):
        write_all(results, folder, language)
        note_written(folder, language, config.cache_root / CACHE)
    timing = structs.replace(
        results.timing,
        seconds={"unchanged": time.perf_counter() - started},
        rows_kept=results.timing.rows_kept + results.timing.rows_run,
        rows_run=0,
    )
    return structs.replace(results, timing=timing), folder / "index.html"


def _tell(wrong: Mapping[str, tuple[str, ...]], language: str) -> None:
    for line in wrong.get(language, ()):
        click.echo(line, err=True)
