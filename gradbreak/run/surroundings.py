"""What a test's outcome can depend on outside the project: variables, installed packages, and this program itself."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import gradbreak
from gradbreak.process.environment import WORDIER

SESSION = re.compile(
    r"_|SHLVL|PWD|OLDPWD|MAIL|PS\d|PROMPT\w*|HIST\w*|LS_COLORS|PAGER|EDITOR|VISUAL|LESS\w*|COLUMNS|LINES|COLORTERM"
    r"|TERM\w*|WINDOWID|DISPLAY|WAYLAND_\w+|TMUX\w*|STY|SSH_\w+|XDG_\w+|DBUS_\w+|GPG_\w+|VSCODE_\w+|ITERM_\w+"
    r"|VIRTUAL_ENV_PROMPT|MAKEFLAGS|MAKELEVEL|MFLAGS|MAKE_\w+"
    r"|PYTEST_(?:CURRENT_TEST|VERSION|ADDOPTS|XDIST_\w+)"
)
"""Names of variables that describe a terminal, a login or the program that started gradbreak. They differ from one
window to the next, and a test that depends on one of them depends on where it is started."""


def environment(variables: Mapping[str, str], root: Path) -> str:
    """A digest of the environment variables that tests get.

    Args:
        variables: those of this process. The ones that every run removes or sets are left out.
        root: the project's folder. A value may name it, and is the same wherever the project is moved to.
    """
    kept = {name: value for name, value in variables.items() if name not in WORDIER and not SESSION.fullmatch(name)}
    return _digest(f"{name}={value.replace(str(root), '.')}" for name, value in sorted(kept.items()))


def installed_packages(folders: Iterable[str]) -> str:
    """A digest of which packages are installed, in which versions.

    Args:
        folders: where Python looks for packages, as in ``sys.path``.
    """
    # The names of these folders have the versions in them. To ask importlib.metadata takes ten times as long.
    found = {
        entry.name
        for folder in folders
        if Path(folder).name in ("site-packages", "dist-packages") and Path(folder).is_dir()
        for entry in Path(folder).iterdir()
        if entry.suffix in (".dist-info", ".egg-info", ".pth")
    }
    return _digest(sorted(found))


def this_program() -> str:
    """A digest of which files gradbreak consists of: for who works on it, as its version stays the same meanwhile."""
    found = []
    for folder, folders, names in os.walk(Path(gradbreak.__file__).parent):
        folders[:] = [each for each in folders if each not in ("__pycache__", "node_modules")]
        for name in names:
            stat = Path(folder, name).stat()
            found.append(f"{folder} {name} {stat.st_size} {stat.st_mtime_ns}")
    return _digest(sorted(found))


def surroundings(variables: Mapping[str, str], root: Path) -> tuple[str, ...]:
    """What a verdict depends on outside the project, as texts for a key.

    Args:
        variables: see ``environment``.
        root: the project's folder.
    """
    return sys.version, sys.platform, environment(variables, root), installed_packages(sys.path)


def _digest(parts: Iterable[str]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode(errors="surrogateescape"))
        whole.update(b"\0")
    return whole.hexdigest()
