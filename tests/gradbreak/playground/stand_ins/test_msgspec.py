"""The stand-in reads and writes what msgspec does, as far as the playground needs it."""

from __future__ import annotations

import json
import subprocess
import sys

import msgspec
import pytest

from gradbreak.texts import LANGUAGES
from gradbreak.texts.catalogue import load
from gradbreak.texts.hints import HintTexts
from gradbreak.texts.page import PageTexts
from gradbreak.texts.playground import PlaygroundTexts
from tests.gradbreak.documents import ROOT

CATALOGUES = (HintTexts, PageTexts, PlaygroundTexts)

CODE = f"""
import json, sys
sys.path[:0] = [{str(ROOT / "gradbreak/playground/stand_ins")!r}, {str(ROOT)!r}]
import msgspec
from msgspec import Struct, structs
from gradbreak.playground.project import PlaygroundProject
from gradbreak.texts.catalogue import load
from gradbreak.texts.hints import HintTexts
from gradbreak.texts.page import PageTexts
from gradbreak.texts.playground import PlaygroundTexts


class Point(Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True, forbid_unknown_fields=True):
    x: float
    y: float | None = None


class Pair(Struct, frozen=True, array_like=True):
    left: int
    right: tuple[str, ...] = ()


def refused(text, kind):
    try:
        msgspec.json.decode(text, type=kind)
    except msgspec.ValidationError as error:
        return str(error)


print(json.dumps({{
    "project": msgspec.json.encode(msgspec.json.decode(sys.stdin.read(), type=PlaygroundProject)).decode(),
    "texts": [
        msgspec.json.encode(load(kind, language)).decode()
        for kind in (HintTexts, PageTexts, PlaygroundTexts) for language in {LANGUAGES!r}
    ],
    "tagged": msgspec.json.encode([Point(x=1.0), Point(x=1.0, y=2.5)]).decode(),
    "as_list": msgspec.json.encode(Pair(1, ("a",))).decode(),
    "read": repr(msgspec.json.decode("[1, [\\"a\\"]]", type=Pair)),
    "replaced": repr(structs.replace(Pair(1), left=2)),
    "unknown": refused('{{"type": "Point", "x": 1, "z": 1}}', Point),
    "missing": refused('{{"type": "Point"}}', Point),
    "wrong": refused('{{"type": "Point", "x": "1"}}', Point),
}}))
"""


class Point(msgspec.Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True, forbid_unknown_fields=True):
    x: float
    y: float | None = None


class Pair(msgspec.Struct, frozen=True, array_like=True):
    left: int
    right: tuple[str, ...] = ()


@pytest.fixture(scope="module")
def answers(project_text) -> dict:
    done = subprocess.run(
        [sys.executable, "-P", "-c", CODE], input=project_text, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def refusal(text: str, kind: type) -> str:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode(text, type=kind)
    return str(caught.value)


def test_a_project_is_read_and_written_as_msgspec_does(answers, project_text):
    assert json.loads(answers["project"]) == json.loads(project_text)


def test_catalogues_are_the_same(answers):
    written = [msgspec.json.encode(load(kind, each)).decode() for kind in CATALOGUES for each in LANGUAGES]
    assert [json.loads(text) for text in answers["texts"]] == [json.loads(text) for text in written]


def test_tags_and_defaults_are_written_as_msgspec_does(answers):
    assert answers["tagged"] == msgspec.json.encode([Point(x=1.0), Point(x=1.0, y=2.5)]).decode()


def test_a_struct_like_a_list_is_written_and_read_as_msgspec_does(answers):
    assert answers["as_list"] == msgspec.json.encode(Pair(1, ("a",))).decode()
    assert answers["read"] == repr(Pair(1, ("a",)))
    assert answers["replaced"] == repr(msgspec.structs.replace(Pair(1), left=2))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("unknown", '{"type": "Point", "x": 1, "z": 1}'),
        ("missing", '{"type": "Point"}'),
        ("wrong", '{"type": "Point", "x": "1"}'),
    ],
)
def test_what_does_not_fit_is_refused_in_the_same_words(name, text, answers):
    assert answers[name].partition(" - at")[0] == refusal(text, Point).partition(" - at")[0]
