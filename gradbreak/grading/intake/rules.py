"""Decides which files of a submission are taken, and why the others are not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

JUNK_FILES = frozenset({"Thumbs.db", "desktop.ini"})
"""Files that an operating system leaves behind. They are ignored, and so are names that begin with a dot."""

JUNK_FOLDERS = frozenset({"__pycache__"})

NOT_SEARCHED: Mapping[str, str] = {
    ".git": "git's own files",
    "__MACOSX": "what macOS adds to an archive",
    "node_modules": "packages of Node",
    "site-packages": "installed packages",
    "venv": "a virtual environment",
    "build": "what a build makes",
    "dist": "what a build makes",
    "CVS": "files of a version control system",
    "_darcs": "files of a version control system",
    "*.egg": "an installed package",
}
"""Pattern of a folder's name → what it holds. pytest looks for no tests in most of these."""

ENVIRONMENT_FILES = ("pyvenv.cfg", "conda-meta/history")
"""Files that make a folder an environment, as pytest sees it."""

PARTS_OF_ENVIRONMENT = frozenset({"bin", "include", "lib", "lib64", "share", "Include", "Lib", "Scripts"})
"""Folders of an environment that was made in the very folder of the submission."""

CONFIGURATION = frozenset({"pytest.ini", "pytest.toml", "pyproject.toml", "setup.cfg", "tox.ini"})
STARTUP = frozenset({"sitecustomize.py", "usercustomize.py"})
COMPILED = frozenset({".pyc", ".pyo", ".pyd", ".so"})

KEPT_TOP_FOLDERS = frozenset({"tests", "test", "src"})
"""An archive's only top folder is removed from the names, except for these, which imports may use."""

LONGEST_NAME = 400
"""Bytes, so that every name fits below the folder that it is written to."""

_UNUSABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories that no file name needs: control characters, halves of characters and line ends. Spaces of all
kinds and joiners are letters of real names."""


def is_junk(name: str) -> bool:
    """Whether an operating system, an editor or a tool left a file of this name. Nobody misses it."""
    *folders, file = PurePosixPath(name).parts or ("",)
    return (
        file in JUNK_FILES
        or file.startswith(".")
        or any(folder in JUNK_FOLDERS or (folder.startswith(".") and folder != "..") for folder in folders)
    )


def environments(names: Collection[str]) -> frozenset[str]:
    """The folders among these names that are virtual environments; empty is the top."""
    found = set()
    for name in names:
        for file in ENVIRONMENT_FILES:
            if name == file or name.endswith(f"/{file}"):
                found.add(name[: -len(file)].rstrip("/"))
    return frozenset(found)


def folder_passed_over(name: str, environments: Collection[str], top: str = "") -> tuple[str, str] | None:
    """The folder above a file that is passed over with everything in it, and what it holds; None where there is none.

    Args:
        name: of the file.
        environments: the folders that are virtual environments.
        top: the folder that holds the whole submission; its own name decides nothing.
    """
    parts = name.split("/")[:-1]
    for depth, part in enumerate(parts, start=1):
        folder = "/".join(parts[:depth])
        above = "/".join(parts[: depth - 1])
        if folder in environments and folder != top:
            return folder, "a virtual environment"
        if above in environments and above in ("", top) and part in PARTS_OF_ENVIRONMENT:
            return folder, "a virtual environment"
        for pattern, what in NOT_SEARCHED.items():
            if fnmatchcase(part, pattern) and folder != top:
                return folder, what
    return None


def tidy(name: str) -> str:
    """A name with forward slashes and without ``.`` parts. Some programs for Windows write backslashes.

    A Python file's suffix is written small, because Python looks for no other.
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part != "."]
    tidied = "/".join(parts)
    return f"{tidied[:-3]}.py" if tidied.lower().endswith(".py") else tidied


def name_problem(name: str) -> str:
    """Why a tidy name cannot be used; empty where it can."""
    if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name):
        return "its name leads out of the submission"
    if any(unicodedata.category(character) in _UNUSABLE for character in name) or "" in name.split("/"):
        return "its name is not made of readable characters"
    if len(name.encode()) > LONGEST_NAME or any(len(part.encode()) > 255 for part in name.split("/")):
        return "its name is too long"
    return ""


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
