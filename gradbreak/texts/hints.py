"""What hints say to a student whose tests miss something."""

from __future__ import annotations

from typing import ClassVar

from gradbreak.texts.catalogue import Catalogue, Section


class OperationNouns(Section, frozen=True):
    """Operations as nouns; ``named`` is for those that have no word."""

    add: str
    sub: str
    mul: str
    div: str
    pow: str
    neg: str
    named: str


class OperandNouns(Section, frozen=True):
    """Which operand of an operation is meant."""

    only: str
    left: str
    right: str


class HintTexts(Catalogue, frozen=True):
    """Every sentence of a hint in one language."""

    FILE: ClassVar[str] = "hints.toml"

    whole: str
    site: str
    order: str
    use_again: str
    by_hand: str

    operations: OperationNouns
    operands: OperandNouns
