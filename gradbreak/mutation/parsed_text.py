"""A parsed file beside its text: the offsets of each node, and the text of a node that replaces it."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Mapping
from typing import cast

import libcst as cst
from libcst.metadata import (
    CodePosition,
    CodeRange,
    MetadataWrapper,
    ParentNodeProvider,
    PositionProvider,
    WhitespaceInclusivePositionProvider,
)

from gradbreak.engine.lines import line_starts
from gradbreak.errors import BadEngine
from gradbreak.model import Position


class ParsedText:
    """One file of the engine."""

    def __init__(self, file: str, source: str, module: cst.Module) -> None:
        """Find every node's place.

        Args:
            file: the path to name in an error.
            source: the text.
            module: what libcst made of it; the nodes that are asked for later are of this very tree.
        """
        self.file = file
        # As libcst sees it: with a line break at the very end, whether the file has it or not.
        self.source = source if source[-1:] in ("\n", "\r") else source + module.default_newline
        self.module = module
        # A copy would have other nodes.
        metadata = MetadataWrapper(module, unsafe_skip_copy=True).resolve_many(
            [PositionProvider, WhitespaceInclusivePositionProvider, ParentNodeProvider]
        )
        self.positions: Mapping[cst.CSTNode, CodeRange] = metadata[PositionProvider]  # type: ignore[assignment]  # libcst types all providers alike
        self._extents: Mapping[cst.CSTNode, CodeRange] = metadata[WhitespaceInclusivePositionProvider]  # type: ignore[assignment]  # as above
        self.parents: Mapping[cst.CSTNode, cst.CSTNode] = metadata[ParentNodeProvider]  # type: ignore[assignment]  # as above
        self._line_starts = line_starts(self.source)

    def offset(self, place: CodePosition) -> int:
        """The offset of a place, in characters from 0."""
        return self._line_starts[place.line - 1] + place.column

    def position(self, offset: int) -> Position:
        """The place of an offset."""
        line = bisect.bisect_right(self._line_starts, offset)
        return Position(line=line, column=offset - self._line_starts[line - 1] + 1)

    def ancestors(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """The node itself, what it is part of, and so on up to the module, which is left out."""
        while node in self.parents:
            yield node
            node = self.parents[node]

    def text_of(self, statement: cst.CSTNode) -> str:
        """The text of a statement; of a compound one, its header."""
        position = self.positions[statement]
        start = self.offset(position.start)
        if isinstance(statement, cst.BaseCompoundStatement):
            body = statement.cases[0] if isinstance(statement, cst.Match) else statement.body
            return self.source[start : self.offset(self.positions[body].start)].strip()
        return self.source[start : self.offset(position.end)]

    def stretch(self, node: cst.CSTNode, mutated: cst.CSTNode) -> tuple[int, int, str]:
        """The offsets of a node with its own parentheses, and the text of what replaces it.

        Raises:
            BadEngine: libcst renders the node as another text than the file has.
        """
        # A compound statement's extent begins with the comments above it.
        compound = isinstance(node, cst.BaseCompoundStatement)
        start = self.offset((self.positions if compound else self._extents)[node].start)
        end = self.offset(self._extents[node].end)
        original = self.source[start:end]
        if self.module.code_for_node(node) == original:
            replacement = self.module.code_for_node(mutated)
        else:
            replacement = self._replacement_in_its_block(node, mutated, start, end)
        # Blanks that both have, as around `not in`, are no part of the change.
        before, after = _shared_blanks(original, replacement), _shared_blanks(original[::-1], replacement[::-1])
        return start + before, end - after, replacement[before : len(replacement) - after]

    def _replacement_in_its_block(self, node: cst.CSTNode, mutated: cst.CSTNode, start: int, end: int) -> str:
        # A node that runs over several lines has the indentation of the blocks around it in its text
        # and not in itself. So its whole statement is rendered, in as many blocks, and the text in
        # the node's place is cut out of that.
        statement = next(
            above for above in self.ancestors(node) if isinstance(self.parents[above], (cst.IndentedBlock, cst.Module))
        )
        changed = mutated if statement is node else statement.deep_replace(node, mutated)
        before, after = (self._in_its_block(each, statement) for each in (statement, changed))
        first, last = (self.offset(place) for place in (self._extents[statement].start, self._extents[statement].end))
        if not before.endswith(self.source[first:last]):
            raise BadEngine(
                f"{self.file}, line {self.positions[node].start.line}: mutmut's parser reads this text as another",
                "Please report it with the file",
            )
        return after[len(before) - (last - start) : len(after) - (last - end)]

    def _in_its_block(self, statement: object, original: cst.CSTNode) -> str:
        for above in self.ancestors(original):
            if isinstance(above, (cst.IndentedBlock, cst.Match)) and above is not original:
                block = cst.IndentedBlock([cast(cst.BaseStatement, statement)], indent=above.indent)
                statement = cst.If(cst.Name("block"), block)
        return self.module.code_for_node(cast(cst.BaseStatement, statement))


def _shared_blanks(first: str, second: str) -> int:
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1] and pair[0].isspace(), pairs))
