"""Runs programs on a sample engine in a process of its own; reads a question from stdin and prints the answer.

`programs.measure` starts it. Nothing but the standard library is imported here, so that a sample's own
``numpy.py`` meets what it would meet anywhere.
"""

from __future__ import annotations

import importlib
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

STEP = 1e-5
"""Of the central differences."""


def namespace_of(asked: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The names that the probe's setup, or the cells of a notebook, leave behind."""
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None)).startswith(str(folder)):
            del sys.modules[name]
    importlib.invalidate_caches()
    names: dict[str, Any] = {}
    if asked["engine"][0].endswith(".ipynb"):
        for cell in json.loads((folder / asked["engine"][0]).read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                lines = "".join(cell["source"]).splitlines()
                exec("\n".join(line for line in lines if not line.startswith(("%", "!"))), names)
    else:
        exec(asked["probe"]["setup"], names)
    return names


def numbers(value: Any) -> list[float]:
    """The elements of an array, or the one number; None is a gradient into which nothing flowed."""
    if value is None:
        return [0.0]
    return [float(element) for element in value.ravel()] if hasattr(value, "ravel") else [float(value)]


def run(asked: dict[str, Any], names: dict[str, Any], program: list[str], inputs: dict[str, str]) -> str:
    """Leaves the program's variables in ``names``, and returns the name of the result."""
    for name, text in inputs.items():
        exec(f"{name} = {asked['probe']['leaf'].format(text)}", names)
    for step in program:
        exec(step, names)
    return program[-1].partition(" = ")[0]


def total(asked: dict[str, Any], names: dict[str, Any], program: list[str], inputs: dict[str, str]) -> float:
    """The sum of the result's elements."""
    result = run(asked, names, program, inputs)
    return sum(numbers(eval(asked["probe"]["value"].format(result), names)))


def differences(asked: dict[str, Any], names: dict[str, Any], program: list[str]) -> dict[str, list[float]]:
    """The derivative of the total for each element of each input."""
    found = {}
    for name, text in asked["inputs"].items():
        elements = json.loads(text)
        many = isinstance(elements, list)
        found[name] = []
        for at in range(len(elements) if many else 1):
            around = []
            for step in (STEP, -STEP):
                moved = [x + step * (i == at) for i, x in enumerate(elements)] if many else elements + step
                around.append(total(asked, names, program, asked["inputs"] | {name: repr(moved)}))
            found[name].append((around[0] - around[1]) / (2 * STEP))
    return found


def answer(asked: dict[str, Any], names: dict[str, Any], program: list[str]) -> dict[str, Any]:
    """Value and gradients of one program."""
    probe = asked["probe"]
    names = dict(names)
    try:
        found = {"differences": differences(asked, names, program)} if asked["arrays"] else {}
        result = run(asked, names, program, asked["inputs"])
        exec(probe["sweep"].format(result), names)
        gradients = {name: numbers(eval(probe["gradient"].format(name), names)) for name in asked["inputs"]}
        return found | {"values": numbers(eval(probe["value"].format(result), names)), "gradients": gradients}
    except Exception as error:  # noqa: BLE001  # whatever a broken engine raises is the answer
        return {"problem": f"{type(error).__name__}: {error}"}


def main() -> None:
    """One variant after the other, all in one copy of the folder."""
    asked = json.load(sys.stdin)
    # What Python put first is the folder of this script, which has names that an engine may want.
    del sys.path[0]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve() / "engine"
        shutil.copytree(asked["folder"], folder)
        sys.path.insert(0, str(folder / asked["probe"].get("path", "")))
        answers = []
        for variant in asked["variants"]:
            before = {file: (folder / file).read_text(encoding="utf-8") for file in variant}
            for file, text in variant.items():
                (folder / file).write_text(text, encoding="utf-8")
            names = namespace_of(asked, folder)
            answers.append([answer(asked, names, program) for program in asked["programs"]])
            for file, text in before.items():
                (folder / file).write_text(text, encoding="utf-8")
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
