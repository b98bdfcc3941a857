"""What mutmut writes into ``mutants/``: the answer that ours is held against."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from mutmut.configuration import reset_config
from mutmut.mutation.file_mutation import MutatedFile, mutate_file_contents
from mutmut.utils.format_utils import get_mutant_name, orig_function_and_class_names_from_key

from gradbreak.engine.edits import Edit, apply_edits
from gradbreak.engine.spans import spans_of

ABOVE = re.compile(r"\A(?:[ \t\f]*(?:#[^\r\n]*)?\r?\n)*")
BELOW = re.compile(r"(?:\r?\n[ \t\f]*(?:#[^\r\n]*)?)*\Z")


def mutated_file(root: Path, file: str, source: str) -> MutatedFile:
    """The file that ``mutmut run`` would write, by the configuration in ``root``."""
    with contextlib.chdir(root):
        reset_config()
        try:
            return mutate_file_contents(file, source)
        finally:
            reset_config()


def texts_of_mutmut(root: Path, file: str, source: str) -> list[tuple[str, str]]:
    """The name of each mutant with the text of its function, in mutmut's order."""
    mutated = mutated_file(root, file, source)
    lines = re.split(r"(?<=\n)", mutated.code)
    texts = []
    for name in mutated.mutant_names:
        span = mutated.line_span_by_function_name[name]
        text = "".join(lines[span.start - 1 : span.end])
        own_name = orig_function_and_class_names_from_key(name)[0]
        texts.append(
            (get_mutant_name(Path(file), name), _function_alone(text.replace(f"def {name}", f"def {own_name}")))
        )
    return texts


def texts_of_ours(source: str, edits: dict[str, Edit]) -> Iterator[tuple[str, str]]:
    """The same, made with an edit of the source for each name."""
    for name, edit in edits.items():
        span = next(span for span in spans_of(source) if span.start <= edit.start and edit.end <= span.end)
        inside = Edit(edit.file, edit.start - span.start, edit.end - span.start, edit.replacement)
        yield name, _function_alone(apply_edits(source[span.start : span.end], [inside]))


def _function_alone(text: str) -> str:
    """Without the blank lines and comments around it, of which the two keep different ones."""
    return BELOW.sub("", ABOVE.sub("", text))
