"""Whether the order of an engine's sweep still differs between processes once its sets are forced.

Sets that the engine's own text makes are iterated in a given order (``gradbreak.engine.forced_order``). That cannot be
done for nodes that are sorted by ``id``, for what Python's own modules keep in sets, or for ``d.keys() - e.keys()``.
It is found out by running: with every site broken the gradients tell in which order terms arrived,
so the probes are run while objects get addresses in other orders, and where the gradients differ the order is chance.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from gradbreak.engine.confirming import CheckedSite, Standing, compiled_file
from gradbreak.engine.edits import Edit, apply_edits
from gradbreak.engine.live_code import Swap, differing, exchange, live_functions
from gradbreak.engine.memory_layout import shuffle_memory
from gradbreak.engine.probes import Answer, Probe, Prober, probes_of

LAYOUTS = 8
"""In how many layouts of the memory the probes are run. Two nodes come the same way round in all by a chance of 1 in
256, and there are several probes."""

MOST_PROBES = 16
"""How many probes are run in each."""


def is_left_to_chance(
    prober: Prober, sites: Sequence[CheckedSite], sources: Mapping[str, str], paths: Mapping[str, str]
) -> bool:
    """Whether the order in which a broken engine's terms arrive differs between layouts of the memory.

    Args:
        prober: runs expressions on the engine, which was imported with stand-ins for its sets.
        sites: the engine's statements.
        sources: the engine's files → text.
        paths: the same files → path, as their code objects name them.
    """
    probes = [probe for probe in probes_of(prober.found.operations) if not probe.is_linear][:MOST_PROBES]
    # An engine may draw numbers at random, and then nothing is known.
    usable = [
        probe for probe in probes if (first := prober.answer(probe)) is not None and _same(prober.answer(probe), first)
    ]
    swaps = _break_all(sites, sources, paths)
    try:
        first_answers = [prober.answer(probe) for probe in usable]
        return any(_differ(prober, usable, first_answers, seed) for seed in range(LAYOUTS))
    finally:
        for swap in reversed(swaps):
            swap.undo()


def _differ(prober: Prober, probes: Sequence[Probe], first: Sequence[Answer | None], seed: int) -> bool:
    """Whether a probe has another answer than at first while memory is shuffled."""
    kept: list[object] = []
    shuffle_memory(seed, kept, pools=1)
    return any(not _same(prober.answer(probe), before) for probe, before in zip(probes, first, strict=True))


def _same(one: Answer | None, other: Answer | None) -> bool:
    """Whether two answers agree but for rounding; one that did not come says nothing."""
    if one is None or other is None:
        return True
    pairs = zip((one.value, *one.gradients), (other.value, *other.gradients), strict=True)
    return all(a is b is None or (a is not None and b is not None and abs(a - b) <= 1e-9 * abs(a)) for a, b in pairs)


def _break_all(sites: Sequence[CheckedSite], sources: Mapping[str, str], paths: Mapping[str, str]) -> list[Swap]:
    swaps: list[Swap] = []
    for file, source in sources.items():
        edits = [
            Edit(file=file, start=each.site.start, end=each.site.end, replacement=_as_long(each))
            for each in sites
            if each.file == file and each.standing is Standing.CONFIRMED
        ]
        if edits:
            changed = differing(
                compiled_file(source, paths[file], has_stand_ins=True),
                compiled_file(apply_edits(source, edits), paths[file], has_stand_ins=True),
            )
            swaps += exchange(live_functions(paths[file]), changed or {})
    return swaps


def _as_long(checked: CheckedSite) -> str:
    missing = checked.site.statement.count("\n") - checked.site.replacement.count("\n")
    return checked.site.replacement + "\n" * missing


def lines_of_chance(source: str) -> Iterator[int]:
    """The lines of a file, counted from 1, that order something by address.

    Args:
        source: its text.
    """
    found = {node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.expr) and _is_chance(node)}
    yield from sorted(found)


def _is_chance(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="sorted" | "min" | "max") | ast.Attribute(attr="sort")):
            return any(each.arg == "key" and _asks_address(each.value) for each in node.keywords)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            if name == "WeakSet":
                return True
            return name in ("heappush", "heappushpop", "heapify", "insort", "put") and any(
                map(_asks_address, node.args)
            )
        case ast.BinOp(op=ast.Sub() | ast.BitOr() | ast.BitAnd() | ast.BitXor(), left=left, right=right):
            return any(map(_is_view, (left, right)))
        case ast.Attribute(value=ast.Name(id="builtins"), attr="set" | "frozenset"):
            return True
    return False


def _asks_address(tree: ast.AST) -> bool:
    return any(isinstance(node, ast.Name) and node.id in ("id", "hash") for node in ast.walk(tree))


def _is_view(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("keys", "items")
