"""A pytest session that is set up once, in the server, and used by every process it forks."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest
from _pytest.config import _prepareconfig

from ...testing.outcome_recorder import LOG_KEEPER, may_read_log

IDLE = ("cacheprovider", "doctest", "faulthandler", "junitxml", "nose", "pastebin", "stepwise", "threadexception")
"""Plugins that would write files, ask for what isn't there, or tell nobody."""


WARNINGS = "warnings"
"""The name of pytest's plugin that keeps warnings, and heeds the mark ``filterwarnings``."""


class IdlePlugins:
    """Plugins that few tests need and that cost every test something. They are taken out, and put back where needed.

    To take one out costs more than the tests themselves, so it is done in the server.

    Args:
        session: with these plugins.
    """

    def __init__(self, session: pytest.Session) -> None:
        self._manager = session.config.pluginmanager
        self._manager.unregister(name="terminalreporter")
        self._plugins = {name: self._manager.get_plugin(name) for name in (LOG_KEEPER, WARNINGS)}
        self.take_out()

    def take_out(self) -> None:
        """Take out those that are not taken out."""
        for name in self._plugins:
            if self._manager.has_plugin(name):
                self._manager.unregister(name=name)

    def put_back(self, items: Sequence[pytest.Item]) -> None:
        """Put back those that any of these tests needs."""
        if any(map(may_read_log, items)):
            self._manager.register(self._plugins[LOG_KEEPER], LOG_KEEPER)
        if any(item.get_closest_marker("filterwarnings") for item in items):
            self._manager.register(self._plugins[WARNINGS], WARNINGS)


def make_session(submission: str) -> pytest.Session:
    """A session without a configuration file, conftest files or third-party plugins.

    Nothing of the submission is read. Assertions stay as they are written: to rewrite them costs as
    much as all the tests, in every run, and the values they would show are shown nowhere.
    """
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    config = _prepareconfig(
        [
            f"--rootdir={submission}",
            f"--config-file={os.devnull}",
            "--noconftest",
            "--import-mode=importlib",
            "--assert=plain",
            "--capture=no",
            "--quiet",
            "--override-ini=python_files=*.py",
            *(word for name in IDLE for word in ("-p", f"no:{name}")),
            submission,
        ]
    )
    # A test module may name plugins to load. A student's are not.
    config.pluginmanager.consider_module = _consider_nothing  # type: ignore[method-assign]
    config._do_configure()
    session = pytest.Session.from_config(config)
    config.hook.pytest_sessionstart(session=session)
    return session


def _consider_nothing(mod: object, registration_name: str | None = None) -> None:
    """What the plugin manager does with a module's ``pytest_plugins``."""
