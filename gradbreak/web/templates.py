"""The template environment of every page."""

from __future__ import annotations

from functools import cache

import jinja2


@cache
def templates(package: str) -> jinja2.Environment:
    """An environment that escapes everything and refuses a name that has no value.

    Args:
        package: whose ``templates`` folder to read; the folder of this package is there as ``web/``.
    """
    shared = jinja2.PrefixLoader({"web": jinja2.PackageLoader("gradbreak.web")})
    return jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.PackageLoader(package), shared]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
