"""The lines that order nodes by address are known by how they are written; the rest is in test_unordered.py."""

from __future__ import annotations

import pytest

from gradbreak.engine.left_to_chance import lines_of_chance


@pytest.mark.parametrize(
    "line",
    [
        "sorted(nodes, key=id)",
        "nodes.sort(key=lambda node: (node.depth, id(node)))",
        "heapq.heappush(heap, (-node.depth, id(node), node))",
        "waiting = weakref.WeakSet(nodes)",
        "left = above.keys() - seen",
        "builtins.set(nodes)",
    ],
)
def test_a_line_that_orders_by_address_is_found(line: str) -> None:
    assert list(lines_of_chance(f"x = 1\n{line}\n")) == [2]


@pytest.mark.parametrize(
    "line",
    ["seen.add(id(node))", "sorted(nodes, key=len)", "a.value - b.value", "set(nodes)", "builtins.sum(nodes)"],
)
def test_a_line_that_does_not_is_not(line: str) -> None:
    assert list(lines_of_chance(line)) == []
