"""A run of the sites as HTML for a notebook: the row, the reasons, the next test and the graph.

Notebook services remove scripts, style sheets and classes from what they did not run themselves, so that everything
here is said by the markup and its presentation attributes.
"""

from __future__ import annotations

from gradbreak.site_run.messages import SiteRunRequest
from gradbreak.site_run.outcome import SiteRun
from gradbreak.site_run.wording import lines, reason
from gradbreak.texts import say
from gradbreak.texts.catalogue import load
from gradbreak.texts.page import PageTexts
from gradbreak.texts.site_run import SiteRunTexts
from gradbreak.web.document import rendered
from gradbreak.web.figure import draw
from gradbreak.web.glyphs import GLYPHS
from gradbreak.web.graph_drawing import RADIUS


def fragment(run: SiteRun, request: SiteRunRequest, texts: SiteRunTexts) -> str:
    """The HTML of a run.

    Args:
        run: what was found, with its results.
        request: what was asked for.
        texts: the language.
    """
    words = load(PageTexts, request.language)
    results = run.results
    example = results.examples[-1] if results is not None and results.examples else None
    return rendered(
        "gradbreak.site_run",
        "fragment.html.j2",
        {
            "t": texts,
            "words": words,
            "run": run,
            "cells": [(site, GLYPHS[site.state], reason(site, texts)) for site in run.sites],
            "lines": list(lines(run, request, texts)),
            "drawn": draw(example, results.engine.gradient, words) if example and results else None,
            "caption": say(texts.graph, expression=example.expression) if example else "",
            "radius": RADIUS,
        },
    )
