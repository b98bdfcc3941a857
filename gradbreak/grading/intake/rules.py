"""Decides which files of a submission are taken, and why the others are not."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePosixPath

JUNK_FOLDERS = frozenset({"__MACOSX", "__pycache__", "node_modules", "venv", "env"})
"""Folders whose files nobody wrote for this submission. They are ignored, and so are names that begin with a dot."""

JUNK_FILES = frozenset({"Thumbs.db", "desktop.ini"})

CONFIGURATION = frozenset({"conftest.py", "pytest.ini", "pytest.toml", "pyproject.toml", "setup.cfg", "tox.ini"})
STARTUP = frozenset({"sitecustomize.py", "usercustomize.py"})
COMPILED = frozenset({".pyc", ".pyo", ".pyd", ".so"})

KEPT_TOP_FOLDERS = frozenset({"tests", "test", "src"})
"""An archive's only top folder is removed from the names, except for these, which imports may use."""

LONGEST_NAME = 400
"""Bytes, so that every name fits below the folder that it is written to."""


def is_junk(name: str) -> bool:
    """Whether an operating system, an editor or a tool left a file of this name."""
    *folders, file = PurePosixPath(name).parts or ("",)
    return (
        file in JUNK_FILES
        or file.startswith(".")
        or any(folder in JUNK_FOLDERS or (folder.startswith(".") and folder != "..") for folder in folders)
    )


def tidy(name: str) -> str:
    """A name with forward slashes and without ``.`` parts. Some programs for Windows write backslashes."""
    parts = [part for part in name.replace("\\", "/").split("/") if part != "."]
    return "/".join(parts)


def name_problem(name: str) -> str:
    """Why a tidy name cannot be used; empty where it can."""
    if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name):
        return "its name leads out of the submission"
    if not name.isprintable() or not _is_text(name) or "" in name.split("/"):
        return "its name is not made of readable characters"
    if len(name.encode()) > LONGEST_NAME or any(len(part.encode()) > 255 for part in name.split("/")):
        return "its name is too long"
    return ""


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def use_problem(name: str, engine: Collection[str]) -> str:
    """Why a file of this name is not used; empty where it is.

    Args:
        name: relative to the submission.
        engine: the engine's files, relative to its root.
    """
    path = PurePosixPath(name)
    if path.name in CONFIGURATION:
        return "configuration of pytest is not used when tests are graded"
    if path.name in STARTUP or path.suffix == ".pth":
        return "what Python runs at its start is not used when tests are graded"
    if path.suffix in COMPILED:
        return "compiled code is not used when tests are graded"
    if any(name.removeprefix("src/") == file.removeprefix("src/") for file in engine):
        return "tests are graded on the grader's own engine"
    return ""
