"""Opens one submission: from its paths to its files in memory. Runs in a process of its own, see ``reader``."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path, PurePosixPath

from msgspec import structs

from gradbreak.grading.intake.entries import TAR_SUFFIXES, Entry, UnreadableError, entries_in, entries_of, is_archive
from gradbreak.grading.intake.hand_in import HandIn
from gradbreak.grading.intake.limits import (
    DEEPEST_ARCHIVE,
    LARGEST_ARCHIVE,
    LARGEST_FILE,
    MIB,
    MOST_BYTES,
    MOST_ENTRIES,
    MOST_FILES,
    MOST_HEADERS,
    MOST_LEFT_OUT,
)
from gradbreak.grading.intake.names import readable
from gradbreak.grading.intake.notebooks import NOTEBOOK, engine_of_notebook, module_of_tests
from gradbreak.grading.intake.remarks import remarks_on
from gradbreak.grading.intake.rules import (
    KEPT_TOP_FOLDERS,
    environments,
    folder_passed_over,
    is_junk,
    name_problem,
    tidy,
    use_problem,
)
from gradbreak.grading.model import FileProblem, Submission

LONGEST_SHOWN_NAME = 200
"""Characters of the name of a file that is left out."""

OTHER_ARCHIVES = (".rar", ".7z", ".gz", ".bz2", ".xz", ".zst", ".z", ".lzh", ".tar.zst")
"""Archives that are not opened."""


def open_submission(hand_in: HandIn, engine: Collection[str] = ()) -> Submission:
    """Read what somebody handed in. Nothing is unpacked to a disk, and no link is followed.

    Args:
        hand_in: the files, folders and archives.
        engine: the engine's files, relative to its root. A student's copies of them are left out.

    Returns:
        The submission. Its ``problem`` says why nothing can be graded, if that is so.
    """
    try:
        with ExitStack() as stack:
            entries, left_out = _entries(hand_in, stack)
            files, more = _taken(entries, engine, is_engine=hand_in.is_engine)
    except UnreadableError as error:
        return unreadable(hand_in.name, str(error))
    left_out = [*left_out, *more]
    problem = "" if any(file.endswith(".py") for file in files) else _no_python(files, is_engine=hand_in.is_engine)
    remarks = remarks_on(files, engine) if not problem and not hand_in.is_engine else None
    if remarks is not None:
        left_out += remarks.problems
    return Submission(
        name=hand_in.name,
        files=files,
        left_out=tuple(_at_most(left_out)),
        problem=problem,
        sha256=_digest(files),
        remark=remarks.first if remarks is not None else "",
    )


def unreadable(name: str, problem: str) -> Submission:
    """A submission of which nothing can be graded.

    Args:
        name: its name.
        problem: why, as a sentence without a full stop.
    """
    return Submission(name=name, files={}, left_out=(), problem=problem, sha256=_digest({}))


def submission_name(path: Path) -> str:
    """The name of a file, folder or archive without its suffix."""
    suffixes = (".py", NOTEBOOK, ".zip", *sorted(TAR_SUFFIXES, key=len, reverse=True))
    # `.` and paths that end in `..` are resolved to find a name. A link keeps its own name.
    name = readable(path.name if path.name not in ("", "..") else path.resolve().name)
    if path.is_dir():
        return name
    suffix = next((suffix for suffix in suffixes if name.lower().endswith(suffix)), "")
    return name[: len(name) - len(suffix)] or name


def _entries(hand_in: HandIn, stack: ExitStack) -> tuple[Sequence[Entry], list[FileProblem]]:
    """The usable entries of all paths, and the problems of the others."""
    usable: dict[str, Entry] = {}
    left_out = [FileProblem(file=name, message="a newer upload of the same name counts") for name in hand_in.replaced]
    for path, file in hand_in.paths:
        found = _limited(stack.enter_context(entries_of(path)))
        if file and not path.is_dir() and not is_archive(path.name):
            found = (structs.replace(entry, name=file) for entry in found)
        entries, problems = _named(found)
        left_out += problems
        opened = is_archive(path.name) and path.is_file()
        for entry in _without_top_folder(_nested(entries, stack, left_out, DEEPEST_ARCHIVE), always=opened):
            if entry.name in usable:
                left_out.append(_left_out(entry.name, "another file has the same name"))
            else:
                usable[entry.name] = entry
    return list(usable.values()), left_out


def _limited(entries: Iterable[Entry]) -> Iterator[Entry]:
    for count, entry in enumerate(entries):
        if count == MOST_HEADERS:
            raise UnreadableError(f"it has more than {MOST_HEADERS} files")
        yield entry


def _named(found: Iterable[Entry]) -> tuple[Sequence[Entry], Sequence[FileProblem]]:
    """The entries under tidy names, and the problems of those whose names cannot be used."""
    tidied = [(tidy(entry.name), entry) for entry in found]
    names = [name for name, _ in tidied]
    inside, top = environments(names), _top_folder(names)
    usable: dict[str, Entry] = {}
    left_out: list[FileProblem] = []
    folders: dict[str, str] = {}
    looked_at = 0
    for name, entry in tidied:
        passed_over = folder_passed_over(name, inside, top)
        if passed_over is not None:
            folders.setdefault(*passed_over)
            continue
        if is_junk(name):
            continue
        looked_at += 1
        if looked_at > MOST_ENTRIES:
            left_out.append(FileProblem(file="…", message=f"only the first {MOST_ENTRIES} files are looked at"))
            break
        problem = name_problem(name) or ("another file has the same name" if name in usable else "")
        if problem:
            left_out.append(_left_out(entry.name, problem))
        else:
            usable[name] = structs.replace(entry, name=name)
    left_out += [
        _left_out(f"{folder}/", f"the folder is passed over: it holds {what}") for folder, what in folders.items()
    ]
    return list(usable.values()), left_out


def _nested(entries: Sequence[Entry], stack: ExitStack, left_out: list[FileProblem], depth: int) -> Sequence[Entry]:
    """The entries, or those of the only archive among them where nothing else can hold tests."""
    if any(entry.name.endswith((".py", NOTEBOOK)) for entry in entries):
        return entries
    archives = [entry for entry in entries if is_archive(entry.name) and not entry.refusal]
    if len(archives) != 1:
        return entries
    archive = archives[0]
    if not depth:
        left_out.append(_left_out(archive.name, "it is not opened: too many archives are packed into each other"))
        return []
    content = _content(archive, LARGEST_ARCHIVE)
    try:
        inside, problems = _named(_limited(stack.enter_context(entries_in(archive.name, content))))
    except UnreadableError as error:
        raise UnreadableError(f"{archive.name} in it cannot be opened: {error}") from error
    left_out += problems
    return _without_top_folder(_nested(inside, stack, left_out, depth - 1), always=True)


def _top_folder(names: Collection[str]) -> str:
    """The one folder that everything is in; empty where there is none."""
    tops = {name.partition("/")[0] if "/" in name else "" for name in names if not name.startswith("__MACOSX/")}
    return tops.pop() if len(tops) == 1 else ""


def _without_top_folder(entries: Sequence[Entry], *, always: bool) -> Sequence[Entry]:
    top = _top_folder([entry.name for entry in entries]) if always else ""
    if not top or top in KEPT_TOP_FOLDERS:
        return entries
    return [structs.replace(entry, name=entry.name.removeprefix(f"{top}/")) for entry in entries]


def _content(entry: Entry, most: int) -> bytes:
    """What an entry holds, unpacked only where it says that it is no larger than allowed.

    Raises:
        UnreadableError: it is larger, or damaged.
    """
    if entry.size > most:
        raise UnreadableError(f"{entry.name} in it is larger than {most // MIB} MB")
    try:
        content = entry.read(most + 1)
    except OSError as error:
        raise UnreadableError(f"{entry.name} in it cannot be read: {error.strerror or error}") from error
    if len(content) > most:
        raise UnreadableError(f"{entry.name} in it is larger than {most // MIB} MB")
    return content


def _taken(
    entries: Sequence[Entry], engine: Collection[str], *, is_engine: bool
) -> tuple[Mapping[str, bytes], Sequence[FileProblem]]:
    """The contents. Code comes first, so that large data files crowd out no test."""
    files: dict[str, bytes] = {}
    left_out: list[FileProblem] = []
    room = MOST_BYTES
    for entry in sorted(entries, key=lambda entry: (not entry.name.endswith((".py", NOTEBOOK)), entry.name)):
        problem = entry.refusal or use_problem(entry.name, engine)
        if not problem and len(files) >= MOST_FILES:
            problem = f"no more than {MOST_FILES} files are taken"
        if not problem and _is_crossed(entry.name, files):
            problem = "another file has a folder of this name"
        problem = problem or _size_problem(entry.size, room)
        content = b""
        if not problem:
            try:
                content = entry.read(LARGEST_FILE + 1)
            except OSError as error:
                problem = str(error.strerror or error)
        problem = problem or _size_problem(len(content), room)
        if problem:
            left_out.append(_left_out(entry.name, problem))
            continue
        room -= len(content)
        read = engine_of_notebook(entry.name, content) if is_engine else module_of_tests(entry.name, content, engine)
        if read is not None and read.name not in files:
            files[read.name] = read.text
            left_out += read.problems
        else:
            files[entry.name] = content
    return dict(sorted(files.items())), sorted(left_out, key=lambda problem: problem.file)


def _size_problem(size: int, room: int) -> str:
    if size < 0:
        return "it is damaged"
    if size > LARGEST_FILE:
        return f"it is larger than {LARGEST_FILE // MIB} MB"
    if size > room:
        return f"all files together are larger than {MOST_BYTES // MIB} MB"
    return ""


def _is_crossed(name: str, files: Collection[str]) -> bool:
    """Whether a name is a parent folder of a file that was taken, or lies below such a file."""
    parents = {str(parent) for parent in PurePosixPath(name).parents}
    return any(other in parents or other.startswith(f"{name}/") for other in files)


def _no_python(files: Mapping[str, bytes], *, is_engine: bool) -> str:
    """Why a submission without a Python file cannot be graded."""
    said = "there is no Python file in it"
    closed = [name for name in files if is_archive(name)]
    if closed:
        return f"{said}, and of several archives none is opened: {', '.join(closed[:3])}"
    other = [name for name in files if name.lower().endswith(OTHER_ARCHIVES)]
    if other:
        return f"{said}, and archives like {other[0]} are not opened: hand in a zip archive"
    notebooks = [name for name in files if name.endswith(NOTEBOOK)]
    if not is_engine and any(engine_of_notebook(name, files[name]) for name in notebooks):
        return f"{said}, and its notebook defines an engine and no test: `gradbreak check` says whether that is right"
    if notebooks:
        return f"{said}, and no notebook in it defines a {'class' if is_engine else 'test'}"
    return said


def _left_out(name: str, problem: str) -> FileProblem:
    shown = "".join(character if character.isprintable() else "�" for character in name[:LONGEST_SHOWN_NAME])
    return FileProblem(file=shown, message=problem)


def _at_most(left_out: Sequence[FileProblem]) -> Sequence[FileProblem]:
    more = len(left_out) - MOST_LEFT_OUT
    if more <= 0:
        return left_out
    return [*left_out[:MOST_LEFT_OUT], FileProblem(file="…", message=f"{more} more are left out or remarked upon")]


def _digest(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        # The lengths are hashed too, so that no two submissions give the same bytes.
        for part in (name.encode(), content):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()
