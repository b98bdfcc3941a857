"""Naming the nodes of a recorded test: by its variables, or by the operation that made a node."""

from __future__ import annotations

from gradbreak.engine.numbers import number_text
from gradbreak.run.recording import RecordedTest

DEEPEST = 3
"""Levels of nested operations in a name, at most; below them is an ellipsis."""

LONG = 28
"""Characters of a name; a longer one shows fewer levels: ``mul(add(…, …), c)``."""


class NodeNames:
    """Names nodes by their numbers, which are the same in both recordings up to the first difference.

    A mutant may end a test before its variables are bound; then the names of the intact recording are used.

    Args:
        intact: the test on the engine as it is.
        mutated: the test on the mutant.
    """

    def __init__(self, intact: RecordedTest, mutated: RecordedTest) -> None:
        self._intact = intact
        self._mutated = mutated
        self._taken: dict[str, list[int]] = {}

    def of_intact(self, number: int) -> str:
        """The name of a node of the intact recording."""
        return self._unique(self._short(number, (self._intact,)), number)

    def of_mutated(self, number: int) -> str:
        """The name of a node of the mutated recording."""
        return self._unique(self._short(number, (self._mutated, self._intact)), number)

    def _short(self, number: int, recorded: tuple[RecordedTest, ...]) -> str:
        texts = [self._text(number, recorded, depth) for depth in range(DEEPEST, 0, -1)]
        return next((text for text in texts if len(text) <= LONG), texts[-1])

    def _text(self, number: int, recorded: tuple[RecordedTest, ...], depth: int) -> str:
        known = [each.nodes[number] for each in recorded if number < len(each.nodes)]
        variable = next((node.variable for node in known if node.variable), "")
        if variable or not known:
            return variable or "?"
        node = known[-1]
        if node.op:
            operands = ("…" if depth == 0 else self._text(each, recorded, depth - 1) for each in node.parents)
            return f"{node.op}({', '.join(operands)})"
        return "?" if node.value is None else number_text(node.value)

    def _unique(self, text: str, number: int) -> str:
        """Different nodes get different names: the second that would be called ``2`` is ``2 #2``."""
        numbers = self._taken.setdefault(text, [])
        if number not in numbers:
            numbers.append(number)
        index = numbers.index(number)
        return text if index == 0 else f"{text} #{index + 1}"
