"""Reads what a learner types, and accepts several spellings of it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from msgspec import Struct

from gradbreak.texts import say
from gradbreak.texts.lesson import LessonTexts
from gradbreak.trace.wording import number

_TYPOGRAPHY = str.maketrans("−–", "--")


class Prediction(Struct, frozen=True, kw_only=True):
    """Which gradients will be wrong.

    Attributes:
        wrong: the names of the inputs, in the order of the expression.
        values: the numbers that were given, by name.
    """

    wrong: tuple[str, ...]
    values: dict[str, float]


def read_prediction(text: str, intact: Mapping[str, float], gradient: str, messages: LessonTexts) -> Prediction:
    """``a c``, ``a=-6 c=-2``, ``a.grad = -6`` or ``none``.

    Args:
        text: what was typed.
        intact: the gradients of the engine as it is; whoever gives one of these expects it to stay right.
        gradient: what the engine calls a gradient.
        messages: the language.

    Raises:
        ValueError: it is something else; the message says what.
    """
    text = text.translate(_TYPOGRAPHY).replace(f".{gradient}", "")
    words = re.sub(r"\s*=\s*", "=", text).replace(",", " ").split()
    if [word.lower() for word in words] in [
        [none] for none in (messages.common.none, *messages.common.none_too.split())
    ]:
        return Prediction(wrong=(), values={})
    values: dict[str, float] = {}
    named = set()
    for word in words:
        name, equals, digits = word.partition("=")
        if name == messages.common.conjunction and name not in intact:
            continue
        if name not in intact:
            raise ValueError(say(messages.predict.unknown, word=name, names=", ".join(intact)))
        if equals:
            if not digits:
                raise ValueError(say(messages.predict.not_a_number, word=word))
            values[name] = read_number(digits, messages)
        if not equals or not is_met(values[name], intact[name]):
            named.add(name)
    return Prediction(wrong=tuple(name for name in intact if name in named), values=values)


def read_number(text: str, messages: LessonTexts) -> float:
    """A number; a comma may stand for the decimal point.

    Raises:
        ValueError: it is none.
    """
    try:
        value = float(text.translate(_TYPOGRAPHY).replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(say(messages.predict.not_a_number, word=text.strip()))
    return value


def read_choice(text: str, count: int, messages: LessonTexts) -> int:
    """The number of one of ``count`` options, counted from 1.

    Raises:
        ValueError: it is none of them.
    """
    numbers = [str(place + 1) for place in range(count)]
    if text.strip().rstrip(").") not in numbers:
        raise ValueError(say(messages.diagnosing.no_option, word=text.strip(), numbers=", ".join(numbers)))
    return int(text.strip().rstrip(")."))


def is_met(predicted: float, value: float | None) -> bool:
    """Whether a predicted number equals the result in all digits that the page shows."""
    return number(predicted) == number(value)
