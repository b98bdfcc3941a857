"""Opening a project: from the options of a command to a complete configuration."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec import structs

from gradbreak import __version__
from gradbreak.config import Config, load_config
from gradbreak.config.load import FOLDER, find_root
from gradbreak.engine.asking import inspect_in_process, require_sites
from gradbreak.engine.confirming import Standing
from gradbreak.engine.inspecting import Inspection, decoded, encoded
from gradbreak.engine.left_to_chance import lines_of_chance
from gradbreak.engine.locating import Located, locate
from gradbreak.engine.notebooks import skipped_in
from gradbreak.engine.unordered import makes_sets
from gradbreak.errors import BadEngine, ConfigError
from gradbreak.process.cache import CACHE
from gradbreak.process.files import write_whole
from gradbreak.project.inferred import inferred_config
from gradbreak.project.suites import find_suites
from gradbreak.project.table import FILE, find_table

NOTEBOOKS = "notebooks"
"""The folder in the cache for modules that are made of notebooks."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project that is ready to be worked on.

    Attributes:
        config: its complete configuration.
        inspection: what was found out about its engine; None where a configuration says it all.
    """

    config: Config
    inspection: Inspection | None = None


def open_project(
    root: Path | None, engine: Sequence[Path] = (), tests: Sequence[str] = (), *, is_about_suites: bool = True
) -> Project:
    """The project of a command's options.

    Args:
        root: the folder of a configured project; None for the nearest one upwards.
        engine: paths of an engine that need not be configured.
        tests: files, folders and globs of its tests.
        is_about_suites: suites are compared. Without it none is looked for where nothing is configured, and the root is
            the folder that the engine is imported from, so that its files are called as tests import them.

    Raises:
        GradbreakError: there is none, or it is wrong.
    """
    if engine:
        infer = infer_project if is_about_suites else _infer_engine_alone
        project = infer(engine, tests, Path.cwd())
        options = [*(("--engine", str(path)) for path in engine), *(("--tests", path) for path in tests)]
        config = structs.replace(project.config, options=tuple(itertools.chain.from_iterable(options)))
        return Project(config, project.inspection)
    start = root if root is not None else Path.cwd()
    if (start / FOLDER / "engine.toml").is_file():
        return completed(load_config(start))
    found = find_table(start)
    if found is None:
        return completed(load_config(root if root is not None else find_root(start)))
    folder, table = found
    if not table.engine:
        raise ConfigError(f"[tool.gradbreak] in {folder / FILE} does not name the engine", 'Add engine = ["PATH"]')
    infer = infer_project if is_about_suites else _infer_engine_alone
    project = infer([folder / path for path in table.engine], [str(folder / path) for path in table.tests], folder)
    return Project(table.applied_to(project.config), project.inspection)


def completed(config: Config) -> Project:
    """A configured project with whatever its ``engine.toml`` leaves out.

    Args:
        config: as it was read.

    Raises:
        BadEngine: something must be inferred, and no engine was found.
        NoMutants: no statement of the engine was shown to accumulate.
    """
    if config.engine.is_complete:
        return Project(_with_sets(config))
    path = config.root / config.engine.file
    inspection = inspect_cached(locate([path], config.cache_root / CACHE / NOTEBOOKS), config.cache_root)
    require_sites(inspection)
    inferred = inferred_config(inspection, config.suites, config.root, config.cache_root)
    said = {
        name: value
        for name in config.engine.__struct_fields__
        if (value := getattr(config.engine, name)) not in ("", (), {}, True)
    }
    engine = structs.replace(inferred.engine, **said)
    return Project(structs.replace(config, engine=engine, sites=inferred.sites), inspection)


def _with_sets(config: Config) -> Config:
    """A complete configuration with the lines whose sets make the order of a sweep differ, which it need not name."""
    if config.engine.files_with_sets or not any(_may_be_unordered(config.root / file) for file in config.engine.files):
        return config
    try:
        candidates = locate([config.root / config.engine.file], config.cache_root / CACHE / NOTEBOOKS)
        inspection = inspect_cached(candidates, config.cache_root)
    except BadEngine:
        return config  # its configuration says what could not be inferred
    inferred = inferred_config(inspection, config.suites, config.root, config.cache_root).engine
    engine = structs.replace(
        config.engine,
        unordered=inferred.unordered,
        files_with_sets=inferred.files_with_sets,
        is_left_to_chance=inferred.is_left_to_chance,
    )
    return structs.replace(config, engine=engine)


def _may_be_unordered(path: Path) -> bool:
    try:
        source = path.read_bytes().decode("utf-8-sig")
        return makes_sets(source) or any(lines_of_chance(source))
    except (OSError, UnicodeDecodeError, SyntaxError):
        return False  # whoever reads the engine names what is wrong with it


def infer_project(engine: Sequence[Path], tests: Sequence[str], work_folder: Path) -> Project:
    """The project of an engine and its tests, with nothing configured.

    Args:
        engine: the paths of the engine's file, folder or notebook.
        tests: files, folders and globs; without any, the test files of the engine's project.
        work_folder: where the cache and the reports go.

    Raises:
        BadEngine: no path holds an engine.
        NoMutants: no statement of the engine was shown to accumulate.
        NoSuchSuite: there are no tests.
    """
    inspection = inspect_cached(locate(engine, work_folder / CACHE / NOTEBOOKS), work_folder)
    require_sites(inspection)
    root = Path(inspection.located.root)
    if _is_in_cache(root):
        root = work_folder
    suites = find_suites(root, tests)
    common = _common_root(root, [root / suite.path for suite in suites])
    if common != root:
        root = common
        suites = find_suites(root, tests)
    return Project(inferred_config(inspection, suites, root, work_folder), inspection)


def _infer_engine_alone(engine: Sequence[Path], _: Sequence[str], work_folder: Path) -> Project:
    """The project of an engine without suites, rooted where the engine is imported from."""
    inspection = inspect_cached(locate(engine, work_folder / CACHE / NOTEBOOKS), work_folder)
    require_sites(inspection)
    root = Path(inspection.located.import_path)
    return Project(inferred_config(inspection, (), root, work_folder), inspection)


def inspect_cached(candidates: Sequence[Located], work_folder: Path) -> Inspection:
    """An inspection, from the last time where no file of the engine has changed since.

    Args:
        candidates: the files that may hold the engine.
        work_folder: its cache keeps inspections.

    Raises:
        BadEngine: no candidate is an engine.
    """
    folder = work_folder / CACHE / "inspections"
    name = hashlib.sha256("\0".join(each.path for each in candidates).encode()).hexdigest()[:16]
    for path in folder.glob(f"{name}-*.json") if folder.is_dir() else ():
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):  # of an older version, or cut off
            kept = decoded(path.read_text(encoding="utf-8"))
            if isinstance(kept, Inspection) and path.name == f"{name}-{_digest(kept)}.json":
                return kept
    found = inspect_in_process(candidates)
    with contextlib.suppress(OSError):  # without a cache the next command inspects again; a run says what is wrong
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{name}-*.json"):
            old.unlink(missing_ok=True)
        write_whole(folder / f"{name}-{_digest(found)}.json", encoded(found).encode())
    return found


def _digest(inspection: Inspection) -> str:
    whole = hashlib.sha256(__version__.encode())
    for file in inspection.files:
        whole.update(file.encode())
        whole.update((Path(inspection.located.root) / file).read_bytes())
    return whole.hexdigest()[:32]


def _is_in_cache(root: Path) -> bool:
    return CACHE in root.parts


def _common_root(root: Path, tests: Sequence[Path]) -> Path:
    """The project's root, or the nearest folder above it that holds the tests too."""
    common = os.path.commonpath([root, *(path.resolve() for path in tests)])
    return root if Path(common) == root else Path(common)


def found_lines(project: Project) -> Iterator[tuple[str, str]]:
    """What was inferred, for people: three lines, each with its heading, and one more for a notebook."""
    inspection, config = project.inspection, project.config
    if inspection is None:
        return
    found = inspection.recognition
    gradient = f"gradient in .{found.gradient}" if found.gradient else "gradients returned by the sweep"
    sweep = found.sweep_call.format(out="result", one="1.0", inputs="inputs", input="input", t="tape")
    reset = f", reset {found.reset}()" if found.reset else ", no reset"
    yield (
        "engine",
        f"{config.engine.file}: class {found.node_class}, value in .{found.value}, {gradient}, sweep {sweep}{reset}",
    )
    if skipped := skipped_in(Path(inspection.located.path)):
        yield "skipped", f"what is no Python in the notebook: {'; '.join(skipped)}"
    confirmed = len(inspection.confirmed)
    rest = [
        f"{sum(each.standing is standing for each in inspection.sites)} {standing.value} "
        f"({_first_reason(inspection, standing)})"
        for standing in (Standing.NEVER_SECOND, Standing.SKIPPED)
        if any(each.standing is standing for each in inspection.sites)
    ]
    plural = "write accumulates" if confirmed == 1 else "writes accumulate"
    yield "sites", ", ".join([f"{confirmed} {plural}, each shown by breaking it", *rest])
    if config.suites:
        yield "suites", ", ".join(f"{suite.name} ({suite.path})" for suite in config.suites)


def _first_reason(inspection: Inspection, standing: Standing) -> str:
    those = [each for each in inspection.sites if each.standing is standing]
    lines = ", ".join(str(each.site.line) for each in those[:6]) + (", …" if len(those) > 6 else "")
    return f"line{'s' if len(those) > 1 else ''} {lines}: {those[0].reason}"
