"""Plain data to typed objects, and back."""

from __future__ import annotations

import collections.abc
import dataclasses
import enum
import functools
import pathlib
import types
import typing
from typing import Any

from .errors import ValidationError
from .structs import FORMS, PLAIN, written_name

_UNIONS = (typing.Union, types.UnionType)


def convert(value: Any, type: Any, *, strict: bool = True) -> Any:  # noqa: ARG001  # msgspec's signature
    """Make an instance of a type from dictionaries, lists and scalars.

    Raises:
        ValidationError: the value does not fit.
    """
    return _converted(value, type, "$")


def _converted(value: Any, kind: Any, path: str) -> Any:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return _converted(value, arguments[0], path)
    if origin in _UNIONS:
        return _as_one_of(value, arguments, path)
    if kind is Any or kind is object:
        return value
    if origin is typing.Literal:
        return value
    if kind in FORMS or dataclasses.is_dataclass(kind):
        return _as_struct(value, kind, path)
    if origin in (tuple, list, set, frozenset, collections.abc.Sequence):
        inner = arguments[0] if arguments else Any
        kinds = arguments if origin is tuple and arguments[-1:] != (Ellipsis,) else [inner] * len(value)
        made = [_converted(each, one, f"{path}[{n}]") for n, (each, one) in enumerate(zip(value, kinds, strict=True))]
        return made if origin is list else (origin if origin in (set, frozenset) else tuple)(made)
    if origin in (dict, collections.abc.Mapping):
        return {key: _converted(each, arguments[1], f"{path}[{key}]") for key, each in value.items()}
    return _as_scalar(value, kind, path)


def _as_scalar(value: Any, kind: Any, path: str) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(kind, type) and issubclass(kind, (enum.Enum, pathlib.PurePath)):
        try:
            return kind(value)
        except ValueError:
            raise ValidationError(f"Invalid value {value!r} - at `{path}`") from None
    if isinstance(kind, type) and not isinstance(value, kind):
        raise ValidationError(f"Expected `{kind.__name__}`, got `{type(value).__name__}` - at `{path}`")
    return value


def _as_one_of(value: Any, kinds: tuple[Any, ...], path: str) -> Any:
    if value is None and type(None) in kinds:
        return None
    named = [kind for kind in kinds if kind in FORMS and FORMS[kind].tag]
    if named and isinstance(value, dict) and "type" in value:
        kinds = tuple(kind for kind in named if FORMS[kind].tag == value["type"])
    for kind in kinds:
        try:
            return _converted(value, kind, path)
        except (ValidationError, TypeError, AttributeError):
            continue
    raise ValidationError(f"Nothing fits {value!r} - at `{path}`")


@functools.cache
def _fields(kind: type) -> dict[str, tuple[str, Any, bool]]:
    """Name in JSON → the field, its type, and whether it has a default."""
    hints = typing.get_type_hints(kind, include_extras=True)
    missing = dataclasses.MISSING
    return {
        written_name(each): (
            each.name,
            hints[each.name],
            each.default is not missing or each.default_factory is not missing,
        )
        for each in dataclasses.fields(kind)
    }


def _as_struct(value: Any, kind: Any, path: str) -> Any:
    if isinstance(value, kind):
        return value
    fields, form = _fields(kind), FORMS.get(kind, PLAIN)
    if form.is_list and isinstance(value, list):
        value = dict(zip(fields, value, strict=False))
    if not isinstance(value, dict):
        raise ValidationError(f"Expected `object`, got `{type(value).__name__}` - at `{path}`")
    unknown = [name for name in value if name not in fields and name != "type"]
    if unknown and form.is_strict:
        raise ValidationError(f"Object contains unknown field `{unknown[0]}` - at `{path}`")
    lacking = [name for name, (_, _, has_default) in fields.items() if name not in value and not has_default]
    if lacking:
        raise ValidationError(f"Object missing required field `{lacking[0]}` - at `{path}`")
    return kind(
        **{
            attribute: _converted(value[name], hint, f"{path}.{name}")
            for name, (attribute, hint, _) in fields.items()
            if name in value
        }
    )


def to_plain(value: Any) -> Any:
    """Dictionaries, lists and scalars that stand for a value."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        form = FORMS.get(type(value), PLAIN)
        fields = dataclasses.fields(value)
        if form.is_list:
            return [to_plain(getattr(value, each.name)) for each in fields]
        kept = [
            (written_name(each), getattr(value, each.name))
            for each in fields
            if not (form.omits_defaults and getattr(value, each.name) == each.default)
        ]
        return {**({"type": form.tag} if form.tag else {}), **{name: to_plain(each) for name, each in kept}}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, collections.abc.Mapping):
        return {str(to_plain(key)): to_plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_plain(each) for each in value]
    return str(value) if isinstance(value, pathlib.PurePath) else value
