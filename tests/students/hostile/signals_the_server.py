"""Sends signals to the process that watches it by every call that knows one."""

import ctypes
import fcntl
import os
import signal
import time

from minigrad.scalar import Value

TKILL, TGKILL = {"x86_64": (200, 234), "aarch64": (130, 131)}.get(os.uname().machine, (200, 234))


def test_that_signals_its_parent():
    call, parent = ctypes.CDLL(None, use_errno=True).syscall, os.getppid()
    refused = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL, signal.SIGUSR1):
        refused.append(call(TKILL, parent, int(number)))
        refused.append(call(TGKILL, parent, parent, int(number)))
        for target in (parent, -parent):
            try:
                refused.append(os.kill(target, number) or 0)
            except OSError:
                refused.append(-1)
    reading, writing = os.pipe()
    fcntl.fcntl(reading, fcntl.F_SETOWN, parent)
    fcntl.fcntl(reading, 10, int(signal.SIGINT))  # F_SETSIG
    fcntl.fcntl(reading, fcntl.F_SETFL, os.O_ASYNC)
    os.write(writing, b"x")
    time.sleep(0.1)
    assert set(refused) == {-1}


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)
