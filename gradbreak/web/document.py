"""One self-contained HTML document: a body from a template, the shared look, scripts, and data for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import jinja2
import msgspec
from markupsafe import Markup

from gradbreak.web import assets
from gradbreak.web.compact import compact


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


def document(body: str, *, language: str, title: str, scripts: Sequence[str], data: object) -> str:
    """A page that opens from disk and requests nothing.

    Args:
        body: markup, as a template has rendered it.
        language: for the ``lang`` attribute.
        title: of the window.
        scripts: their paths, relative to the gradbreak package, in the order in which they are joined.
        data: what the scripts read from the element ``data``; anything that msgspec can encode.
    """
    style, early = assets.style(*assets.STYLES), assets.script(*assets.EARLY_SCRIPTS)
    script = assets.script(*scripts)
    return (
        templates("gradbreak.web")
        .get_template("document.html.j2")
        .render(
            language=language,
            title=title,
            policy=assets.policy([style], [early, script]),
            icon=assets.ICON,
            style=style,
            early_script=early,
            body=compact(body),
            data=as_script_block(data),
            script=script,
        )
    )


def as_script_block(data: object) -> Markup:
    """JSON that cannot end the script element it stands in."""
    return Markup(msgspec.json.encode(data).decode().replace("<", "\\u003c"))


def rendered(package: str, template: str, context: Mapping[str, object]) -> str:
    """A template of a package, rendered."""
    return templates(package).get_template(template).render(context)
