"""The part of msgspec that gradbreak's types need, in plain Python: structs that are dataclasses, and conversion.

msgspec itself is compiled, and the browser's Python has no build of it. It is slower here by an order of magnitude,
which a few hundred objects don't show.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Mapping
from typing import Any, dataclass_transform

from . import json, structs, toml
from .conversion import convert
from .errors import DecodeError, MsgspecError, ValidationError

__all__ = [
    "DecodeError",
    "Meta",
    "MsgspecError",
    "Struct",
    "ValidationError",
    "convert",
    "field",
    "json",
    "structs",
    "toml",
]


def field(
    *, default: Any = dataclasses.MISSING, default_factory: Any = dataclasses.MISSING, name: str | None = None
) -> Any:
    """A field with a default, or with another name where it is written."""
    metadata = {structs.WRITTEN_AS: name} if name else {}
    if default_factory is not dataclasses.MISSING:
        return dataclasses.field(default_factory=default_factory, metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


@dataclass_transform(field_specifiers=(field,))
class Struct:
    """A class whose annotations are its fields."""

    def __init_subclass__(
        cls,
        *,
        frozen: bool = False,
        kw_only: bool = False,
        order: bool = False,
        tag: bool | str | None = None,
        array_like: bool = False,
        omit_defaults: bool = False,
        forbid_unknown_fields: bool = False,
        rename: Mapping[str, str] | None = None,
        **others: Any,
    ) -> None:
        """Make a dataclass of the class, and keep how it is written as JSON."""
        super().__init_subclass__(**others)
        for name in inspect.get_annotations(cls):
            default = cls.__dict__.get(name)
            if isinstance(default, (dict, list, set)):  # msgspec gives each instance its own copy
                setattr(cls, name, dataclasses.field(default_factory=default.copy))
        for name, written in (rename or {}).items():
            setattr(cls, name, field(name=written))
        dataclasses.dataclass(frozen=frozen, kw_only=kw_only, order=order)(cls)
        structs.FORMS[cls] = structs.Form(
            tag=cls.__name__ if tag is True else tag or "",
            is_list=array_like,
            omits_defaults=omit_defaults,
            is_strict=forbid_unknown_fields or any(structs.FORMS[base].is_strict for base in structs.bases(cls)),
        )


@dataclasses.dataclass(frozen=True)
class Meta:
    """A constraint of a field; nothing is checked here, since what was written was checked when it was made."""

    description: str = ""
    ge: float | None = None
    gt: float | None = None
    le: float | None = None
    lt: float | None = None
    pattern: str = ""
    min_length: int | None = None
    max_length: int | None = None
    title: str = ""
    examples: tuple[object, ...] | list[object] = ()
