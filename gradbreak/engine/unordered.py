"""Whether the order of an engine's sweep differs between processes: which sets are iterated, and what would fix it.

It is found out by running: the probes are built and swept with stand-ins for sets that note where each was made. A set
that is only asked whether it contains something is no matter; one that is iterated or popped from, with two elements or
more, hands its order on. A fix is shown only after it has run: the probes must give the same numbers without that set.
"""

from __future__ import annotations

import ast
import re
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gradbreak.engine.attempts import time_limit
from gradbreak.engine.edits import Edit, apply_edits
from gradbreak.engine.forced_order import without_displays
from gradbreak.engine.lines import line_starts
from gradbreak.engine.live_code import differing, exchange, live_functions
from gradbreak.engine.ordered_sets import Place, Watcher
from gradbreak.engine.probes import INPUTS, Answer, Apply, Probe, Prober, probes_of
from gradbreak.engine.reading import close

SET_NAMES = ("set", "frozenset")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLine:
    """A line that makes or fills a set which a sweep iterates.

    Attributes:
        file: as it was given.
        line: counted from 1.
        text: the line, stripped.
        fix: the line with a tuple or a list in place of the set; empty where none was shown to be right.
    """

    file: str
    line: int
    text: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Unordered:
    """What makes an order differ between processes.

    Attributes:
        lines: the lines that make or fill the sets; where the order is left to chance, also those that seem to be why.
            Empty where the order is the same in every process.
        files: the files of the engine that make any set; empty where no sweep iterates one.
        is_left_to_chance: the order differs even where the sets are forced.
    """

    lines: tuple[SetLine, ...] = ()
    files: tuple[str, ...] = ()
    is_left_to_chance: bool = False


ALWAYS_ORDERED = Unordered()
"""Of an engine whose sweep has the same order in every process."""


def find_unordered(prober: Prober, watcher: Watcher, sources: Mapping[str, str], paths: Mapping[str, str]) -> Unordered:
    """The sets of a running engine whose order reaches its sweep.

    Args:
        prober: runs expressions on the engine, which was imported with stand-ins that this watcher watches.
        watcher: notes which sets are iterated.
        sources: the engine's files → text.
        paths: the same files → path, as their code objects name them.
    """
    probes = probes_of(prober.found.operations)
    with watcher.watching() as places:
        intact = [prober.answer(probe) for probe in probes]
    used = [place for place in places if place[0] in paths.values()]
    if not used:
        return ALWAYS_ORDERED
    usable = [(probe, answer) for probe, answer in zip(probes, intact, strict=True) if answer is not None]
    shared = _shared(prober)
    lines: dict[SetLine, None] = {}
    for file, path in paths.items():
        for _, line in [place for place in used if place[0] == path]:
            fixer = _Fixer(prober, watcher, usable, shared, (path, line), sources[file])
            lines |= dict.fromkeys(_lines(file, sources[file], line, fixer.first_right()))
    makers = tuple(file for file, source in sources.items() if makes_sets(source))
    return Unordered(lines=tuple(lines), files=makers)


def makes_sets(source: str) -> bool:
    """Whether a file makes sets, or hands on what makes them."""
    return any(
        isinstance(node, (ast.Set, ast.SetComp)) or (isinstance(node, ast.Name) and node.id in SET_NAMES)
        for node in ast.walk(ast.parse(source))
    )


def _lines(file: str, source: str, line: int, fixed: str | None) -> Iterator[SetLine]:
    """The line that makes a set, and every other line that its fix changes."""
    before = source.split("\n")
    after = fixed.split("\n") if fixed is not None else before
    for number, (old, new) in enumerate(zip(before, after, strict=True), 1):
        if number == line or old != new:
            yield SetLine(file=file, line=number, text=old.strip(), fix=new.strip() if old != new else "")


@dataclass(frozen=True, slots=True)
class _Fixer:
    """Tries fixes of one set in this process, and takes each back.

    Attributes:
        prober: runs expressions on the engine.
        watcher: notes which sets are iterated.
        usable: the probes with the intact engine's answers.
        shared: what ``_shared`` said of the intact engine.
        place: where the set is made.
        source: the text of that file.
    """

    prober: Prober
    watcher: Watcher
    usable: Sequence[tuple[Probe, Answer]]
    shared: tuple[float | None, ...]
    place: Place
    source: str

    def first_right(self) -> str | None:
        """The file with the first fix that is right; None where no fix is."""
        for edits in fixes(self.source, self.place[1]):
            fixed = apply_edits(self.source, edits)
            if self._is_right(fixed):
                return fixed
        return None

    def _is_right(self, fixed: str) -> bool:
        path = self.place[0]
        try:
            changed = differing(_compiled(self.source, path), _compiled(fixed, path))
        except SyntaxError:
            return False
        if not changed:
            return False
        swaps = exchange(live_functions(path), changed)
        try:
            with self.watcher.watching() as places:
                right = all(_same(self.prober.answer(probe), answer) for probe, answer in self.usable)
                shared = _shared(self.prober)
                right = right and len(shared) == len(self.shared) and all(map(_same_number, shared, self.shared))
            return right and self.place not in places
        finally:
            for swap in reversed(swaps):
                swap.undo()


def _shared(prober: Prober) -> tuple[float | None, ...]:
    """The gradients where a result is used twice, for which a list holds a node twice and a set once."""
    operation = next((each.name for each in prober.found.operations if each.arity == 2 and not each.takes_number), "")
    if not operation:
        return ()
    try:
        with time_limit():
            prober.make.begin()
            inputs = {name: prober.make(number) for name, number in INPUTS.items()}
            leaves = list(inputs.values())
            inner = prober.build(Apply(operation, ("a", "b")), inputs)
            twice = prober.build(Apply(operation, ("inner", "inner")), {"inner": inner})
            out = prober.build(Apply(operation, ("twice", "inner")), {"twice": twice, "inner": inner})
            returned = prober.sweep(out, leaves)
            return tuple(prober.gradient(returned, node, place) for place, node in enumerate(leaves))
    except Exception:  # noqa: BLE001  # an engine that a fix broke may raise anything
        return ()


def _compiled(source: str, path: str) -> types.CodeType:
    code: types.CodeType = compile(without_displays(ast.parse(source, path)), path, "exec", dont_inherit=True)
    return code


def _same(one: Answer | None, other: Answer) -> bool:
    return one is not None and close(one.value, other.value) and all(map(_same_number, one.gradients, other.gradients))


def _same_number(one: float | None, other: float | None) -> bool:
    return one is other is None or close(one, other)


def fixes(source: str, line: int) -> Iterator[tuple[Edit, ...]]:
    """Changes that put a tuple or a list in the place of the sets that a line makes, the plainest first.

    Args:
        source: the text of the file.
        line: where the sets are made, counted from 1.
    """
    tree = ast.parse(source)
    starts = line_starts(source)
    makers = [node for node in ast.walk(tree) if getattr(node, "lineno", 0) == line and _is_maker(node)]
    outermost = [
        node for node in makers if not any(node is not other and node in list(ast.walk(other)) for other in makers)
    ]
    target = _target(tree, line)
    for write in (_as_tuple, _as_list, _as_unique):
        made = tuple(_edit(source, starts, node, write(source, node)) for node in outermost)
        if write is not _as_list:
            yield made
            continue
        calls = _additions(tree, target)
        yield (*made, *(_edit(source, starts, call, _appending(call)) for _, call in calls))
        # A set takes an element once; where the list must too, each addition asks first.
        yield (*made, *(_edit(source, starts, call, _appending(call, asks=True)) for _, call in calls))


def _is_maker(node: ast.AST) -> bool:
    return isinstance(node, (ast.Set, ast.SetComp)) or (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SET_NAMES
    )


def _target(tree: ast.AST, line: int) -> str:
    """What the statement on a line assigns to; empty where it assigns nothing."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.lineno == line:
            first = node.targets[0] if isinstance(node, ast.Assign) else node.target
            return ast.unparse(first)
    return ""


def _additions(tree: ast.AST, target: str) -> list[tuple[ast.Expr, ast.Call]]:
    """The statements that add an element to a set, with their calls."""
    return [
        (node, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and node.value.func.attr == "add"
        and ast.unparse(node.value.func.value) == target
        and len(node.value.args) == 1
    ]


def _appending(call: ast.Call, *, asks: bool = False) -> str:
    assert isinstance(call.func, ast.Attribute)
    target, element = ast.unparse(call.func.value), ast.unparse(call.args[0])
    return f"{f'if {element} not in {target}: ' if asks else ''}{target}.append({element})"


def _elements(source: str, node: ast.AST) -> str:
    """What a call, a display or a comprehension takes its elements from, as text; empty for no elements."""
    if isinstance(node, ast.Call):
        return ", ".join(ast.get_source_segment(source, each) or "" for each in node.args)
    inside = ast.get_source_segment(source, node) or ""
    return inside.strip()[1:-1].strip()


def _as_tuple(source: str, node: ast.AST) -> str:
    elements = _elements(source, node)
    if not elements:
        return "()"
    if isinstance(node, ast.Set):
        return f"({elements},)" if len(node.elts) == 1 else f"({elements})"
    return f"tuple({elements})"


def _as_list(source: str, node: ast.AST) -> str:
    elements = _elements(source, node)
    literal = re.fullmatch(r"\[.*\]", elements)
    if isinstance(node, ast.Call) and elements:
        return elements if literal and isinstance(node.args[0], (ast.List, ast.ListComp)) else f"list({elements})"
    return f"[{elements}]"


def _as_unique(source: str, node: ast.AST) -> str:
    elements = _elements(source, node)
    return f"tuple(dict.fromkeys({f'({elements},)' if isinstance(node, ast.Set) else elements or '()'}))"


def _edit(source: str, starts: Sequence[int], node: ast.AST, replacement: str) -> Edit:
    assert isinstance(node, ast.expr)
    start = _offset(source, starts, node.lineno, node.col_offset)
    end = _offset(source, starts, node.end_lineno or node.lineno, node.end_col_offset or 0)
    return Edit(file="", start=start, end=end, replacement=replacement)


def _offset(source: str, starts: Sequence[int], line: int, column: int) -> int:
    """The offset of a place whose column counts bytes, as the syntax tree does."""
    text = source[starts[line - 1] :].split("\n", 1)[0]
    return starts[line - 1] + len(text.encode()[:column].decode())
