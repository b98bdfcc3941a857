"""A pytest session that is set up once, in the server, and used by every process it forks."""

from __future__ import annotations

import os

import pytest
from _pytest.config import _prepareconfig

IDLE = ("cacheprovider", "doctest", "faulthandler", "junitxml", "nose", "pastebin", "stepwise", "threadexception")
"""Plugins that would write files, ask for what isn't there, or tell nobody."""


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
    config.pluginmanager.unregister(name="terminalreporter")
    session = pytest.Session.from_config(config)
    config.hook.pytest_sessionstart(session=session)
    return session


def _consider_nothing(mod: object, registration_name: str | None = None) -> None:
    """What the plugin manager does with a module's ``pytest_plugins``."""
