"""Commands in documents: found, run in a copy of the project, and compared with the output that is shown.

In a block that begins with ```console a line that begins with ``$ `` is a command, lines that begin with ``> ``
right after it continue it, and what follows is its output. Commands of a document run one after the other in
one copy of the project, so a later one sees what an earlier one did. Only ``gradbreak`` and ``python`` are run.

``python -m tests.gradbreak.documents docs/lesson.md`` writes the outputs of now into a document.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from tests.gradbreak.commands import ROOT, output_of

COPIED = ("minigrad", "mutation_config", "tests/suites", "tests/students/honest", "pyproject.toml")
ELISION = "..."


class Shown(Struct, frozen=True):
    """One command of a document.

    Attributes:
        line: where it stands, counted from 1.
        command: what to type.
        output: what the document shows after it; None where it shows nothing.
    """

    line: int
    command: str
    output: str | None


def commands_in(text: str) -> Iterator[Shown]:
    """The commands that can be run here, in order."""
    for block in re.finditer(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        first = text.count("\n", 0, block.start(1)) + 1
        lines = block[1].splitlines()
        starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            body = start + 1
            while body < end and lines[body].startswith("> "):
                body += 1
            command = "\n".join(line[2:] for line in lines[start:body])
            if command.split()[0] in ("gradbreak", "python"):
                output = "\n".join(lines[body:end]).rstrip()
                yield Shown(first + start, command, output or None)


def copy_project(folder: Path) -> Path:
    """A copy of what a learner works with, without what earlier runs have left."""
    for name in COPIED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return folder


def agree(shown: str, found: str) -> bool:
    """Whether an output is the one that is shown; a line of three dots stands for any lines, and times may differ."""
    pattern = "\n".join(r"(?:.*\n)*?.*" if line == ELISION else re.escape(line) for line in untimed(shown).split("\n"))
    return re.fullmatch(pattern, untimed(found)) is not None


def untimed(text: str) -> str:
    """An output in which every duration is the same."""
    return re.sub(r"\b\d+\.\d+ ?s\b", "0.00s", text)


def refresh(path: Path) -> None:
    """Write what the commands print now into a document; what agrees, elisions included, stays."""
    text = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        project = copy_project(Path(folder))
        for shown in commands_in(text):
            _, found = output_of(shown.command, project)
            if shown.output is not None and not agree(shown.output, found):
                typed = "$ " + shown.command.replace("\n", "\n> ")
                text = text.replace(f"{typed}\n{shown.output}\n", f"{typed}\n{found}\n", 1)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        refresh(Path(name))
