"""Counting and ending what a process has started; each in a process of its own, which adopts all below it."""

from __future__ import annotations

import subprocess
import sys

PREFIX = """
import os, signal, time
from gradbreak.grading.runner.processes import ProcessFamily, adopt_orphans, end_child, hide_memory, reap
adopt_orphans()
family = ProcessFamily(False)
ready, readies = os.pipe()

def sleep():
    os.write(readies, b"!")
    signal.pause()

def wait_for(processes):
    for _ in range(processes):
        os.read(ready, 1)
"""


def says(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PREFIX + program], capture_output=True, text=True, timeout=300, check=True
    )
    return done.stdout.strip()


def test_a_daemon_in_a_session_of_its_own_is_ended():
    program = """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
        sleep()
    os._exit(0)
os.wait()
wait_for(1)
print(family.usage().processes, family.end(), family.usage().processes)
"""
    assert says(program) == "1 True 0"


def test_processes_threads_memory_and_time_of_all_are_counted_together():
    program = """
import threading
for _ in range(2):
    if os.fork() == 0:
        block = bytearray(50 << 20)
        threading.Thread(target=threading.Event().wait).start()
        end = time.process_time() + 0.2
        while time.process_time() < end: pass
        sleep()
wait_for(2)
usage = family.usage()
family.end()
print(usage.processes, usage.threads, usage.memory > 90 << 20, usage.cpu_seconds >= 0.35)
"""
    assert says(program) == "2 4 True True"


def test_time_that_ended_processes_took_still_counts():
    program = """
if os.fork() == 0:
    end = time.process_time() + 0.2
    while time.process_time() < end: pass
    os._exit(0)
os.wait()
print(family.usage().cpu_seconds >= 0.18, reap())
"""
    assert says(program) == "True False"


def test_memory_that_is_hidden_is_closed_to_the_same_user_and_open_again_when_it_is_not():
    program = """
def is_open():
    return os.stat(f"/proc/{os.getpid()}/mem").st_uid == os.getuid()
os.getuid() or os.setuid(65534)
hide_memory(True)
hidden = is_open()
hide_memory(False)
print(hidden, is_open())
"""
    assert says(program) == "False True"
