"""Judges an engine from what was found out about it: how much of each level is right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gradbreak.check.behaviour import DEPTHS, Repeated, Reset
from gradbreak.grading.engine_check.isolated import EngineFacts
from gradbreak.grading.model import Level
from gradbreak.grading.model.engine_grade import EngineLevels

OTHERS = "others"
"""Stands for all operations together that the rubric does not name."""

ORDERS = ("forwards", "reversed")


def levels_of(facts: EngineFacts | None, operations: Sequence[str]) -> EngineLevels:
    """How much of each level is right. An operation that the engine lacks is wrong.

    Every engine has the same items on every level, so that a class is measured alike.

    Args:
        facts: what was found out; None where the engine could not be checked, so that nothing is right.
        operations: those that the rubric names.
    """
    found = {each.name: each for each in facts.operations} if facts is not None else {}
    others = [each for name, each in found.items() if name not in operations]
    has_engine = facts is not None

    def by_operation(part: str) -> Level:
        right = [(name, name in found and getattr(found[name], part)) for name in operations]
        return _level([*right, (OTHERS, has_engine and all(getattr(each, part) for each in others))])

    check = facts.check if facts is not None else None
    deep = {
        nodes: check is not None
        and any(depth.nodes == nodes for depth in check.depths)
        and all(depth.outcome == "right" for depth in check.depths if depth.nodes == nodes)
        # A shape that ends at fewer nodes is not tried with more.
        and not any(depth.nodes < nodes and depth.outcome != "right" for depth in check.depths)
        for nodes in DEPTHS
    }
    repeated = (Repeated.ADDS_UP, Repeated.COUNTS_AGAIN, Repeated.STARTS_ANEW)
    return EngineLevels(
        values=by_operation("value"),
        gradients=by_operation("gradient"),
        diamonds=by_operation("diamond"),
        orders=_level(zip(ORDERS, facts.orders if facts is not None else (False, False), strict=True)),
        depth=_level((f"{nodes:,}", is_right) for nodes, is_right in deep.items()),
        two_sweeps=_level([("two_sweeps", check is not None and check.behaviour.other_graph in repeated)]),
        zero_grad=_level([("zero_grad", check is not None and check.behaviour.reset is Reset.CLEARS)]),
    )


def _level(items: Iterable[tuple[str, bool]]) -> Level:
    judged = list(items)
    return Level(
        caught=sum(is_right for _, is_right in judged),
        total=len(judged),
        missed=tuple(name for name, is_right in judged if not is_right),
    )


def items_of(operations: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The items of each level, in the order in which ``levels_of`` judges them."""
    nothing = levels_of(None, operations)
    return {name: level.missed for name, level in nothing.named()}
