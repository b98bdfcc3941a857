"""A small engine on disk, a break of it, and a way to be interrupted at any step."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from gradbreak.engine.edits import Edit
from gradbreak.workcopy import apply_break

FILE = "engine/core.py"
ENGINE = """\
class Node:
    def __init__(self, value, parents=()):
        self.value = value
        self.slope = 0.0
        self.parents = parents
        self.pass_on = lambda: None

    def __add__(self, other):
        out = Node(self.value + other.value, (self, other))

        def pass_on():
            self.slope += out.slope
            other.slope += out.slope

        out.pass_on = pass_on
        return out

    def __mul__(self, other):
        out = Node(self.value * other.value, (self, other))

        def pass_on():
            self.slope += other.value * out.slope
            other.slope += self.value * out.slope

        out.pass_on = pass_on
        return out

    def twice(self):
        out = Node(2 * self.value, (self,))

        def pass_on():
            self.slope += out.slope
            self.slope += out.slope

        out.pass_on = pass_on
        return out
"""


class WorkingCopy:
    """A project with one engine file, and the break of it that replaces each += by =."""

    def __init__(self, root: Path, text: str = ENGINE) -> None:
        self.root = root
        self.text = text
        self.file = root / FILE
        self.file.parent.mkdir()
        self.file.write_bytes(text.encode())
        self.edits = edits_of(text)
        self.broken = text.replace(" += ", " = ")

    @property
    def now(self) -> str:
        return self.file.read_bytes().decode()

    @property
    def cache(self) -> set[str]:
        return {path.name for path in (self.root / ".gradbreak").iterdir()} - {".gitignore", "lock"}

    @property
    def beside(self) -> set[str]:
        """What is next to the engine's file."""
        return {path.name for path in self.file.parent.iterdir()} - {self.file.name}

    def apply(self) -> None:
        apply_break(self.root, "canonical", "canonical (every += becomes =)", self.edits, {FILE: self.text})

    def edit(self, old: str, new: str) -> None:
        assert self.now.count(old) == 1
        self.file.write_bytes(self.now.replace(old, new).encode())


def edits_of(text: str, *wanted: int, replacement: str = "=") -> tuple[Edit, ...]:
    """Edits that replace the += with these numbers, or all of them."""
    found = [match.span() for match in re.finditer(re.escape("+="), text)]
    return tuple(Edit(FILE, *span, replacement) for number, span in enumerate(found) if not wanted or number in wanted)


def step_by_step(folder: Path, work: Callable[[], object], interrupt: Callable[[], object]) -> Callable[[int], bool]:
    """A function that does the work in a child and interrupts it before its n-th file operation under a folder.

    It returns whether there was an n-th operation. Python announces each operation to audit hooks before
    it happens, so that every state in between is met.
    """

    def until(step: int) -> bool:
        pid = os.fork()
        if pid == 0:
            count = 0

            def hook(event: str, arguments: tuple[object, ...]) -> None:
                nonlocal count
                if event.startswith(("os.", "open", "shutil.")) and any(str(folder) in str(a) for a in arguments):
                    count += 1
                    if count == step:
                        interrupt()

            sys.addaudithook(hook)
            status = 1
            try:
                work()
                status = int(count >= step)
            finally:
                os._exit(status)
        _, status = os.waitpid(pid, 0)
        return status != 0

    return until


def die() -> None:
    """What a power cut does."""
    os.kill(os.getpid(), signal.SIGKILL)


def press_ctrl_c() -> None:
    """What an impatient learner does."""
    raise KeyboardInterrupt
