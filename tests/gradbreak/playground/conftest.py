"""This repository's project as the playground has it, and a process without msgspec that plays a browser's Python."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gradbreak.playground.project import PlaygroundProject
from gradbreak.playground.site import project_of
from tests.gradbreak.documents import ROOT

STAND_INS = ROOT / "gradbreak/playground/stand_ins"

COMPILED = ("msgspec._core", "libcst", "resource", "rich", "click")
"""What the browser's Python does not have, of what is installed here."""

PLAYED = """
import json, os, sys
for name in {compiled!r}: sys.modules[name] = None
sys.path[:0] = [{stand_ins!r}, {root!r}]
from gradbreak.playground.browser.session import PlaygroundSession
request = json.load(sys.stdin)
told = []
def tell(text): told[-1].append(json.loads(text))
session = PlaygroundSession(os.getcwd(), request["language"], tell, lambda *_: None)
session.open(request["project"])
told.append([])
session.warm_up()
for name, arguments in request["calls"]:
    told.append([])
    getattr(session, name)(*arguments)
print(json.dumps(told[1:]), file=sys.__stdout__)
"""

Messages = list[dict[str, Any]]


def played(
    folder: Path, project: str, calls: Sequence[tuple[str, Sequence[object]]], language: str = "en"
) -> list[Messages]:
    """What a session tells for each of some calls, in a process that has what a browser's Python has."""
    folder.mkdir(parents=True, exist_ok=True)
    code = PLAYED.format(compiled=COMPILED, stand_ins=str(STAND_INS), root=str(ROOT))
    request = json.dumps({"project": project, "calls": calls, "language": language})
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], input=request, capture_output=True, text=True, cwd=folder, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    answers: list[Messages] = json.loads(done.stdout.splitlines()[-1])
    return answers


def of_type(messages: Messages, kind: str) -> Messages:
    """The messages of one type."""
    return [message for message in messages if message["type"] == kind]


def levels(messages: Messages) -> list[int]:
    """How many broken engines of each level are caught, by the last summary."""
    return [each["caught"] for each in of_type(messages, "summary")[-1]["levels"]]


def outcomes(messages: Messages) -> Mapping[str, tuple[str, str]]:
    """The name of a test → what came of it, and why it is set aside."""
    return {test["name"]: (test["outcome"], test["set_aside"]) for test in of_type(messages, "tests")[-1]["tests"]}


@pytest.fixture(scope="session")
def playground_project(config, mutants) -> PlaygroundProject:
    return project_of(config, mutants)


@pytest.fixture(scope="session")
def project_text(playground_project) -> str:
    return msgspec.json.encode(playground_project).decode()
