"""After memory is shuffled, objects that are made one after the other come in no order of addresses."""

from __future__ import annotations

from gradbreak.engine.memory_layout import shuffle_memory


class Node:
    pass


def test_two_new_objects_come_either_way_round() -> None:
    rising = 0
    for seed in range(20):
        kept: list[object] = []
        shuffle_memory(seed, kept)
        older, younger = Node(), Node()
        rising += id(older) < id(younger)
    assert 0 < rising < 20
