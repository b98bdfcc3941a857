"""An engine of one file that is imported and changed while it lives."""

from __future__ import annotations

import types
from pathlib import Path

from msgspec import Struct

from gradbreak.config import Config, EngineConfig, MutantLimits
from gradbreak.engine.activation import activate
from gradbreak.engine.edits import Edit, apply_edits

FILE = "live.py"
Change = tuple[str, str]


class Live(Struct, frozen=True):
    """An imported engine of one file."""

    root: Path
    source: str
    module: types.ModuleType

    @property
    def config(self) -> Config:
        return config_of(self.root, FILE)

    def edits(self, *changes: Change) -> list[Edit]:
        """One edit for each text and its replacement; the text must be there once."""
        for old, _ in changes:
            assert self.source.count(old) == 1, f"{old!r} is there {self.source.count(old)} times"
        places = [(self.source.index(old), len(old), new) for old, new in changes]
        return [Edit(FILE, start, start + length, new) for start, length, new in places]

    def activate(self, *changes: Change) -> None:
        """Put the changes into the living module."""
        activate(self.config.root, self.edits(*changes))

    def mutated(self, *changes: Change) -> types.ModuleType:
        """Another module, made from the changed text from scratch."""
        module = types.ModuleType(self.module.__name__)
        text = apply_edits(self.source, self.edits(*changes))
        exec(compile(text, str(self.root / FILE), "exec", dont_inherit=True), vars(module))
        return module


def config_of(root: Path, *files: str) -> Config:
    """As much of a configuration as activation looks at."""
    engine = EngineConfig(
        file=files[0],
        also_mutate=files[1:],
        node_class="A",
        value="data",
        gradient="g",
        closure="back",
        entry_point="sweep",
        reset="clear",
        parents="parents",
        operations={},
    )
    none: tuple = ()
    return Config(
        root=root,
        engine=engine,
        suites=none,
        families=none,
        breaks=none,
        equivalent=none,
        examples=none,
        limits=MutantLimits(),
    )
