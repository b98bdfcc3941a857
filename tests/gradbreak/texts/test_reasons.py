"""Reasons why something does not count, in another language."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import gradbreak.grading
from gradbreak.texts import LANGUAGES
from gradbreak.texts.reasons import REASONS, SPANISH, reason

GRADING = Path(gradbreak.grading.__file__).parent

SPEAKING = [
    *sorted((GRADING / "intake").glob("*.py")),
    *sorted((GRADING / "rounds").glob("*.py")),
    *(GRADING / "runner" / f"{name}.py" for name in ("examinee", "failure", "run", "server", "watching")),
    GRADING / "isolation/examiner.py",
]
"""The modules in which reasons are made."""

NO_REASONS = {
    "from {} import {}\n\n{}",  # a program
    "def test_cell_{}():\n    pass\n",
    "from gradbreak.grading.intake.reader import main; main()",
    "import sys; sys.path.insert(0, {}); {}",
    "async def functions are not natively supported",  # what pytest says
    "it was not collected, because",  # the first half of some that are known as a whole
    "{}, and of several archives none is opened: {}",
    "{}, and archives like {} are not opened: hand in a zip archive",
    "{}, and its notebook defines an engine and no test: `gradbreak check` says whether that is right",
    "{}, and no notebook in it defines a {}",
    "{} its name does not begin with test",
    "{} it is defined inside another function",
    "{} it has an {}: use a fixture, or setup_method",
    "{} the name of the class does not begin with Test",
    "{}: yours imports {} instead",
    "{} or {}",  # lists
    "{} and {}",
    "{}: {}",
    "{} ({})",
    "{} (call)",  # as pytest names the phase of a test
}


def sentences(path: Path) -> Iterator[str]:
    """The texts of a module with a blank in them, but for docstrings and what a raise says to a teacher."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    passed |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            text = node.value
        else:
            continue
        if " " in text.strip():
            yield text


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_reason_of_a_module_is_known_in_spanish(path: Path) -> None:
    unknown = [text for text in sentences(path) if text not in NO_REASONS and text not in SPANISH]
    assert unknown == []


def dependencies() -> list[str]:
    """What a test may depend on and must not: of this project's controls, and of those that are made."""
    controls = Path(__file__).parents[3] / "mutation_config/controls.toml"
    found = [each["independent_of"] for each in tomllib.loads(controls.read_text(encoding="utf-8"))["control"]]
    for name in ("making/material.py", "engines/variants.py"):
        text = (GRADING / name).read_text(encoding="utf-8")
        found += re.findall(r'(?:independent_of=|LOOKS = )"([^"]+)"', text)
    return found


@pytest.mark.parametrize("text", dependencies())
def test_what_a_test_must_not_depend_on_is_known_in_spanish(text: str) -> None:
    assert text in SPANISH


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("It is skipped.", "Se omite."),
        ("It is a link.", "Es un enlace."),  # with a capital letter and a full stop, as a grade has it
        ("it is a link", "es un enlace"),
        (
            "It fails on the correct engine (AssertionError: assert 9 == 6).",
            "Falla con el motor correcto (AssertionError: assert 9 == 6).",
        ),
        (
            "It is over-specified: it depends on the names of private attributes, and fails on a correct engine that"
            " differs only in that (AttributeError: _prev).",
            "Exige de más: depende de los nombres de atributos privados y falla con un motor correcto que solo se"
            " diferencia en eso (AttributeError: _prev).",
        ),
        (
            "No test reaches the engine under test, minigrad.scalar or minigrad.nn: yours imports scalar instead.",
            "Ningún test llega al motor que se examina, minigrad.scalar o minigrad.nn: los tuyos importan scalar.",
        ),
        (
            "Its engine (Value) is left out: the tests are graded on another; skipped, because it is no Python: cell 3:"
            " %time x; cell 4: !ls.",
            "Su motor (Value) se deja fuera: los tests se califican con otro; se omite, porque no es Python: celda 3:"
            " %time x; celda 4: !ls.",
        ),
        (
            "The folder is passed over: it holds a virtual environment.",
            "La carpeta se pasa por alto: contiene un entorno virtual.",
        ),
        (
            "ModuleNotFoundError: No module named 'x'; of packages tests have numpy, pytest and torch",
            "ModuleNotFoundError: No module named 'x'; los tests disponen de los paquetes numpy, pytest y torch",
        ),
    ],
)
def test_a_reason_is_said_in_spanish_and_what_a_student_s_code_said_is_kept(english: str, spanish: str) -> None:
    assert reason(english, "es") == spanish
    assert reason(english, "en") == english


@pytest.mark.parametrize("text", ["", ".", "AssertionError: a or b; c", "It is my own reason."])
def test_what_is_not_known_stays_as_it_is(text: str) -> None:
    assert reason(text, "es") == text


@pytest.mark.parametrize("english", SPANISH)
def test_a_translation_has_the_gaps_of_its_original(english: str) -> None:
    assert SPANISH[english].count("{}") == english.count("{}")


def test_every_language_has_its_reasons() -> None:
    assert set(REASONS) == set(LANGUAGES)
