"""Another order of addresses for the objects that a process is going to make.

Whatever is ordered by address (a set of nodes, ``sorted(nodes, key=id)``) has one order in one process and another in
the next. A process that was forked, or started again by the same steps, mostly gets the same addresses as the last one;
to see what differs between processes, the memory that new objects take is made to come in another order.

CPython keeps free blocks by size and gives back the one that was freed last. So blocks of every size are taken, and
freed in a random order.
"""

from __future__ import annotations

import random
import sys

LARGEST = 512
"""Bytes of the largest block that CPython's allocator keeps by size."""

STEP = 16
"""Bytes between two sizes."""

POOL = 1 << 14
"""Bytes of one of the allocator's pools, which holds blocks of one size."""

POOLS = 4
"""How many pools are shuffled of each size: enough for the objects of a test."""

EMPTY = sys.getsizeof(b"")
"""Bytes of an object that holds no data."""


def shuffle_memory(seed: int, kept: list[object], pools: int = POOLS) -> None:
    """Let the objects that are made from now on take addresses in a random order.

    Args:
        seed: of the order.
        kept: takes objects that must live as long as the order is to last: a block between two free ones keeps the
            allocator from giving the whole pool back.
        pools: how many are shuffled of each size; each takes about a millisecond for all sizes.
    """
    chance = random.Random(seed)
    for size in range(STEP * (EMPTY // STEP + 1), LARGEST + 1, STEP):
        taken: list[object] = [bytes(size - EMPTY) for _ in range(pools * POOL // size)]
        chance.shuffle(taken)
        kept.extend(taken[::8])
        del taken[::8]
        while taken:
            taken.pop()
