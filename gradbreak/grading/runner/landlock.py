"""Landlock: a process gives up every file but those it names, TCP, and signals to processes outside.

Any user may do this, for the process itself and all that it starts, and there is no way back. The kernel's interface is
described in landlock(7). It grew over the years, so each part is asked for only where the kernel has it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
import struct
from collections.abc import Iterable

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
"""Numbers of the calls, the same on every machine."""

ASK_VERSION = 1
PATH_BENEATH = 1
PR_SET_NO_NEW_PRIVS = 38

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REMOVE_FILE, MAKE_FILE, TRUNCATE = 1 << 5, 1 << 8, 1 << 14
FIRST_FILE_RIGHTS = 13
"""How many rights on files the first version knows."""

ADDED_FILE_RIGHTS = {2: 13, 3: 14, 5: 15}
"""Version → the right on files that it added: to link between folders, to truncate, and to control devices."""

TCP = 0b11
OUTSIDE_SIGNALS_AND_SOCKETS = 0b11

TCP_SINCE, SCOPES_SINCE = 4, 6
"""The versions that added rights on TCP, and the scopes of signals and of abstract sockets."""

READING = EXECUTE | READ_FILE | READ_DIR
FOR_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | 1 << 15
"""The rights that a rule for a file may give; the others are rights on folders."""

SHARED_MEMORY = "/dev/shm"  # where semaphores of multiprocessing are
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")

_libc = ctypes.CDLL(None, use_errno=True)


def version() -> int:
    """The version of Landlock that this kernel has; 0 where it has none, or where it is switched off."""
    found = int(_libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(ASK_VERSION)))
    return max(found, 0)


def shut_in(readable: Iterable[str], writable: Iterable[str]) -> bool:
    """Give up all other files, TCP and signals to processes outside, for ever; whether this kernel can do it.

    Args:
        readable: files and folders that may be read, with all below them. What is not there is passed over.
        writable: folders that may be written to.
    """
    known = version()
    if not known:
        return False
    rights = (1 << FIRST_FILE_RIGHTS) - 1
    for since, right in ADDED_FILE_RIGHTS.items():
        rights |= (known >= since) << right
    parts = [rights]
    if known >= TCP_SINCE:
        parts.append(TCP)
    if known >= SCOPES_SINCE:
        parts.append(OUTSIDE_SIGNALS_AND_SOCKETS)
    attributes = struct.pack(f"{len(parts)}Q", *parts)
    rules = int(_libc.syscall(CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0)))
    if rules < 0:
        return False
    try:
        for path in readable:
            _allow(rules, path, READING & rights)
        for path in (*writable, *DEVICES):
            _allow(rules, path, rights)
        # Not to list it: the names of other processes' semaphores cannot be guessed.
        _allow(rules, SHARED_MEMORY, (READ_FILE | WRITE_FILE | MAKE_FILE | REMOVE_FILE | TRUNCATE) & rights)
        _libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return bool(_libc.syscall(RESTRICT_SELF, ctypes.c_int(rules), ctypes.c_uint32(0)) == 0)
    finally:
        os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    with contextlib.suppress(OSError):
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not stat.S_ISDIR(os.fstat(place).st_mode):
                rights &= FOR_FILES
            rule = struct.pack("=Qi", rights, place)
            _libc.syscall(ADD_RULE, ctypes.c_int(rules), ctypes.c_int(PATH_BENEATH), rule, ctypes.c_uint32(0))
        finally:
            os.close(place)
