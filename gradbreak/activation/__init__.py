"""Putting a change into a live engine. Nothing here knows how changes are made; workers load no more than this."""

from gradbreak.activation.edits import Edit, OverlappingEditsError, apply_edits, unified_diff
from gradbreak.activation.engine_files import import_engine, module_name, read_sources
from gradbreak.activation.spans import Span, spans_of
from gradbreak.activation.swap import activate

__all__ = [
    "Edit",
    "OverlappingEditsError",
    "Span",
    "activate",
    "apply_edits",
    "import_engine",
    "module_name",
    "read_sources",
    "spans_of",
    "unified_diff",
]
