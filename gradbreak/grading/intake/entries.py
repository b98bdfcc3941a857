"""Reads the files of a folder or an archive one by one. None of them is trusted."""

from __future__ import annotations

import bz2
import io
import lzma
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from msgspec import Struct

from gradbreak.grading.intake.limits import LARGEST_ARCHIVE, LARGEST_UNPACKED_TAR, MIB

XZ_MEMORY = 256 * MIB
"""Bytes of memory for unpacking xz. Its highest preset needs 65 MiB."""

ENCRYPTED = 0x1
"""The flag of an encrypted member, in a zip archive's ``flag_bits``."""


class Entry(Struct, frozen=True):
    """One file.

    Attributes:
        name: the name in the folder or archive.
        read: returns the content, up to a number of bytes.
        refusal: why the file must not be read; empty where it may be.
    """

    name: str
    read: Callable[[int], bytes]
    refusal: str = ""


class UnreadableError(Exception):
    """The path cannot be read. The message is one sentence without a full stop."""


@contextmanager
def entries_of(path: Path) -> Iterator[Iterator[Entry]]:
    """Every file of a folder or an archive, or the file itself. Read them inside the ``with`` statement.

    Raises:
        UnreadableError: the path is neither, or the archive is damaged.
    """
    try:
        with ExitStack() as stack:
            yield _entries(path, stack)
    except OSError as error:
        raise UnreadableError(f"it cannot be read: {error.strerror or error}") from error
    except (zipfile.BadZipFile, tarfile.TarError, NotImplementedError, ValueError, EOFError) as error:
        raise UnreadableError("the archive is damaged") from error


def _entries(path: Path, stack: ExitStack) -> Iterator[Entry]:
    if path.is_dir():
        return _in_folder(path)
    if is_archive(path):
        if path.stat().st_size > LARGEST_ARCHIVE:
            raise UnreadableError(f"the archive is larger than {LARGEST_ARCHIVE // MIB} MB")
        if path.suffix.lower() == ".zip":
            return _in_zip(stack.enter_context(zipfile.ZipFile(path)))
        unpacked = io.BytesIO(_unpacked(path))
        return _in_tar(stack.enter_context(tarfile.open(fileobj=unpacked, mode="r:")))
    if path.is_file():
        # A link that the caller named is followed. Only links below it come from a student.
        return iter([Entry(path.name, partial(_head, path.resolve()))])
    raise UnreadableError("there is no such file or folder")


def is_archive(path: Path) -> bool:
    """Whether a file is an archive, by its name."""
    return path.name.lower().endswith((".zip", *TAR_SUFFIXES))


def _head(path: Path, most: int) -> bytes:
    # Without blocking, because a named pipe may have replaced the file since it was checked.
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        return file.read(most)


def _in_folder(folder: Path) -> Iterator[Entry]:
    for place, folders, files in os.walk(folder, followlinks=False):
        folders.sort()
        here = Path(place)
        for name in sorted(files) + [name for name in folders if (here / name).is_symlink()]:
            path = here / name
            relative = path.relative_to(folder).as_posix()
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                refusal = "it is a link"
            else:
                refusal = "" if stat.S_ISREG(mode) else "it is not an ordinary file"
            yield Entry(relative, partial(_head, path), refusal)


def _in_zip(archive: zipfile.ZipFile) -> Iterator[Entry]:
    for info in archive.infolist():
        if info.is_dir():
            continue
        refusal = ""
        if stat.S_ISLNK(info.external_attr >> 16):
            refusal = "it is a link"
        elif info.flag_bits & ENCRYPTED:
            refusal = "it is encrypted"
        elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2):
            refusal = "its compression method is not supported"
        yield Entry(info.filename, partial(_zipped, archive, info), refusal)


def _zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    try:
        with archive.open(info) as file:
            return file.read(most)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise OSError("it is damaged") from error


def _in_tar(archive: tarfile.TarFile) -> Iterator[Entry]:
    for member in archive:
        if member.isdir():
            continue
        refusal = "" if member.isfile() else "it is a link" if _is_link(member) else "it is not an ordinary file"
        yield Entry(member.name, partial(_tarred, archive, member), refusal)


def _is_link(member: tarfile.TarInfo) -> bool:
    return member.issym() or member.islnk()


def _tarred(archive: tarfile.TarFile, member: tarfile.TarInfo, most: int) -> bytes:
    try:
        file = archive.extractfile(member)
        return file.read(most) if file is not None else b""
    except tarfile.TarError as error:
        raise OSError("it is damaged") from error


def _unpacked(path: Path) -> bytes:
    """A tar archive without its compression."""
    packed, most = path.read_bytes(), LARGEST_UNPACKED_TAR + 1
    unpack = TAR_SUFFIXES[max((suffix for suffix in TAR_SUFFIXES if path.name.lower().endswith(suffix)), key=len)]
    try:
        unpacked = unpack(packed, most)
    except (zlib.error, lzma.LZMAError, EOFError, ValueError) as error:
        raise UnreadableError("the archive is damaged") from error
    if len(unpacked) == most:
        raise UnreadableError(f"the archive unpacks to more than {LARGEST_UNPACKED_TAR // MIB} MB")
    return unpacked


def _gunzip(packed: bytes, most: int) -> bytes:
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(packed, most)


def _bunzip(packed: bytes, most: int) -> bytes:
    return bz2.BZ2Decompressor().decompress(packed, most)


def _unxz(packed: bytes, most: int) -> bytes:
    return lzma.LZMADecompressor(memlimit=XZ_MEMORY).decompress(packed, most)


TAR_SUFFIXES: dict[str, Callable[[bytes, int], bytes]] = {
    ".tar": lambda packed, most: packed[:most],
    ".tar.gz": _gunzip,
    ".tgz": _gunzip,
    ".tar.bz2": _bunzip,
    ".tbz2": _bunzip,
    ".tar.xz": _unxz,
    ".txz": _unxz,
}
"""Suffix → how to unpack. Each stops at the given number of bytes, so a decompression bomb does no harm."""
