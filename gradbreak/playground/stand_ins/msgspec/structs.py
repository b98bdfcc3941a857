"""Struct instances as data: copied with changes, and as dictionaries."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

S = TypeVar("S")

WRITTEN_AS = "written as"
"""The key of a field's metadata that holds its name in JSON, where it has another one there."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How instances of one class are written.

    Attributes:
        tag: the value of the key ``type``; empty for none.
        is_list: as a list of the fields' values.
        omits_defaults: without the fields that have their default.
        is_strict: reading refuses a key that is no field.
    """

    tag: str
    is_list: bool
    omits_defaults: bool
    is_strict: bool


PLAIN = Form(tag="", is_list=False, omits_defaults=False, is_strict=False)
"""Of a dataclass that is no struct."""

FORMS: dict[type, Form] = {}
"""Every struct class, with its form."""


def bases(cls: type) -> list[type]:
    """The struct classes above a class."""
    return [base for base in cls.__mro__[1:] if base in FORMS]


def written_name(field: dataclasses.Field[Any]) -> str:
    """What a field is called in JSON."""
    name: str = field.metadata.get(WRITTEN_AS, field.name)
    return name


def replace(struct: S, /, **changes: Any) -> S:
    """A copy with some fields changed."""
    copied: S = dataclasses.replace(struct, **changes)  # type: ignore[type-var]  # every struct is a dataclass
    return copied


def asdict(struct: object) -> dict[str, Any]:
    """Field → value; values are left as they are."""
    return {each.name: getattr(struct, each.name) for each in dataclasses.fields(struct)}  # type: ignore[arg-type]
