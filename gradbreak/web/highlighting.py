"""Python source as highlighted HTML, line by line."""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup, escape
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType, is_token_subtype

_CLASSES: tuple[tuple[_TokenType, str], ...] = (
    (Keyword, "sk"),
    (Operator.Word, "sk"),
    (String, "ss"),
    (Comment, "sc"),
    (Number, "sn"),
    (Name.Function, "sf"),
    (Name.Class, "sf"),
    (Name.Decorator, "sf"),
)
"""Only what a reader scans for; more classes would make the page larger."""


def highlighted(text: str) -> list[Markup]:
    """Each line of some Python as HTML; a token that spans lines is closed and opened again at each end."""
    lines = [Markup("")]
    # Leading blank lines are kept, or every line number below them would be off.
    tokens = PythonLexer(stripnl=False, ensurenl=False).get_tokens(text)
    # Neighbours that look the same become one element: an f-string alone is five tokens.
    for css, run in groupby(tokens, key=lambda token: _class_of(token[0])):
        for index, part in enumerate("".join(value for _, value in run).split("\n")):
            if index:
                lines.append(Markup(""))
            if css and part.strip():
                lines[-1] += Markup('<i class="{}">{}</i>').format(css, part)
            else:
                lines[-1] += escape(part)
    return lines[:-1] if text.endswith("\n") else lines


def _class_of(kind: _TokenType) -> str | None:
    return next((css for parent, css in _CLASSES if is_token_subtype(kind, parent)), None)
