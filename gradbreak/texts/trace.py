"""What is said about one backward sweep, intact beside broken: by ``trace`` and its page, and in the lesson."""

from __future__ import annotations

from typing import ClassVar

from gradbreak.texts.catalogue import Catalogue, Section


class EffectWords(Section, frozen=True):
    """What became of one write; see ``gradbreak.trace.compare.Effect``."""

    same: str
    replaced: str
    subtracted: str
    follows: str
    wrong_term: str
    missing: str
    extra: str
    other_value: str


class OrderWords(Section, frozen=True):
    """Under which order a sweep is shown, where it differs between processes."""

    forwards: str
    reversed: str
    chance: str


class TraceTexts(Catalogue, frozen=True):
    """Every sentence about a sweep in one language."""

    FILE: ClassVar[str] = "trace.toml"

    # the heading
    at: str
    value: str
    value_differs: str
    change: str
    order: str

    # the table of writes
    site: str
    node: str
    intact: str
    broken: str
    closure: str
    first_difference: str
    stopped: str
    nothing_to_replace: str
    nothing_differs: str

    # the table of gradients
    input: str
    lost: str
    lost_on_the_way: str
    wrong_from_elsewhere: str
    oracle_disagrees: str

    effects: EffectWords
    orders: OrderWords
