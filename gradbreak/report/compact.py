"""Markup without what HTML lets a page leave out: end tags that the next tag implies, and quotes around plain words.

The matrix alone is 1,600 cells; this takes a tenth off the page and keeps the templates as one would write them.
"""

from __future__ import annotations

import re

from markupsafe import Markup

_IMPLIED_END = re.compile(r"</(?:td|th|tr|li|dt|dd|thead|tbody)>")
_TAG = re.compile(r"<[a-z][^>]*>")
# Not before a slash: <rect width=3/> would be a rectangle of width "3/".
_PLAIN_VALUE = re.compile(r'="([\w.%-]+)"(?=[ >])')


def compact(markup: str) -> Markup:
    """Leave out what is optional.

    Args:
        markup: rendered with every ``<`` and ``>`` of text and attributes escaped, and without scripts.
    """
    kept = _IMPLIED_END.sub("", markup)
    return Markup(_TAG.sub(lambda tag: _PLAIN_VALUE.sub(r"=\1", tag[0]), kept))
