"""Whether this machine can shut anything in, found out without the code under test."""

from __future__ import annotations

import functools
import shutil
import subprocess


@functools.cache
def bubblewrap_works() -> bool:
    """Whether bubblewrap is there and may make namespaces. If so, that ours does not work is a failure and no skip."""
    command = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "true"]
    return (
        shutil.which("bwrap") is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0
    )
