"""An engine, looked at in a process of its own: what its parts are called, and which of its statements are sites.

Started as ``python -m gradbreak.engine.inspecting``; it reads a request from standard input and writes an inspection to
standard output, both as JSON. A process of its own, because importing somebody's module may print, plot, train or end.
"""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import json
import os
import sys
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gradbreak.engine.answering import answer_request
from gradbreak.engine.attempts import AttemptTimedOutError, time_limit
from gradbreak.engine.confirming import CheckedSite, Standing, check_sites, engine_files
from gradbreak.engine.forced_order import forced_order, stand_ins
from gradbreak.engine.left_to_chance import is_left_to_chance, lines_of_chance
from gradbreak.engine.locating import Located
from gradbreak.engine.making import namespace_of
from gradbreak.engine.operations import Operation
from gradbreak.engine.ordered_sets import Watcher
from gradbreak.engine.probes import Prober
from gradbreak.engine.recognition import NotRecognisedError, Recognition, recognise
from gradbreak.engine.sites import Site
from gradbreak.engine.slots import SlotKind
from gradbreak.engine.unordered import ALWAYS_ORDERED, SetLine, Unordered, find_unordered

MOST_SIBLINGS = 12
"""How many modules beside a file are imported to look for a sweep."""

IMPORT_SECONDS = 20.0
"""Processor time that importing a module may take; one that trains a network takes longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What was found out about an engine.

    Attributes:
        located: its file.
        recognition: what its parts are called.
        sites: every accumulating statement of the engine's files, with its standing, in the order of the source.
        files: the engine's files that hold sites or the node class, relative to the root; the main one first.
        imports: further files of the project that it imports.
        others: further files in which an engine was recognised; they were passed over.
        unordered: what makes the order of its sweep differ between processes.
    """

    located: Located
    recognition: Recognition
    sites: tuple[CheckedSite, ...]
    files: tuple[str, ...]
    imports: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    unordered: Unordered = ALWAYS_ORDERED

    @property
    def confirmed(self) -> tuple[CheckedSite, ...]:
        """The sites that were shown to be sites."""
        return tuple(each for each in self.sites if each.standing is Standing.CONFIRMED)


@dataclass(frozen=True, slots=True)
class NotInspected:
    """Why no engine was found: for each file that was tried, the reason."""

    reasons: tuple[tuple[str, str], ...]


def inspect(candidates: Sequence[Located]) -> Inspection | NotInspected:
    """Look at files until one holds an engine. It imports them into this process.

    Args:
        candidates: the likeliest first.
    """
    reasons: list[tuple[str, str]] = []
    for position, candidate in enumerate(candidates):
        found = _inspect_one(candidate)
        if isinstance(found, Inspection):
            rest = [each.file for each in candidates[position + 1 :] if _defines_another(each, found)]
            return dataclasses.replace(found, others=tuple(rest))
        reasons.append((candidate.file, found))
    return NotInspected(tuple(reasons))


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedEngine:
    """An engine that was imported into this process, and what its parts are called.

    Attributes:
        modules: the engine, and those that came with it.
        recognition: what its parts are called.
        sources: its file and those of the modules that came with it, relative to the root → text.
        paths: the same files → path, as their code objects name them.
    """

    modules: tuple[types.ModuleType, ...]
    recognition: Recognition
    sources: dict[str, str]
    paths: dict[str, str]


def load(candidate: Located, *, even_wrong: bool = False) -> LoadedEngine | str:
    """Import a file into this process and recognise its engine.

    Args:
        candidate: the file.
        even_wrong: accept an engine whose gradients are wrong; see ``recognise``.

    Returns:
        The engine, or the reason why there is none.
    """
    for path in (candidate.root, candidate.import_path):
        if path not in sys.path:
            sys.path.insert(0, path)
    try:
        source = Path(candidate.path).read_bytes().decode("utf-8-sig")
        compile(source, candidate.path, "exec", dont_inherit=True)
    except UnicodeDecodeError:
        return "it is not UTF-8 text"
    except (SyntaxError, ValueError) as error:
        line = f", line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
        return f"it is not Python {sys.version_info.major}{line}: {getattr(error, 'msg', error)}"
    before = set(sys.modules)
    try:
        with time_limit(IMPORT_SECONDS):
            module = importlib.import_module(candidate.module)
    except AttemptTimedOutError:
        return f"importing it takes more than {IMPORT_SECONDS:g} seconds"
    except BaseException as error:  # noqa: BLE001  # whatever a learner's module raises or calls, it is named
        said = " ".join(str(error).split())
        return f"importing it raises {type(error).__name__}" + (f": {said}" if said else "")
    if os.path.realpath(module.__file__ or "") != os.path.realpath(candidate.path):
        return f"`import {candidate.module}` finds {module.__file__} instead"
    own = namespace_of(_loaded(candidate, module, before)[1])
    found = _recognised(candidate, module, before, even_wrong=False)
    if isinstance(found, str) and _import_siblings(candidate):
        # Some engines keep the sweep in a file that the node's does not import.
        beside = _recognised(candidate, module, before, even_wrong=False)
        # Another engine that stands there is not meant: the nodes must be those of the file.
        if isinstance(beside, LoadedEngine) and beside.recognition.node_class in own:
            found = beside
    if isinstance(found, str) and even_wrong:
        wrong = _recognised(candidate, module, before, even_wrong=True)
        found = wrong if isinstance(wrong, LoadedEngine) and wrong.recognition.node_class in own else found
    return found


def _recognised(
    candidate: Located, module: types.ModuleType, before: set[str], *, even_wrong: bool
) -> LoadedEngine | str:
    paths, modules = _loaded(candidate, module, before)
    try:
        found = recognise(modules, even_wrong=even_wrong)
        paths, modules_now = _loaded(candidate, module, before)
        if modules_now != modules:
            # A method may import the file of its operation when it is first called.
            modules = modules_now
            found = recognise(modules, even_wrong=even_wrong)
    except NotRecognisedError as error:
        return str(error)
    sources = {file: Path(path).read_bytes().decode("utf-8-sig") for file, path in paths.items()}
    return LoadedEngine(modules=tuple(modules), recognition=found, sources=sources, paths=paths)


def _loaded(
    candidate: Located, module: types.ModuleType, before: set[str]
) -> tuple[dict[str, str], list[types.ModuleType]]:
    """The engine's files, file → path, and its modules; those that were loaded before it are none of it."""
    above = set(Path(candidate.file).parts)
    loaded = [sys.modules[name] for name in sorted(set(sys.modules) - before) if name in sys.modules]
    paths = {
        Path(file).as_posix(): path
        for file, path in engine_files(module, candidate.root, loaded).items()
        # A project may stand in a folder of such a name itself.
        if not ({"tests", "test", "site-packages"} - above) & set(Path(file).parts)
    }
    own = set(paths.values())
    return paths, [module, *(each for each in loaded if each is not module and getattr(each, "__file__", "") in own)]


def _import_siblings(candidate: Located) -> bool:
    """Import the modules beside a file; whether there was one."""
    folder = Path(candidate.path).parent
    names = [path.stem for path in sorted(folder.glob("*.py")) if path.stem.isidentifier() and path.stem != "__init__"]
    package = candidate.module.rpartition(".")[0]
    imported = False
    for name in names[:MOST_SIBLINGS]:
        module = f"{package}.{name}" if package else name
        if module not in sys.modules and not name.startswith("test_") and not name.endswith("_test"):
            with (
                contextlib.suppress(Exception, SystemExit),
                time_limit(1.0),
            ):  # what fails beside the engine is none of it
                importlib.import_module(module)
                imported = True
    return imported


def _inspect_one(candidate: Located) -> Inspection | str:
    watcher = Watcher()
    # Forwards, so that two inspections of one engine find the same.
    with forced_order(is_below(candidate.root), stand_ins(watcher=watcher)):
        engine = load(candidate)
    if isinstance(engine, str):
        return engine
    found = engine.recognition
    prober = Prober(engine.modules, found)
    sites = check_sites(prober, engine.sources, engine.paths, found.gradient, has_stand_ins=True)
    with_sites = dict.fromkeys(each.file for each in sites if each.standing is not Standing.SKIPPED)
    files = tuple(dict.fromkeys([candidate.file, *with_sites]))
    return Inspection(
        located=candidate,
        recognition=found,
        sites=tuple(each for each in sites if each.file in with_sites or each.file == candidate.file),
        files=files,
        imports=tuple(file for file in engine.sources if file not in files),
        unordered=_find_unordered(prober, watcher, engine, sites),
    )


def _find_unordered(prober: Prober, watcher: Watcher, engine: LoadedEngine, sites: Sequence[CheckedSite]) -> Unordered:
    """What makes the order of a sweep differ: sets, and what cannot be forced."""
    found = find_unordered(prober, watcher, engine.sources, engine.paths)
    if not is_left_to_chance(prober, sites, engine.sources, engine.paths):
        return found
    lines = [
        SetLine(file=file, line=line, text=source.split("\n")[line - 1].strip())
        for file, source in engine.sources.items()
        for line in lines_of_chance(source)
    ]
    return Unordered(tuple(dict.fromkeys([*found.lines, *lines])), found.files, is_left_to_chance=True)


def is_below(root: str) -> Callable[[str], bool]:
    """Whether a file belongs to a project, and not to a package that is installed in the project's folder.

    Args:
        root: the project's folder.
    """
    folder = os.path.realpath(root) + os.sep
    installed = os.path.realpath(sys.prefix) + os.sep

    def belongs(path: str) -> bool:
        return (
            path.startswith(folder)
            and not (installed.startswith(folder) and path.startswith(installed))
            and "site-packages" not in Path(path).relative_to(folder).parts
        )

    return belongs


def _defines_another(candidate: Located, found: Inspection) -> bool:
    """Whether a file defines a class of the same name as the engine's: a copy or an older version of it."""
    if candidate.file in (*found.files, *found.imports):
        return False
    with contextlib.suppress(OSError, UnicodeDecodeError):
        text = Path(candidate.path).read_text(encoding="utf-8-sig")
        return f"class {found.recognition.node_class}" in text
    return False


# -- as JSON ---------------------------------------------------------------------------------------


def encoded(answer: Inspection | NotInspected) -> str:
    """An answer as one JSON document."""
    kind = "inspection" if isinstance(answer, Inspection) else "none"
    return json.dumps({"kind": kind, **dataclasses.asdict(answer)}, default=lambda value: value.value)


def decoded(text: str) -> Inspection | NotInspected:
    """An answer from its JSON document.

    Raises:
        ValueError: it is none.
        KeyError: it lacks a part.
    """
    document: dict[str, Any] = json.loads(text)
    if document.pop("kind") == "none":
        return NotInspected(tuple((file, reason) for file, reason in document["reasons"]))
    recognition = document["recognition"]
    recognition["operations"] = tuple(Operation(**each) for each in recognition["operations"])
    return Inspection(
        located=Located(**document["located"]),
        recognition=Recognition(**recognition),
        sites=tuple(_site(each) for each in document["sites"]),
        files=tuple(document["files"]),
        imports=tuple(document["imports"]),
        others=tuple(document["others"]),
        unordered=_unordered(**document["unordered"]),
    )


def _unordered(lines: Sequence[dict[str, Any]], files: Sequence[str], *, is_left_to_chance: bool) -> Unordered:
    return Unordered(tuple(SetLine(**each) for each in lines), tuple(files), is_left_to_chance=is_left_to_chance)


def _site(document: dict[str, Any]) -> CheckedSite:
    site = document.pop("site")
    site["kind"] = SlotKind(site["kind"])
    document["standing"] = Standing(document["standing"])
    return CheckedSite(site=Site(**site), **document)


def main() -> None:
    """Answer one request of ``asking``."""
    answer_request(lambda candidates, write: write(encoded(inspect(candidates))))


if __name__ == "__main__":
    main()
