"""Which accumulating statements are sites: shown by breaking each and looking at the gradients of small expressions.

A statement whose break changes a gradient and no value is *confirmed*. One that runs, and whose break changes nothing,
is *never second*: whatever it adds to is 0 at that time. One that no probe runs is *skipped*. Each keeps its reason.
"""

from __future__ import annotations

import ast
import enum
import os
import types
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gradbreak.engine.forced_order import without_displays
from gradbreak.engine.live_code import differing, exchange, live_functions
from gradbreak.engine.probes import Answer, Probe, Prober, lines_run, probes_of
from gradbreak.engine.reading import close
from gradbreak.engine.sites import Site, accumulating_statements, could_hold, is_append
from gradbreak.engine.slots import SlotKind, summing_lines

IN_PLACE = frozenset({"add_", "sub_", "__iadd__", "__isub__"})
"""Methods of a gradient that add to it; their calls are the sites, and not their bodies."""

MOST_SILENT = 3
"""Probes that may fail on a broken engine before it is given up: each may have run into the time limit."""


class Standing(enum.Enum):
    """What was shown of an accumulating statement."""

    CONFIRMED = "confirmed"
    NEVER_SECOND = "never second"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSite:
    """A statement, and whether it is a site.

    Attributes:
        file: as it was given.
        site: the statement.
        standing: what was shown.
        reason: why it is not confirmed, for people; otherwise empty.
        expression: the first probe whose gradients its break changes; empty where there is none.
    """

    file: str
    site: Site
    standing: Standing
    reason: str = ""
    expression: str = ""


def is_seed(site: Site) -> bool:
    """Whether a statement adds a constant, as the start of a sweep does: that passes no gradient on."""
    if " = " not in site.replacement:
        return False  # a term within a call, such as the 0 of numpy.add(0, e, out=S)
    try:
        added = ast.parse(site.replacement.partition(" = ")[2], mode="eval").body
    except SyntaxError:
        return False
    if isinstance(added, ast.Call):
        name = added.func.attr if isinstance(added.func, ast.Attribute) else getattr(added.func, "id", "")
        return name in ("ones_like", "ones", "float", "int") and not any(
            isinstance(node, ast.Attribute) and node.attr == site.name for node in ast.walk(added)
        )
    return isinstance(added, ast.Constant)


def check_sites(
    prober: Prober,
    sources: Mapping[str, str],
    paths: Mapping[str, str],
    gradient: str,
    *,
    has_stand_ins: bool = False,
) -> tuple[CheckedSite, ...]:
    """Every accumulating statement of an engine that may pass a gradient on, each with its standing.

    Args:
        prober: runs expressions on the engine.
        sources: file → its text.
        paths: file → its path, as the engine's code objects name it.
        gradient: the attribute that holds a gradient; empty where a sweep returns them.
        has_stand_ins: the engine was imported under a forced order.
    """
    probes = probes_of(prober.found.operations)
    with lines_run(list(paths.values())) as ran:
        intact = [prober.answer(probe) for probe in probes]
    usable = [(probe, answer) for probe, answer in zip(probes, intact, strict=True) if answer is not None]
    checked = []
    for file, source in sources.items():
        functions = live_functions(paths[file])
        before = compiled_file(source, paths[file], has_stand_ins=has_stand_ins)
        for site in accumulating_statements(source):
            if is_seed(site) or site.function.rpartition(".")[2] in IN_PLACE:
                continue
            named = bool(gradient) and could_hold(site, gradient) and site.kind is not SlotKind.NAME
            standing, said = Standing.SKIPPED, "no probe runs it"
            if any((paths[file], line) in ran for line in range(site.line, site.last_line + 1)):
                after = compiled_file(broken(source, site), paths[file], has_stand_ins=has_stand_ins)
                changed = differing(before, after)
                if changed is None:
                    said = "its break moves other functions"
                else:
                    swaps = exchange(functions, changed)
                    try:
                        standing, said = _shown(prober, usable, is_named=named)
                    finally:
                        for swap in reversed(swaps):
                            swap.undo()
            if standing is Standing.CONFIRMED:
                checked.append(CheckedSite(file=file, site=site, standing=standing, expression=said))
            elif named and said:
                checked.append(CheckedSite(file=file, site=site, standing=standing, reason=said))
    return tuple(each for each in checked if not _reads_a_list_of_terms(each, checked, sources))


def _reads_a_list_of_terms(checked: CheckedSite, every: Sequence[CheckedSite], sources: Mapping[str, str]) -> bool:
    """Whether a statement only adds up what appends have collected: the appends are the sites then."""
    if checked.site.kind is not SlotKind.NAME or checked.standing is not Standing.CONFIRMED:
        return False
    appended = {each.site.name for each in every if each.standing is Standing.CONFIRMED and is_append(each.site)}
    return summing_lines(ast.parse(sources[checked.file])).get(checked.site.line) in appended


def compiled_file(source: str, path: str, *, has_stand_ins: bool) -> types.CodeType:
    """The code of a file, to be exchanged with that of its live functions.

    Args:
        source: its text.
        path: as the engine's code objects name it.
        has_stand_ins: the engine was imported under a forced order.
    """
    tree = ast.parse(source, path)
    code: types.CodeType = compile(without_displays(tree) if has_stand_ins else tree, path, "exec", dont_inherit=True)
    return code


def _shown(prober: Prober, usable: Sequence[tuple[Probe, Answer]], *, is_named: bool) -> tuple[Standing, str]:
    """What a broken engine shows: a standing, and the first probe whose gradients differ or the reason."""
    first = ""
    silent = 0
    for probe, intact in usable:
        answer = prober.answer(probe, seconds=0.05)
        if answer is None:
            silent += 1
            if not is_named or silent > MOST_SILENT:
                return (Standing.CONFIRMED, first) if first else (Standing.SKIPPED, "its break stops the engine")
            continue
        if not _same_number(answer.value, intact.value):
            return Standing.SKIPPED, ""  # it makes a value, so no gradient is held there
        if not all(map(_same_number, answer.gradients, intact.gradients)):
            if probe.is_linear and not is_named:
                return Standing.SKIPPED, ""  # it is wrong where nothing is used twice, so nothing is accumulated there
            first = first or probe.text
    return (
        (Standing.CONFIRMED, first) if first else (Standing.NEVER_SECOND, "every write there lands on 0 or on nothing")
    )


def _same_number(one: float | None, other: float | None) -> bool:
    return (one is None and other is None) or close(one, other, tolerance=1e-12)


def broken(source: str, site: Site) -> str:
    """The text of a file with one site broken, in as many lines as before: what stands below keeps its place."""
    missing = site.statement.count("\n") - site.replacement.count("\n")
    return source[: site.start] + site.replacement + "\n" * missing + source[site.end :]


def engine_files(module: types.ModuleType, root: str, loaded: Iterable[types.ModuleType]) -> dict[str, str]:
    """The engine's file and those of the modules that came with it, below one folder: path relative to it → path.

    Args:
        module: the engine.
        root: the folder.
        loaded: the modules that importing the engine has loaded.
    """
    found: dict[str, str] = {}
    real = os.path.realpath(root)
    for each in (module, *loaded):
        path = getattr(each, "__file__", None)
        if path and path.endswith(".py") and os.path.realpath(path).startswith(real + os.sep):
            found.setdefault(os.path.relpath(os.path.realpath(path), real), path)
    return found
