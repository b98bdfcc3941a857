"""``gradbreak report``: the page, from a results file or from what ``mutmut run`` recorded."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from gradbreak.cli.options import ProjectChoice, config_of, lang_option, project_options
from gradbreak.cli.output import out_option, write_all
from gradbreak.cli.progress import ProgressBar
from gradbreak.cli.summary_table import print_summary
from gradbreak.results.read import load_results
from gradbreak.run.from_mutmut import run_from_mutmut
from gradbreak.run.options import Options
from gradbreak.texts import say
from gradbreak.texts.catalogue import load
from gradbreak.texts.printing import print_lines
from gradbreak.texts.terminal import TerminalTexts


@click.command("report")
@click.argument("results", required=False, type=click.Path(path_type=Path))
@click.option("--from-mutmut", is_flag=True, help="Take the verdicts from the rows that `mutmut run` recorded.")
@lang_option
@out_option
@project_options
def report_command(results: Path | None, from_mutmut: bool, language: str, out: Path, project: ProjectChoice) -> None:
    """Render the report again, from RESULTS (default: reports/latest/results.json) or from `mutmut run`.

    With --from-mutmut the verdicts are those that a small pytest plugin recorded in mutants/ while
    mutmut ran. Coverage is measured now, and the breaks, which mutmut cannot make, are run now.

    \b
    mutmut run && gradbreak report --from-mutmut
    gradbreak report reports/latest/results.json --out reports/again
    gradbreak report --lang es
    """
    config = config_of(project)
    if from_mutmut and results is not None:
        raise click.UsageError("--from-mutmut reads mutants/, so leave out the results file.")
    console = Console()
    if from_mutmut:
        with ProgressBar(language) as progress:
            found = run_from_mutmut(config, progress, Options())
        print_summary(found, console, language)
    else:
        found = load_results(results or config.cache_root / "reports/latest/results.json")
    page = write_all(found, config.cache_root / out, language)
    print_lines([Text(say(load(TerminalTexts, language).summary.report, page=page))], console)
