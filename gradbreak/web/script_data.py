"""Data for a page's script, as JSON in a script element that does not run."""

from __future__ import annotations

import msgspec
from markupsafe import Markup


def as_script_block(data: object) -> Markup:
    """JSON that cannot end the script element it stands in.

    Args:
        data: anything that msgspec can encode.
    """
    return Markup(msgspec.json.encode(data).decode().replace("<", "\\u003c"))
