"""Finds the submissions in a folder of submissions, groups the files of each student, and names them."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gradbreak.grading.intake.entries import is_archive
from gradbreak.grading.intake.hand_in import HandIn
from gradbreak.grading.intake.names import readable
from gradbreak.grading.intake.notebooks import NOTEBOOK
from gradbreak.grading.intake.read import submission_name
from gradbreak.grading.intake.rules import CONFIGURATION, NOT_SEARCHED, is_junk
from gradbreak.grading.model.downloads import Download, canvas_download, moodle_download


def read_submissions(folder: Path) -> Sequence[Path]:
    """Every sub-folder, test file and archive in a folder, sorted by name. Configuration files are no submissions.

    A link counts only if it leads to something inside the folder, because the folder may come from an archive that
    students put links into.
    """
    return [path for path in _candidates(folder) if _is_submission(path, folder)]


def passed_over(folder: Path) -> Sequence[Path]:
    """What else is in the folder, sorted by name. It may be somebody's work in a format that is not read."""
    return [path for path in _candidates(folder) if not _is_submission(path, folder)]


def _candidates(folder: Path) -> Sequence[Path]:
    """Everything except the files of systems, editors and pytest."""
    return sorted(
        (
            path
            for path in folder.iterdir()
            if not is_junk(path.name)
            and not is_junk(f"{path.name}/file")
            and path.name not in (*CONFIGURATION, *NOT_SEARCHED, "conftest.py")
        ),
        key=lambda path: path.name,
    )


def _is_submission(path: Path, folder: Path) -> bool:
    if not _stays_in(path, folder):
        return False
    is_read = path.name.lower().endswith((".py", NOTEBOOK)) or is_archive(path.name)
    return path.is_dir() or (path.is_file() and is_read)


def hand_ins(paths: Sequence[Path], *, by_student: bool = False) -> Sequence[HandIn]:
    """What each student handed in.

    Args:
        paths: files, folders and archives.
        by_student: whether files that Canvas or Moodle named after one student are one submission.
    """
    groups: dict[tuple[str, str] | Path, list[Path]] = {}
    for path in paths:
        download = _download(path) if by_student else None
        groups.setdefault((download.student, download.user) if download else path, []).append(path)
    together = list(groups.values())
    names = submission_names([group[0] for group in together])
    found = []
    for group in together:
        download = _download(group[0]) if len(group) > 1 else None
        name = f"{download.student}_{download.user}" if download else names[group[0]]
        kept, replaced = _newest(group) if download else (group, [])
        found.append(
            HandIn(name=name, paths=tuple((path, _file(path, by_student)) for path in kept), replaced=tuple(replaced))
        )
    return found


def _download(path: Path) -> Download | None:
    name = readable(path.name)
    return moodle_download(name) or (canvas_download(name) if not path.is_dir() else None)


def _file(path: Path, by_student: bool) -> str:
    """What a file is called in the submission: as the student called it. Empty for its own name."""
    download = _download(path) if by_student and not path.is_dir() else None
    return _without_number(download.file) if download else ""


def _newest(paths: Sequence[Path]) -> tuple[Sequence[Path], Sequence[str]]:
    """The paths of one student without those of which a newer upload is there, and the names of the others.

    Canvas calls a second upload of ``a.py`` ``a-1.py``. So it does with a file that the student called so, which is
    why a number counts only where the file without it is there as well.
    """
    files = {path: (_download(path) or Download("", "", "", path.name)).file for path in paths}
    plain = set(files.values())
    newest: dict[str, tuple[int, Path]] = {}
    replaced = []
    for path, file in files.items():
        base, number = _without_number(file), _number(file)
        name = base if base in plain else file
        before = newest.get(name)
        if before is not None:
            replaced.append(readable(path.name if before[0] > number else before[1].name))
        if before is None or number >= before[0]:
            newest[name] = (number, path)
    kept = {path for _, path in newest.values()}
    return [path for path in paths if path in kept], replaced


def _without_number(file: str) -> str:
    return re.sub(r"-\d+(?=\.[^.]+$|\.tar\.\w+$)", "", file)


def _number(file: str) -> int:
    found = re.search(r"-(\d+)(?=\.[^.]+$|\.tar\.\w+$)", file)
    return int(found[1]) if found else 0


def submission_names(paths: Sequence[Path]) -> Mapping[Path, str]:
    """A unique name for each submission of a batch, with its suffix or its folders where that is needed."""
    names = {path: submission_name(path) for path in paths}
    for longer in (_whole_name, _whole_path):
        count = Counter(names.values())
        names = {path: name if count[name] == 1 else longer(path) for path, name in names.items()}
    return dict(_unique(names))


def _whole_name(path: Path) -> str:
    return readable(path.name)


def _whole_path(path: Path) -> str:
    return readable(str(path))


def _unique(names: Mapping[Path, str]) -> Iterator[tuple[Path, str]]:
    """Two names that differ only in bytes that are not UTF-8 may read the same."""
    count: Counter[str] = Counter()
    for path, name in names.items():
        count[name] += 1
        yield path, name if count[name] == 1 else f"{name} ({count[name]})"


def looks_like_a_class(path: Path) -> bool:
    """Whether a path that was named as one submission looks like a folder of many."""
    if not path.is_dir():
        return False
    inside = read_submissions(path)
    downloads = [each for each in inside if _download(each)]
    archives = [each for each in inside if is_archive(each.name)]
    has_tests = any(each.is_file() and each.name.lower().endswith(".py") for each in inside)
    return len(downloads) > 1 or (len(archives) > 1 and not has_tests)


def _stays_in(path: Path, folder: Path) -> bool:
    # Not Path.resolve, which raises where a link leads to itself.
    return not path.is_symlink() or Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
