"""The two plugins behind ``pytest --gradbreak``: one for the process that decides, one for pytest-xdist's workers."""

from __future__ import annotations

import os
import shlex
from typing import Any

import msgspec
import pytest

from gradbreak.in_pytest.selection import Selection, selection_of, together
from gradbreak.site_run.client import SiteRunProcess
from gradbreak.site_run.messages import Response, SiteRunRequest, SummaryLine, Tone
from gradbreak.texts import language_of
from gradbreak.texts.catalogue import load
from gradbreak.texts.site_run import SiteRunTexts

KEY = "gradbreak"
"""Under which an xdist worker's output holds what it has run."""

MARKUP: dict[Tone, dict[str, bool]] = {
    Tone.PLAIN: {},
    Tone.GOOD: {"green": True},
    Tone.BAD: {"red": True},
    Tone.STRONG: {"bold": True},
}


class WorkerPlugin:
    """For an xdist worker: it runs nothing, and tells the controller what it has run."""

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Put the selection where xdist sends it from."""
        output: dict[str, Any] = session.config.workeroutput  # type: ignore[attr-defined]  # xdist's
        output[KEY] = msgspec.json.encode(selection_of(session)).decode()


class SessionPlugin:
    """For the process that decides: it runs the mutants after a green run, and reports.

    Args:
        config: pytest's.
    """

    def __init__(self, config: pytest.Config) -> None:
        self.language = language_of(os.environ)
        self.response: Response | None = None
        # Started now, so that it is ready when the tests are done.
        self._process = SiteRunProcess(config.rootpath)
        self._of_workers: list[Selection] = []

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take in what an xdist worker has run."""
        output = getattr(node, "workeroutput", None) or {}
        if KEY in output:
            self._of_workers.append(msgspec.json.decode(output[KEY], type=Selection))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Run the mutants, and decide the exit code."""
        if session.exitstatus != pytest.ExitCode.OK:
            self._process.end()
            self.response = Response(
                title="gradbreak", lines=(SummaryLine(load(SiteRunTexts, self.language).not_green, Tone.BAD),)
            )
            return
        request = self._request(session)
        self.response = self._process.ask(request)
        if self.response.caught is None:
            session.exitstatus = pytest.ExitCode.USAGE_ERROR
        elif request.minimum is not None and self.response.caught < request.minimum:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Write the section."""
        if self.response is None:
            return
        terminalreporter.write_sep("=", self.response.title)
        for line in self.response.lines:
            terminalreporter.write_line(line.text, **MARKUP[line.tone])

    def pytest_unconfigure(self) -> None:
        """End the process where the session ended early."""
        self._process.end()

    def _request(self, session: pytest.Session) -> SiteRunRequest:
        config = session.config
        selection = together([selection_of(session), *self._of_workers])
        folder = config.invocation_params.dir
        engine, html = config.getoption("gradbreak_engine"), config.getoption("gradbreak_html")
        return SiteRunRequest(
            root=str(config.rootpath),
            tests=selection.tests,
            engine=str(folder / engine) if engine else "",
            modules=selection.modules,
            options=(*_words(os.environ.get("PYTEST_ADDOPTS", "")), *map(str, config.invocation_params.args)),
            html=str(folder / html) if html else "",
            minimum=config.getoption("gradbreak_min"),
            left_out=selection.left_out,
            language=self.language,
        )


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return []  # an unpaired quote, with which pytest does not start


def register(config: pytest.Config) -> None:
    """Register the plugin that this process needs."""
    if hasattr(config, "workerinput"):
        config.pluginmanager.register(WorkerPlugin(), "gradbreak-worker")
    elif not config.getoption("collectonly"):
        config.pluginmanager.register(SessionPlugin(config), "gradbreak-session")
