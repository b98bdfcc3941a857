"""The scripts of the report."""

from __future__ import annotations

SCRIPTS = (
    "web/static/dom.js",
    "report/static/run.js",
    "report/static/verdicts.js",
    "report/static/failures.js",
    "report/static/route.js",
    "report/static/grid.js",
    "report/static/diff.js",
    "report/static/detail.js",
    "report/static/survivors.js",
    "report/static/heat.js",
    "report/static/marks.js",
    "report/static/tests.js",
    "web/static/player.js",
    "report/static/keys.js",
    "web/static/theme.js",
    "report/static/start.js",
)
"""In the order in which they are joined: a file uses only those above it while it loads."""
