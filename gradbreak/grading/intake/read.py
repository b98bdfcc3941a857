"""Reads one submission into memory."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from msgspec import structs

from gradbreak.grading.intake.entries import TAR_SUFFIXES, Entry, UnreadableError, entries_of, is_archive
from gradbreak.grading.intake.limits import LARGEST_FILE, MIB, MOST_BYTES, MOST_ENTRIES, MOST_FILES
from gradbreak.grading.intake.rules import KEPT_TOP_FOLDERS, is_junk, name_problem, tidy, use_problem
from gradbreak.grading.model import FileProblem, Submission

LONGEST_SHOWN_NAME = 200
"""Characters of the name of a file that is left out."""


def read_submission(path: Path, engine: Collection[str] = (), name: str | None = None) -> Submission:
    """Read a test file, a folder, or a zip or tar archive. Nothing is unpacked to a disk, and no link is followed.

    Args:
        path: the file, folder or archive.
        engine: the engine's files, relative to its root. A student's copies of them are left out.
        name: the name of the submission; None for the name of the file or folder.

    Returns:
        The submission. Its ``problem`` says why nothing can be graded, if that is so.
    """
    name = submission_name(path) if name is None else name
    try:
        with entries_of(path) as found:
            entries, left_out = _named(found)
            if is_archive(path) and path.is_file():
                entries = _without_top_folder(entries)
            files, more = _taken(entries, engine)
    except UnreadableError as error:
        return Submission(name=name, files={}, left_out=(), problem=str(error), sha256=_digest({}))
    has_code = any(file.endswith(".py") for file in files)
    return Submission(
        name=name,
        files=files,
        left_out=(*left_out, *more),
        problem="" if has_code else "there is no Python file in it",
        sha256=_digest(files),
    )


def submission_name(path: Path) -> str:
    """The name of a file, folder or archive without its suffix."""
    suffixes = (".py", ".zip", *sorted(TAR_SUFFIXES, key=len, reverse=True))
    # `.` and paths that end in `..` are resolved to find a name. A link keeps its own name.
    name = path.name if path.name not in ("", "..") else path.resolve().name
    if path.is_dir():
        return name
    suffix = next((suffix for suffix in suffixes if name.lower().endswith(suffix)), "")
    return name[: len(name) - len(suffix)] or name


def _named(entries: Iterable[Entry]) -> tuple[Sequence[Entry], Sequence[FileProblem]]:
    """The entries under tidy names, and the problems of those whose names cannot be used."""
    usable: dict[str, Entry] = {}
    left_out: list[FileProblem] = []
    for count, entry in enumerate(entries):
        if count == MOST_ENTRIES:
            left_out.append(FileProblem(file="…", message=f"only the first {MOST_ENTRIES} files are looked at"))
            break
        name = tidy(entry.name)
        if is_junk(name):
            continue
        problem = name_problem(name) or ("another file has the same name" if name in usable else "")
        if problem:
            left_out.append(_left_out(entry.name, problem))
        else:
            usable[name] = structs.replace(entry, name=name)
    return list(usable.values()), left_out


def _without_top_folder(entries: Sequence[Entry]) -> Sequence[Entry]:
    tops = {entry.name.partition("/")[0] if "/" in entry.name else "" for entry in entries}
    top = tops.pop() if len(tops) == 1 else ""
    if not top or top in KEPT_TOP_FOLDERS:
        return entries
    return [structs.replace(entry, name=entry.name.removeprefix(f"{top}/")) for entry in entries]


def _taken(entries: Sequence[Entry], engine: Collection[str]) -> tuple[Mapping[str, bytes], Sequence[FileProblem]]:
    """The contents. Code comes first, so that large data files crowd out no test."""
    files: dict[str, bytes] = {}
    left_out: list[FileProblem] = []
    room = MOST_BYTES
    for entry in sorted(entries, key=lambda entry: (not entry.name.endswith(".py"), entry.name)):
        problem = entry.refusal or use_problem(entry.name, engine)
        if not problem and len(files) == MOST_FILES:
            problem = f"no more than {MOST_FILES} files are taken"
        if not problem and _is_crossed(entry.name, files):
            problem = "another file has a folder of this name"
        content = b""
        if not problem:
            try:
                content = entry.read(LARGEST_FILE + 1)
            except OSError as error:
                problem = str(error.strerror or error)
        if len(content) > LARGEST_FILE:
            problem = f"it is larger than {LARGEST_FILE // MIB} MB"
        elif len(content) > room:
            problem = f"all files together are larger than {MOST_BYTES // MIB} MB"
        if problem:
            left_out.append(_left_out(entry.name, problem))
            continue
        files[entry.name] = content
        room -= len(content)
    return dict(sorted(files.items())), sorted(left_out, key=lambda problem: problem.file)


def _is_crossed(name: str, files: Collection[str]) -> bool:
    """Whether a name is a parent folder of a file that was taken, or lies below such a file."""
    parents = {str(parent) for parent in PurePosixPath(name).parents}
    return any(other in parents or other.startswith(f"{name}/") for other in files)


def _left_out(name: str, problem: str) -> FileProblem:
    shown = "".join(character if character.isprintable() else "�" for character in name[:LONGEST_SHOWN_NAME])
    return FileProblem(file=shown, message=problem)


def _digest(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        # The lengths are hashed too, so that no two submissions give the same bytes.
        for part in (name.encode(), content):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()
