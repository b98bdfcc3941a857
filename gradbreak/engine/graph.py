"""The engine's own graph after a sweep, with a name for every node."""

from __future__ import annotations

from gradbreak.engine.closures import closure_code
from gradbreak.engine.numbers import number_text
from gradbreak.engine.places import PlaceFinder
from gradbreak.engine.recorder import Recorder
from gradbreak.engine.shape import EngineShape


class NamedGraph:
    """The engine's own graph, with a name for every node: a variable, a part of the expression, or what made it."""

    def __init__(self, node_class: type, shape: EngineShape, recorder: Recorder) -> None:
        self.node_class = node_class
        self.shape = shape
        self.recorder = recorder
        self.places = PlaceFinder(node_class, shape)
        self.names: dict[int, str] = {}
        self.by_number: dict[int, object] = {}

    def name(self, named: list[tuple[str, object]]) -> None:
        """Name the given nodes, then every node below them by its value or operation."""
        for text, node in named:
            if isinstance(node, self.node_class):
                number = self.recorder.number_of(node)
                if number not in self.names:
                    self.names[number] = self._unique(text)
                    self.by_number[number] = node
        self._find(list(self.by_number.values()))
        for number in sorted(self.by_number):
            if number not in self.names:
                self.names[number] = self._unique(self._describe(self.by_number[number]))

    def _find(self, waiting: list[object]) -> None:
        while waiting:
            for parent in self.parents(waiting.pop()):
                number = self.recorder.number_of(parent)
                if number not in self.by_number:
                    self.by_number[number] = parent
                    waiting.append(parent)

    def _describe(self, node: object) -> str:
        """For a constant its value; for a node that the engine made on the way, its operation: ``mul(c, -1)``."""
        parents = [self.names.get(self.recorder.number_of(parent), "?") for parent in self.parents(node)]
        if parents:
            return f"{self.op(node)}({', '.join(parents)})"
        value = self.number(node, self.shape.value)
        return "?" if value is None else number_text(value)

    def _unique(self, text: str) -> str:
        taken = set(self.names.values())
        count = 1
        unique = text
        while unique in taken:
            count += 1
            unique = f"{text} #{count}"
        return unique

    def parents(self, node: object) -> list[object]:
        """A node's operands in order; by age where the engine keeps them in a set, which has no order."""
        parents = getattr(node, self.shape.parents, None) or ()
        ordered = sorted(parents, key=self.recorder.number_of) if self.is_unordered(node) else parents
        return [parent for parent in ordered if isinstance(parent, self.node_class)]

    def is_unordered(self, node: object) -> bool:
        """Whether it keeps its operands in a set."""
        return isinstance(getattr(node, self.shape.parents, None), (set, frozenset))

    def op(self, node: object) -> str:
        """The operation that made a node, known by its closure."""
        code = closure_code(getattr(node, self.shape.closure, None))
        function = self.places.outermost(code) if code is not None else ""
        return self.shape.operations.get(function, function)

    def number(self, node: object, attribute: str) -> float | None:
        """An attribute that should hold a number, or None where it holds something else."""
        content = getattr(node, attribute, None) if isinstance(node, self.node_class) else None
        return float(content) if isinstance(content, (int, float)) else None
