"""The process: it reads one request from its standard input, and writes one response to its standard output."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec

from gradbreak.errors import GradbreakError
from gradbreak.model import Results
from gradbreak.process.channel import write_all
from gradbreak.report import write_page
from gradbreak.site_run.fragment import fragment
from gradbreak.site_run.measure import run_sites
from gradbreak.site_run.messages import Response, SiteRunRequest, SummaryLine, Tone
from gradbreak.site_run.opening import open_selected
from gradbreak.site_run.wording import lines, title
from gradbreak.texts.catalogue import load
from gradbreak.texts.site_run import SiteRunTexts


def answer(request: SiteRunRequest) -> Response:
    """Do what is asked for; an error that the user can fix is an answer too."""
    texts = load(SiteRunTexts, request.language)
    try:
        config, outside = open_selected(request)
        run = run_sites(
            config,
            request.source,
            language=request.language,
            outside=outside,
            wants_results=bool(request.html or request.wants_fragment),
        )
        if request.html and run.results is not None:
            _write(request.html, run.results, request.language)
    except GradbreakError as error:
        said = f"{error.problem}. {error.next_step}"
        return Response(title="gradbreak", lines=(SummaryLine(said, Tone.BAD),))
    return Response(
        title=title(run),
        lines=tuple(lines(run, request, texts)),
        caught=run.caught,
        total=len(run.sites),
        fragment=fragment(run, request, texts) if request.wants_fragment else "",
    )


def _write(path: str, results: Results, language: str) -> None:
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        write_page(results, Path(path), language)
    except OSError as error:
        raise GradbreakError(f"{path} cannot be written: {error.strerror}", "Choose another file") from None


def main() -> None:
    """Answer the request on standard input; without one, because the tests failed, end."""
    # A file descriptor of its own: whatever the engine prints must not come between.
    answers = os.dup(1)
    os.dup2(2, 1)
    text = sys.stdin.buffer.read()
    if text.strip():
        response = answer(msgspec.json.decode(text, type=SiteRunRequest))
        write_all(answers, msgspec.json.encode(response))


if __name__ == "__main__":
    main()
