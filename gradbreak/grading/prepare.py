"""Builds a grader from a project's declarations and checks it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from msgspec import structs

from gradbreak.config import Config
from gradbreak.errors import CouldNotGrade
from gradbreak.grading.declarations import Rubric, load_grading
from gradbreak.grading.engines import Engines, cached_engines, engine_texts
from gradbreak.grading.grader import Grader
from gradbreak.grading.intake import HandIn, read_submission
from gradbreak.grading.isolation import choose_isolation, open_examiner
from gradbreak.grading.isolation.interpreter import package_files
from gradbreak.grading.making import made_material, needed_packages
from gradbreak.grading.model import Examiner, IsolationKind, Submission
from gradbreak.grading.self_check import checked


def prepare(
    config: Config,
    folder: Path | None,
    *,
    require_sandbox: bool = False,
    isolation: IsolationKind | None = None,
) -> Grader:
    """A grader that has passed its check: it graded the reference suite and the suite that must miss the break.

    A rubric that names no such suites, as the one that students practise with, leaves the check out. Of an engine about
    which nothing is declared the suites are made, and so are the controls.

    Args:
        config: the project's declarations.
        folder: an existing folder that caches the engines and the result of the check; None for no cache.
        require_sandbox: refuse to grade where bubblewrap does not work.
        isolation: where to run tests; None for the best that works.

    Raises:
        ConfigError: a declaration is malformed or does not fit the engine.
        CouldNotGrade: there is no sandbox and one is required, a package that tests may import is not
            installed, or the check fails.
    """
    grading = load_grading(config)
    kind = choose_isolation(isolation, require_sandbox=require_sandbox)
    material = None
    if grading.are_controls_made or (config.sites and grading.rubric.reference is None):
        config = _with_confirmed_sites(config)
        material = made_material(config, folder)
        needed = needed_packages(engine_texts(config).values())
        rubric = structs.replace(grading.rubric, packages=tuple(dict.fromkeys((*grading.rubric.packages, *needed))))
        grading = structs.replace(grading, rubric=rubric)
    rubric = grading.rubric
    package_files(rubric.packages)  # only to fail early if one is not installed
    made = material.variants if material is not None and grading.are_controls_made else None
    grader = unchecked_grader(cached_engines(config, grading, folder, made), rubric, kind)
    if rubric.reference is not None and rubric.must_miss is not None:
        return checked(grader, _suite(config, rubric.reference), _suite(config, rubric.must_miss), folder)
    return checked(grader, material.reference, material.must_miss, folder) if material is not None else grader


def _with_confirmed_sites(config: Config) -> Config:
    """A project in which only writes are broken whose break was shown to matter.

    Raises:
        CouldNotGrade: the engine cannot be graded on.
    """
    outside = [file for file in (*config.engine.files, *config.engine.imports) if file.startswith("../")]
    if outside:
        raise CouldNotGrade(
            f"the engine uses {outside[0]}, which lies outside the folder that it is imported from",
            "Put the engine's files into one package",
        )
    return config.with_confirmed_sites()


def unchecked_grader(engines: Engines, rubric: Rubric, isolation: IsolationKind) -> Grader:
    """A grader that has not been checked and has no tests to suggest.

    Args:
        engines: the engines to try tests on.
        rubric: the points for each level, and the limits of a run.
        isolation: where to run tests.
    """

    def opening(submission: Submission, hash_seed: int) -> AbstractContextManager[Examiner]:
        return open_examiner(
            submission,
            engines.reference.text,
            hash_seed=hash_seed,
            limits=rubric.limits,
            more_packages=rubric.packages,
            isolation=isolation,
        )

    return Grader(engines=engines, rubric=rubric, open=opening, isolation=isolation)


def read(grader: Grader, hand_in: HandIn) -> Submission:
    """Read what somebody handed in. Copies of the engine in it are left out."""
    return read_submission(hand_in, tuple(grader.engines.reference.text))


def _suite(config: Config, path: str) -> Submission:
    return read_submission(config.cache_root / path, config.engine.files, path)
