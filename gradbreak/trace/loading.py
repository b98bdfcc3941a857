"""The engine imported into a child process, under the order of its sets that verdicts are made under."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from gradbreak.config import Config
from gradbreak.engine.forced_order import forced_order, reverse, stand_ins
from gradbreak.engine.memory_layout import shuffle_memory
from gradbreak.engine.source_files import import_engine, module_name
from gradbreak.model import Order


@dataclass(frozen=True, slots=True)
class ChildEngine:
    """The engine in this process.

    Attributes:
        node_class: the class of its nodes.
        orders: those under which verdicts are made; the first of them holds.
        names: the stand-ins for its sets.
    """

    node_class: type
    orders: tuple[Order | None, ...]
    names: dict[str, type]

    def under_each_order(self) -> Iterator[Order | None]:
        """Each order while it holds; afterwards the first holds again."""
        try:
            for order in self.orders:
                reverse(self.names, is_reversed=order is Order.REVERSED)
                kept: list[object] = []
                if order is not None and not order.is_forced:
                    shuffle_memory(order.seed, kept)
                yield order
        finally:
            reverse(self.names, is_reversed=False)


@contextlib.contextmanager
def engine_in_child(config: Config) -> Iterator[ChildEngine]:
    """Import the engine into this process, a child's; its sets are iterated forwards where their order matters.

    A copy that the parent had imported, from elsewhere or before it was edited, is forgotten first.

    Raises:
        BadEngine: the engine cannot be imported, or has no such class.
    """
    engine = config.engine
    packages = {name.partition(".")[0] for name in (engine.module, *map(module_name, engine.files))}
    packages.discard("")  # of a path that begins with a dot, or of no module
    for name in [name for name in sys.modules if name.partition(".")[0] in packages]:
        del sys.modules[name]
    sys.path[:0] = [*filter(None, [engine.import_path]), str(config.root), str(config.root / "src")]
    gc.freeze()  # so that `activate` looks for the engine's functions among what is loaded from now on only
    forced = frozenset(os.path.realpath(config.root / file) for file in engine.files_with_sets)
    names = stand_ins()
    with forced_order(forced.__contains__, names):
        import_engine(config.root, engine.file, engine.module)
        yield ChildEngine(engine.shape.loaded_class(), engine.orders, names)
