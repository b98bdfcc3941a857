"""Says what keeps a student's code in where there is no sandbox, and what stays open to it."""

from __future__ import annotations

import os

from gradbreak.grading.runner import landlock
from gradbreak.grading.runner.syscalls import MACHINES


def what_stays_open() -> str:
    """One sentence without a full stop, for the teacher. What it says depends on the kernel."""
    known = landlock.version()
    if known >= landlock.SCOPES_SINCE:
        return (
            "the kernel (Landlock) closes your files, the journal, other submissions and other processes to students'"
            " code, and semaphores in /dev/shm and what its limits leave of the machine stay open"
        )
    if known:
        return (
            "the kernel (Landlock) closes your files, the journal and other submissions to students' code, and it may"
            " still send signals to processes of yours that start after it"
        )
    closed = "only the network and some signals are closed" if os.uname().machine in MACHINES else "nothing is closed"
    return (
        f"this kernel has no Landlock, so {closed}: students' code can read and change what its user can, the journal"
        " and the key that signs it included"
    )
