"""Readable titles of mutants, such as ``mul.self  += → =``."""

from __future__ import annotations

import io
import tokenize
from collections import Counter
from collections.abc import Sequence

from gradbreak.model import mutant_title
from gradbreak.mutation.raw_mutation import RawMutation

LONGEST_FRAGMENT = 44
"""Characters of a fragment; a longer one is cut in the middle."""


def titles(places: Sequence[str], mutations: Sequence[RawMutation]) -> list[str]:
    """A unique title for each mutation.

    Args:
        places: for each mutation, where it is: ``mul.self``, ``mul`` or ``backward``.
        mutations: the mutations, in the same order.
    """
    plain = [
        mutant_title(place, change(mutation.original, mutation.replacement))
        for place, mutation in zip(places, mutations, strict=True)
    ]
    total, seen, unique = Counter(plain), Counter[str](), []
    for title in plain:
        numbered = title
        while total[title] > 1 and (numbered == title or numbered in total):
            seen[title] += 1
            numbered = f"{title} ({seen[title]})"
        unique.append(numbered)
    return unique


def change(original: str, replacement: str) -> str:
    """What differs, in as few tokens as say it: ``* → /``, ``drop parents=(self, other)``."""
    before, after = _tokens(original), _tokens(replacement)
    same = _shared_prefix([text for text, _ in before], [text for text, _ in after])
    tail = _shared_prefix([text for text, _ in before[same:]][::-1], [text for text, _ in after[same:]][::-1])
    removed, added = _fragment(original, before, same, tail), _fragment(replacement, after, same, tail)
    if not added:
        return f"drop {removed}"
    if not removed:
        return f"add {added}"
    return f"{removed} → {added}"


def _tokens(code: str) -> list[tuple[str, int]]:
    """Each token with the offset at which it ends; a line break inside brackets is no token."""
    # In brackets, because a fragment such as `not in` need not be a statement of its own.
    starts = [0]
    for line in io.StringIO(code):
        starts.append(starts[-1] + len(line))
    try:
        found = list(tokenize.generate_tokens(io.StringIO(f"({code}\n)").readline))
    except (tokenize.TokenError, IndentationError):
        return [(code, len(code))]
    inside = [token for token in found if token.string.strip()][1:-1]
    return [
        (token.string, starts[token.end[0] - 1] + token.end[1] - (1 if token.end[0] == 1 else 0)) for token in inside
    ]


def _shared_prefix(first: Sequence[str], second: Sequence[str]) -> int:
    count = 0
    for left, right in zip(first, second, strict=False):
        if left != right:
            break
        count += 1
    return count


def _fragment(code: str, tokens: Sequence[tuple[str, int]], skipped: int, tail: int) -> str:
    kept = tokens[skipped : len(tokens) - tail]
    if not kept:
        return ""
    start = kept[0][1] - len(kept[0][0])
    text = " ".join(code[start : kept[-1][1]].split()).strip(", ")
    if len(text) <= LONGEST_FRAGMENT:
        return text
    half = (LONGEST_FRAGMENT - len(" … ")) // 2
    return f"{text[:half].rstrip()} … {text[-half:].lstrip()}"
