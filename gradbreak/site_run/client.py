"""The client of the process that runs the sites' mutants."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec

from gradbreak.site_run.messages import Response, SiteRunRequest, SummaryLine, Tone
from gradbreak.texts import say
from gradbreak.texts.catalogue import load
from gradbreak.texts.site_run import SiteRunTexts

MEASURING = ("COV_CORE_", "COVERAGE_")
"""Beginnings of environment variables by which a coverage measurement would start in our processes, too."""


class SiteRunProcess:
    """One process, which can be started early: it imports what it needs while something else goes on.

    Args:
        folder: to run in.
    """

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            # -P: no json.py of the folder one stands in.
            [sys.executable, "-P", "-m", "gradbreak.site_run"],
            cwd=folder,
            env={name: value for name, value in os.environ.items() if not name.startswith(MEASURING)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def ask(self, request: SiteRunRequest) -> Response:
        """Send the request, wait for the answer, and say so where none comes."""
        try:
            answer, said = self._process.communicate(msgspec.json.encode(request))
        finally:
            self.end()
        try:
            return msgspec.json.decode(answer, type=Response)
        except msgspec.DecodeError:
            last = said.decode(errors="replace").strip().rpartition("\n")[2]
            sentence = say(load(SiteRunTexts, request.language).no_answer, said=last)
            return Response(title="gradbreak", lines=(SummaryLine(sentence, Tone.BAD),))

    def end(self) -> None:
        """End it, whatever it is doing. Its own workers end with it."""
        if self._process.poll() is None:
            self._process.terminate()
            self._process.communicate()
