"""The forms in which an accumulating write can be written. Each run draws new ones at random.

A test must gain nothing by looking at the engine's source or bytecode instead of what it does. So a write that
forgets what was there and one that keeps it are written in the same forms, such as

    T = (T, 0.25, 0.0)[2]; T += G     forgets
    T = (0.0, T, 0.25)[1]; T += G     keeps

and differ only in which item is taken. A test could recognise a fixed form by its digest or by the place of its
constant. A form that is drawn anew has to be evaluated.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from msgspec import Struct


class AccumulatingWrite(Struct, frozen=True, kw_only=True):
    """One accumulating write of an engine.

    Attributes:
        statement: as the reference engine has it, ``T += G``.
        target: T.
        term: G.
        keeps: whether it adds to the old value, as it should, or replaces it.
        is_hidden: whether it is only written in forms that broken writes also have. A broken write always is.
    """

    statement: str
    target: str
    term: str
    keeps: bool
    is_hidden: bool


class Disguise(Struct, frozen=True):
    """An engine whose writes can be written in many ways.

    Attributes:
        files: file → its text, with an ``AccumulatingWrite`` in the place of each.
    """

    files: Mapping[str, tuple[str | AccumulatingWrite, ...]]

    def text(self, chance: random.Random) -> Mapping[str, str]:
        """The engine with randomly drawn forms: file → text."""
        return {
            file: "".join(part if isinstance(part, str) else written(part, chance) for part in parts)
            for file, parts in self.files.items()
        }


def written(write: AccumulatingWrite, chance: random.Random) -> str:
    """A write in a randomly drawn form. It does the same in all forms."""
    if not write.is_hidden:
        plain = chance.choice([write.statement, f"{write.target} = {write.target} + ({write.term})", None])
        if plain is not None:
            return plain
    taken, left = (write.target, "0.0") if write.keeps else ("0.0", write.target)
    choosing = chance.choice([_from_tuple, _from_dict, _by_comparison])
    return f"{write.target} = {choosing(taken, left, chance)}; {write.target} += {write.term}"


def _from_tuple(taken: str, left: str, chance: random.Random) -> str:
    things = _shuffled(taken, left, chance)
    return f"({', '.join(things)})[{things.index(taken)}]"


def _from_dict(taken: str, left: str, chance: random.Random) -> str:
    things = _shuffled(taken, left, chance)
    keys = chance.sample(range(10, 1000), len(things))
    pairs = ", ".join(f"{key}: {thing}" for key, thing in zip(keys, things, strict=True))
    return f"{{{pairs}}}[{keys[things.index(taken)]}]"


def _by_comparison(taken: str, left: str, chance: random.Random) -> str:
    one, other = chance.sample(range(10, 1000), 2)
    first, second = (taken, left) if one < other else (left, taken)
    return f"{first} if {one} < {other} else {second}"


def _shuffled(taken: str, left: str, chance: random.Random) -> Sequence[str]:
    """Both expressions among meaningless numbers, in random order."""
    numbers = {f"{chance.randrange(1, 1000) / 1000}" for _ in range(chance.randint(0, 2))}
    return chance.sample([taken, left, *sorted(numbers)], 2 + len(numbers))
