"""Reads the files of a folder or an archive one by one. None of them is trusted."""

from __future__ import annotations

import bz2
import io
import lzma
import os
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from msgspec import Struct

from gradbreak.grading.intake.limits import (
    DEEPEST_FOLDER,
    LARGEST_ARCHIVE,
    LARGEST_UNPACKED_TAR,
    MIB,
)
from gradbreak.grading.intake.names import readable, zip_name
from gradbreak.grading.intake.rules import NOT_SEARCHED

XZ_MEMORY = 128 * MIB
"""Bytes of memory for unpacking xz. Its highest preset needs 65 MiB."""

ENCRYPTED = 0x1
"""The flag of an encrypted member, in a zip archive's ``flag_bits``."""

LOCAL_HEADER = 30
"""Bytes in front of a zip member's name, which the lengths of the name and of extra fields end."""


class Entry(Struct, frozen=True):
    """One file.

    Attributes:
        name: the name in the folder or archive.
        size: its bytes, as the folder or archive says.
        read: returns the content, up to a number of bytes.
        refusal: why the file must not be read; empty where it may be.
    """

    name: str
    size: int
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
    with _explained():
        if path.is_dir():
            yield _in_folder(path)
        elif is_archive(path.name) and path.is_file():
            if path.stat().st_size > LARGEST_ARCHIVE:
                raise UnreadableError(f"the archive is larger than {LARGEST_ARCHIVE // MIB} MB")
            with entries_in(path.name, path.read_bytes()) as found:
                yield found
        elif path.is_file():
            # A link that the caller named is followed. Only links below it come from a student.
            yield iter([Entry(readable(path.name), path.stat().st_size, partial(_head, path.resolve()))])
        else:
            raise UnreadableError("there is no such file or folder")


@contextmanager
def entries_in(name: str, content: bytes) -> Iterator[Iterator[Entry]]:
    """Every file of an archive.

    Args:
        name: of the archive, which tells its kind.
        content: the archive.

    Raises:
        UnreadableError: it is damaged.
    """
    with _explained(), ExitStack() as stack:
        if name.lower().endswith(".zip"):
            yield _in_zip(stack.enter_context(zipfile.ZipFile(io.BytesIO(content))))
        else:
            unpacked = io.BytesIO(_unpacked(name, content))
            yield _in_tar(stack.enter_context(tarfile.open(fileobj=unpacked, mode="r:")))


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnreadableError(f"it cannot be read: {error.strerror or error}") from error
    except (zipfile.BadZipFile, tarfile.TarError, NotImplementedError, ValueError, EOFError, struct.error) as error:
        raise UnreadableError("the archive is damaged") from error


def is_archive(name: str) -> bool:
    """Whether a file is an archive that can be opened, by its name."""
    return name.lower().endswith((".zip", *TAR_SUFFIXES))


def _head(path: Path, most: int) -> bytes:
    # Without blocking, because a named pipe may have replaced the file since it was checked.
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        return file.read(most)


def _in_folder(folder: Path) -> Iterator[Entry]:
    """Folder by folder, without recursion. A folder whose tests pytest does not look for gives one entry."""
    waiting = [(folder, "", 0)]
    while waiting:
        here, above, depth = waiting.pop(0)
        try:
            with os.scandir(here) as found:
                inside = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            yield _refused(f"{above}…", f"the folder cannot be read: {error.strerror}")
            continue
        folders = []
        for entry in inside:
            name = f"{above}{readable(entry.name)}"
            path = Path(entry.path)
            if entry.is_symlink():
                yield _refused(name, "it is a link")
            elif entry.is_dir(follow_symlinks=False):
                if entry.name in NOT_SEARCHED:
                    yield _refused(f"{name}/…", "its folder is passed over")
                elif depth == DEEPEST_FOLDER:
                    yield _refused(f"{name}/…", f"more than {DEEPEST_FOLDER} folders are nested")
                else:
                    folders.append((path, f"{name}/", depth + 1))
            elif entry.is_file(follow_symlinks=False):
                yield Entry(name, entry.stat(follow_symlinks=False).st_size, partial(_head, path))
            else:
                yield _refused(name, "it is not an ordinary file")
        waiting = folders + waiting


def _refused(name: str, refusal: str) -> Entry:
    return Entry(name, 0, lambda _most: b"", refusal)


def _in_zip(archive: zipfile.ZipFile) -> Iterator[Entry]:
    for info in archive.infolist():
        if info.is_dir():
            continue
        refusal = ""
        if stat.S_ISLNK(info.external_attr >> 16):
            refusal = "it is a link"
        elif info.flag_bits & ENCRYPTED:
            refusal = "it is encrypted"
        elif info.compress_type not in _UNPACKERS:
            refusal = "its compression method is not supported"
        name = zip_name(info.filename, info.flag_bits, info.extra)
        yield Entry(name, info.file_size, partial(_zipped, archive, info), refusal)


def _zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """The content of a zip member.

    Not by ``ZipFile.open``: for bzip2 it unpacks whatever a packed block gives, which may be gigabytes.
    """
    file = archive.fp
    if file is None:
        raise OSError("it is damaged")
    try:
        file.seek(info.header_offset)
        head = file.read(LOCAL_HEADER)
        if head[:4] != b"PK\x03\x04":
            raise OSError("it is damaged")
        file.seek(sum(struct.unpack("<HH", head[26:30])), os.SEEK_CUR)
        content = _UNPACKERS[info.compress_type](file.read(info.compress_size), most)
    except (zlib.error, lzma.LZMAError, EOFError, ValueError, struct.error, OverflowError) as error:
        raise OSError("it is damaged") from error
    is_whole = len(content) < most
    if is_whole and (len(content) != info.file_size or zlib.crc32(content) != info.CRC):
        raise OSError("it is damaged")
    return content


def _in_tar(archive: tarfile.TarFile) -> Iterator[Entry]:
    for member in archive:
        if member.isdir():
            continue
        refusal = "" if member.isfile() else "it is a link" if _is_link(member) else "it is not an ordinary file"
        yield Entry(readable(member.name), member.size, partial(_tarred, archive, member), refusal)


def _is_link(member: tarfile.TarInfo) -> bool:
    return member.issym() or member.islnk()


def _tarred(archive: tarfile.TarFile, member: tarfile.TarInfo, most: int) -> bytes:
    try:
        file = archive.extractfile(member)
        return file.read(most) if file is not None else b""
    except tarfile.TarError as error:
        raise OSError("it is damaged") from error


def _unpacked(name: str, packed: bytes) -> bytes:
    """A tar archive without its compression."""
    most = LARGEST_UNPACKED_TAR + 1
    unpack = TAR_SUFFIXES[max((suffix for suffix in TAR_SUFFIXES if name.lower().endswith(suffix)), key=len)]
    try:
        unpacked = unpack(packed, most)
    except (zlib.error, lzma.LZMAError, EOFError, ValueError) as error:
        raise UnreadableError("the archive is damaged") from error
    if len(unpacked) == most:
        raise UnreadableError(f"the archive unpacks to more than {LARGEST_UNPACKED_TAR // MIB} MB")
    return unpacked


def _gunzip(packed: bytes, most: int) -> bytes:
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(packed, most)


def _inflate(packed: bytes, most: int) -> bytes:
    return zlib.decompressobj(wbits=-zlib.MAX_WBITS).decompress(packed, most)


def _bunzip(packed: bytes, most: int) -> bytes:
    return bz2.BZ2Decompressor().decompress(packed, most)


def _unxz(packed: bytes, most: int) -> bytes:
    return lzma.LZMADecompressor(memlimit=XZ_MEMORY).decompress(packed, most)


def _as_it_is(packed: bytes, most: int) -> bytes:
    return packed[:most]


_UNPACKERS: dict[int, Callable[[bytes, int], bytes]] = {
    zipfile.ZIP_STORED: _as_it_is,
    zipfile.ZIP_DEFLATED: _inflate,
    zipfile.ZIP_BZIP2: _bunzip,
}
"""A zip member's method → how to unpack."""

TAR_SUFFIXES: dict[str, Callable[[bytes, int], bytes]] = {
    ".tar": _as_it_is,
    ".tar.gz": _gunzip,
    ".tgz": _gunzip,
    ".tar.bz2": _bunzip,
    ".tbz2": _bunzip,
    ".tar.xz": _unxz,
    ".txz": _unxz,
}
"""Suffix → how to unpack. Each stops at the given number of bytes, so a decompression bomb does no harm."""
