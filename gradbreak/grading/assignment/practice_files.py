"""Lists the files with which students practise: the project's declarations without a suite, a lesson or a solution."""

from __future__ import annotations

import json

from msgspec import structs

from gradbreak.config import Config
from gradbreak.config.load import FOLDER
from gradbreak.grading.assignment.project_files import Files
from gradbreak.grading.declarations import Rubric

PRACTICE_HINTS = 2
"""The last step of hints in what students get. The third is a whole test."""

_COPIED = ("engine.toml", "families.toml", "breaks.toml", "controls.toml", "equivalent.toml", "limits.toml")
"""What says how the engine is broken, and nothing about how that is noticed."""

_SUITES = """\
# The suite that `gradbreak run` runs: yours.

[[suite]]
name = "tests"
short = "tst"
path = "tests"
teaches = "Your own tests."
"""

_EXAMPLES = "# None: work out your own.\n"


def practice_files(config: Config, rubric: Rubric) -> Files:
    """The declarations for ``gradbreak grade tests/`` in the folder that students get.

    Args:
        config: the project.
        rubric: its points and limits hold there too; its suites are the solution and stay here.
    """
    copied = {f"{FOLDER}/{name}": (config.root / FOLDER / name).read_bytes() for name in _COPIED}
    texts = {
        f"{FOLDER}/suites.toml": _SUITES,
        f"{FOLDER}/examples.toml": _EXAMPLES,
        f"{FOLDER}/rubric.toml": practice_rubric(rubric),
        "pyproject.toml": _pyproject(config),
    }
    return {**copied, **{name: text.encode() for name, text in texts.items()}}


def practice_rubric(rubric: Rubric) -> str:
    """The rubric as TOML, without the suites that are the solution and with at most the hints of ``PRACTICE_HINTS``."""
    kept = {
        "feedback": "names",
        "hints": min(rubric.hints, PRACTICE_HINTS),
        "round_to": rubric.round_to,
        **({"language": rubric.language} if rubric.language else {}),
        "submission_seconds": rubric.submission_seconds,
        "packages": list(rubric.packages),
    }
    tables = {"points": rubric.points.worth, "limits": structs.asdict(rubric.limits)}
    lines = ["# What your tests are graded by, and what a run of them may use.", "", *_lines(kept)]
    for name, table in tables.items():
        lines += ["", f"[{name}]", *_lines(table)]
    return "\n".join(lines) + "\n"


def _lines(table: dict[str, object]) -> list[str]:
    # Numbers, strings and lists of strings are written alike in JSON and in TOML.
    return [f"{key} = {json.dumps(value)}" for key, value in table.items()]


def _pyproject(config: Config) -> str:
    files = list(config.engine.files)
    tops = sorted({file.partition("/")[0] for file in files})
    return (
        "[tool.mutmut]\n"
        f"source_paths = {json.dumps(tops)}\n"
        f"only_mutate = {json.dumps(files)}\n\n"
        "[tool.pytest.ini_options]\n"
        'testpaths = ["tests"]\n'
        'pythonpath = ["."]\n'
    )
