"""Every sentence of the playground is said by its page, by its script or by its Python."""

from __future__ import annotations

import re

import pytest

from gradbreak.playground.project import LEVELS
from gradbreak.texts.catalogue import load
from gradbreak.texts.playground import PlaygroundTexts
from tests.gradbreak.documents import ROOT

FOLDER = ROOT / "gradbreak/playground"
SHARED = ROOT / "gradbreak/web/static"

PLACES = {
    "page": [*FOLDER.glob("templates/*.j2"), *FOLDER.glob("*.py")],
    "script": [
        *FOLDER.glob("static/*.js"),
        *FOLDER.glob("templates/*.j2"),
        *SHARED.glob("*.js"),
        *FOLDER.rglob("*.py"),
    ],
    "python": [*FOLDER.rglob("*.py"), *FOLDER.glob("templates/*.j2")],
}
MADE_NAMES = {
    "page": {f"level_{level}" for level in LEVELS},
    "script": {f"theme_{theme}" for theme in ("auto", "light", "dark")},
    "python": {f"state_{state}" for state in "ketdopsznx"},
}
"""Names that are put together where they are asked for."""


@pytest.mark.parametrize("section", PLACES)
def test_every_sentence_is_said_somewhere(section):
    code = "\n".join(path.read_text(encoding="utf-8") for path in PLACES[section])
    names = set(getattr(load(PlaygroundTexts, "en"), section).__struct_fields__) - MADE_NAMES[section]
    assert {name for name in names if not re.search(rf"[.\"]{name}\b", code)} == set()
