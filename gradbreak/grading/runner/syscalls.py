"""A filter on the calls that a student's process makes to the kernel.

The sandbox and the limits alone can be evaded: in a new namespace a process may mount memory that no limit counts,
and shared memory is not counted either. Without a sandbox, the filter also keeps a student's code from the network
and from ending the grading user's processes.

The form of the program is classic BPF as seccomp(2) describes it.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import os
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass

PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2

NEW_NAMESPACES = 0x7E020080
"""All CLONE_NEW… flags that clone(2) takes."""

OTHER_ABI = 0x40000000
"""Set in the numbers of x86-64's second set of calls."""

EVERYBODY = 0xFFFFFFFF
"""The number that kill(2) takes for all processes, -1, as an unsigned one."""

FIRST_GROUP = 0x80000000
"""The lowest number that is negative as a signed one: kill(2) takes it for that of a group."""

# Instructions: load a word of the call's description, compare it, return a verdict.
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, MACHINE, FIRST_ARGUMENT = 0, 4, 16
ALLOW, REFUSE = 0x7FFF0000, 0x00050000

# Numbers that all machines share, of calls made in recent years.
SHARED = {
    "pidfd_send_signal": 424,
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "fsconfig": 431,
    "fsmount": 432,
    "fspick": 433,
    "clone3": 435,
    "pidfd_getfd": 438,
    "mount_setattr": 442,
    "memfd_secret": 447,
}

X86_64 = {
    "shmget": 29,
    "socket": 41,
    "clone": 56,
    "kill": 62,
    "semget": 64,
    "msgget": 68,
    "ptrace": 101,
    "rt_sigqueueinfo": 129,
    "pivot_root": 155,
    "chroot": 161,
    "mount": 165,
    "umount2": 166,
    "tkill": 200,
    "tgkill": 234,
    "mq_open": 240,
    "add_key": 248,
    "request_key": 249,
    "keyctl": 250,
    "unshare": 272,
    "rt_tgsigqueueinfo": 297,
    "perf_event_open": 298,
    "prlimit64": 302,
    "setns": 308,
    "process_vm_readv": 310,
    "process_vm_writev": 311,
    "memfd_create": 319,
    "bpf": 321,
    "userfaultfd": 323,
}

AARCH64 = {
    "umount2": 39,
    "mount": 40,
    "pivot_root": 41,
    "chroot": 51,
    "unshare": 97,
    "ptrace": 117,
    "kill": 129,
    "tkill": 130,
    "tgkill": 131,
    "rt_sigqueueinfo": 138,
    "mq_open": 180,
    "msgget": 186,
    "semget": 190,
    "shmget": 194,
    "socket": 198,
    "add_key": 217,
    "request_key": 218,
    "keyctl": 219,
    "clone": 220,
    "rt_tgsigqueueinfo": 240,
    "perf_event_open": 241,
    "prlimit64": 261,
    "setns": 268,
    "process_vm_readv": 270,
    "process_vm_writev": 271,
    "memfd_create": 279,
    "bpf": 280,
    "userfaultfd": 282,
}

_libc = ctypes.CDLL(None)

BY_ARGUMENT = frozenset({"socket", "clone", "kill", "tkill", "tgkill", "prlimit64"})
"""Calls that an honest test makes too, and whose first argument decides."""


@dataclass(frozen=True)
class Machine:
    """A kind of processor.

    Attributes:
        identity: the kernel's number for it.
        calls: name → number.
    """

    identity: int
    calls: Mapping[str, int]


MACHINES = {"x86_64": Machine(0xC000003E, X86_64 | SHARED), "aarch64": Machine(0xC00000B7, AARCH64 | SHARED)}


@dataclass(frozen=True)
class Surroundings:
    """What is around a process that no sandbox shuts in.

    Attributes:
        grader: the process that started the server.
        own: the process's own number. Where Landlock cannot tell its children from others, it may send signals only
            to numbers from this one on: children have higher ones, and so has what was started later.
        has_scopes: whether Landlock keeps its signals to itself and its children.
    """

    grader: int
    own: int
    has_scopes: bool


def program(machine: Machine, server: int, bare: Surroundings | None = None) -> bytes:
    """The filter for a machine.

    Args:
        machine: what it runs on; calls made as on any other are refused.
        server: the process that a student's must send no signal to.
        bare: what is around it; None in a sandbox.
    """
    spared = [server] if bare is None else [server, bare.grader]
    signals = [step for pid in spared for step in _refuse_if(EQUAL, pid)]
    if bare is not None and not bare.has_scopes:
        # Zero is its own group. It is the only group that it may signal.
        signals += [*_refuse_if(AT_LEAST, FIRST_GROUP), (EQUAL, 2, 0, 0), *_refuse_unless(AT_LEAST, bare.own)]
    # A negative number is that of a group, and the server leads one where there is no sandbox.
    groups = [step for pid in (EVERYBODY, *(-each & EVERYBODY for each in spared)) for step in _refuse_if(EQUAL, pid)]
    # Through a socket a desktop's services start programs for whoever asks, outside of all this.
    sockets = _refuse_unless(EQUAL, socket.AF_UNIX) if bare is None else _refuse_if(AT_LEAST, 0)
    calls = machine.calls
    steps = [
        (LOAD, 0, 0, MACHINE),
        *_refuse_unless(EQUAL, machine.identity),
        (LOAD, 0, 0, NUMBER),
        *_refuse_if(AT_LEAST, OTHER_ABI),
    ]
    for name, number in calls.items():
        if name not in BY_ARGUMENT:
            # The C library takes "no such call" as a reason to do it in an older way, which is looked at below.
            steps += _refuse_if(EQUAL, number, errno.ENOSYS if name == "clone3" else errno.EPERM)
    for name, judged in (
        ("clone", _refuse_if(ANY_BIT, NEW_NAMESPACES)),
        ("kill", [*groups, *signals]),
        ("tkill", signals),
        ("tgkill", signals),
        ("prlimit64", _refuse_unless(EQUAL, 0)),  # its own limits only
        ("socket", sockets),
    ):
        body = [(LOAD, 0, 0, FIRST_ARGUMENT), *judged, (RETURN, 0, 0, ALLOW)]
        steps += [(EQUAL, 0, len(body), calls[name]), *body]
    steps.append((RETURN, 0, 0, ALLOW))
    return b"".join(struct.pack("HBBI", *step) for step in steps)


@functools.cache
def filter_here(server: int, bare: Surroundings | None) -> tuple[bytes, ctypes.Array[ctypes.c_char]] | None:
    """The filter for this machine as the kernel takes it, and the memory that it points to; None where there is none.

    In a sandbox it is the same in every process. The server asks for it once, so that they all have it ready.

    Args:
        server: see ``program``.
        bare: see there.
    """
    machine = MACHINES.get(os.uname().machine)
    if machine is None:
        return None
    code = program(machine, server, bare)
    buffer = ctypes.create_string_buffer(code, len(code))
    # struct sock_fprog: how many instructions of eight bytes, and where they are.
    return struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer)), buffer


def _refuse_if(comparison: int, value: int, number: int = errno.EPERM) -> list[tuple[int, int, int, int]]:
    return [(comparison, 0, 1, value), (RETURN, 0, 0, REFUSE | number)]


def _refuse_unless(comparison: int, value: int) -> list[tuple[int, int, int, int]]:
    return [(comparison, 1, 0, value), (RETURN, 0, 0, REFUSE | errno.EPERM)]


def refuse_dangerous(server: int, bare: Surroundings | None = None) -> bool:
    """Put the filter on this process and all that it starts, for ever; whether this machine has one.

    Args:
        server: see ``program``.
        bare: see there.
    """
    # Needed by who is not root; it also takes the rights from programs that would lend theirs, such as sudo.
    if _libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    found = filter_here(server, bare)
    return found is not None and bool(_libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, found[0], 0, 0) == 0)
