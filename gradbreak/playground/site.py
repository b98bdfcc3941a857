"""Writes the site: the pages, their scripts, the project, and Python for the browser."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import msgspec

from gradbreak.check.operand_reversal import Reversal
from gradbreak.config import Config
from gradbreak.errors import GradbreakError
from gradbreak.grading.api import controls_of, rest_of_packages
from gradbreak.mutation import MutantSet
from gradbreak.playground.lesson_view import LessonView, lesson_facts, lesson_view
from gradbreak.playground.packing import pack_gradbreak, pack_hypothesis, pack_pytest
from gradbreak.playground.project import LEVELS, CorrectVariant, PlaygroundProject, describe_project
from gradbreak.playground.runtime import NpmPackages, script_folder
from gradbreak.playground.starter import starter
from gradbreak.texts import LANGUAGES
from gradbreak.texts.catalogue import load
from gradbreak.texts.page import PageTexts
from gradbreak.texts.playground import PlaygroundTexts
from gradbreak.web import assets
from gradbreak.web.bundling import bundle
from gradbreak.web.document import rendered
from gradbreak.web.graph_drawing import RADIUS
from gradbreak.web.wording import plain, rich

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        # The worker is made from a text of the page's, which makes it inherit this policy.
        "worker-src 'self' blob:",
        "connect-src 'self'",
        "style-src 'self'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
)
"""Nothing from outside, in the page and in the worker: neither a script nor a request nor a picture."""

STYLES = (*assets.STYLES, "playground/static/playground.css")

EARLY_SCRIPTS = (*assets.EARLY_SCRIPTS, "playground/static/starting.js")

SHARED = ("web/static/dom.js", "web/static/theme.js", "web/static/player.js")
"""Scripts of every page, which are made a module here. A test holds their names to those in ``EXPORTS``."""

EXPORTS = ("data", "find", "findAll", "make", "makePlayer", "remembered", "say", "withCode")

TEXTS = "export const data = await (await fetch(`texts.${document.documentElement.lang}.json`)).json();"
"""What the pages' scripts expect of ``data``, which in a report is part of the page."""


def write_site(config: Config, mutants: MutantSet, packages: NpmPackages, folder: Path) -> None:
    """Write the site.

    Args:
        config: the project.
        mutants: its mutants and breaks.
        packages: the npm packages.
        folder: where to; files of an older site there are written over.

    Raises:
        GradbreakError: the folder is a file, or cannot be written.
        NoRuntime: the bundler refuses.
    """
    project, computed = project_of(config, mutants), lesson_facts(config, mutants)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in packages.pyodide:
            (folder / "pyodide").mkdir(exist_ok=True)
            shutil.copyfile(path, folder / "pyodide" / path.name)
        pack_pytest(folder / "packages.zip")
        pack_gradbreak(folder / "gradbreak.zip")
        pack_hypothesis(folder / "hypothesis.zip")
        (folder / "project.json").write_bytes(msgspec.json.encode(project))
        (folder / "style.css").write_text(bundle(*STYLES), encoding="utf-8")
        (folder / "early.js").write_text(bundle(*EARLY_SCRIPTS), encoding="utf-8")
        _write_scripts(packages, folder)
        names = {each: "index.html" if each == LANGUAGES[0] else f"index.{each}.html" for each in LANGUAGES}
        for language, name in names.items():
            others = {other: names[other] for other in LANGUAGES if other != language}
            lesson = lesson_view(computed, config, language) if computed else None
            (folder / name).write_text(_page(project, lesson, language, others), encoding="utf-8")
            (folder / f"texts.{language}.json").write_bytes(_script_data(lesson, language))
    except OSError as error:
        raise GradbreakError(f"{folder} cannot be written: {error.strerror}", "Name another folder") from None


def project_of(config: Config, mutants: MutantSet) -> PlaygroundProject:
    """The project that a site is about, with the controls that a grade has."""
    correct, reversal = [], None
    for control in controls_of(config, mutants):
        correct.append(
            CorrectVariant(
                name=control.name,
                independent_of=control.independent_of,
                edits=control.edits,
                reverses_sets=control.reverses_sets,
            )
        )
        if control.reverses_operands:
            reversal = Reversal(edits=control.edits, by_sets=control.reverses_sets)
    return describe_project(
        config,
        mutants,
        rest_of_packages(config),
        correct=correct,
        reversal=reversal,
        starter=starter(config.shape),
    )


def _write_scripts(packages: NpmPackages, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as work:
        scripts = Path(work)
        for path in script_folder().glob("*.js"):
            shutil.copyfile(path, scripts / path.name)
        texts = [(files("gradbreak") / name).read_text(encoding="utf-8") for name in SHARED]
        shared = "\n".join([TEXTS, *texts, f"export {{ {', '.join(EXPORTS[1:])} }};"])
        (scripts / "shared.js").write_text(shared, encoding="utf-8")
        packages.bundle(scripts / "main.js", folder / "page.js")
    shutil.copyfile(script_folder() / "worker.js", folder / "worker.js")


def _page(project: PlaygroundProject, lesson: LessonView | None, language: str, others: Mapping[str, str]) -> str:
    texts = load(PlaygroundTexts, language)
    titles = {level: getattr(texts.page, f"level_{level}") for level in LEVELS}
    return rendered(
        "gradbreak.playground",
        "playground.html.j2",
        {
            "t": texts.page,
            "rich": rich,
            "language": language,
            "others": [
                (other, load(PlaygroundTexts, other).page.other_language, address) for other, address in others.items()
            ],
            "policy": POLICY,
            "icon": assets.ICON,
            "file": project.engine.file,
            "levels": titles.items(),
            "script": texts.script,
            "lesson": lesson,
            "page": load(PageTexts, language),
            "gradient": project.engine.gradient,
            "plain": plain,
            "radius": RADIUS,
        },
    )


def _script_data(lesson: LessonView | None, language: str) -> bytes:
    texts = load(PlaygroundTexts, language)
    decimal = load(PageTexts, language).decimal
    return msgspec.json.encode({"texts": texts.script, "decimal": decimal, "lesson": lesson.data if lesson else None})
