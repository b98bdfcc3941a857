"""Finding the mutants that are no Python, as ``case +2`` is none: no test can run on one, so none can judge it."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping

from gradbreak.engine.spans import FunctionSpan, spans_of
from gradbreak.model import InvalidMutant
from gradbreak.mutation.raw_mutation import RawMutation


def without_invalid(
    raw: Iterable[RawMutation], sources: Mapping[str, str]
) -> tuple[list[RawMutation], tuple[InvalidMutant, ...]]:
    """The mutations that the interpreter accepts, and the others with what it says of them.

    Args:
        raw: all mutations.
        sources: file → its text.
    """
    spans = {file: spans_of(source) for file, source in sources.items()}
    valid, invalid = [], []
    for mutation in raw:
        file = mutation.location.file
        reason = _error_in(mutation, sources[file], spans[file])
        if reason is None:
            valid.append(mutation)
        else:
            invalid.append(
                InvalidMutant(
                    id=mutation.id,
                    function=mutation.function,
                    location=mutation.location,
                    original=mutation.original,
                    replacement=mutation.replacement,
                    reason=reason,
                )
            )
    return valid, tuple(invalid)


def _error_in(mutation: RawMutation, source: str, spans: Iterable[FunctionSpan]) -> str | None:
    # Only the function around it is compiled, because a whole file takes ten times as long.
    around = next((span for span in spans if span.start <= mutation.start and mutation.end <= span.end), None)
    start, end = (around.start, around.end) if around else (0, len(source))
    text = source[start : mutation.start] + mutation.replacement + source[mutation.end : end]
    if around and text[:1].isspace():
        text = f"if True:\n{text}"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a mutant may well compare with a literal by `is`
            compile(text, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return str(getattr(error, "msg", error))
    return None
