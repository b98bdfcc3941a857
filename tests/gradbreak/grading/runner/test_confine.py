"""What a process gives up, each in a process of its own, because nothing of it can be taken back."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.gradbreak.grading.isolation.leftovers import needs_root

PREFIX = """
import os, resource
from gradbreak.grading.runner.confine import become, cut_off, limit
from tests.gradbreak.grading.runner.setups import LIMITS
"""


def says(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PREFIX + program], capture_output=True, text=True, timeout=300, check=True
    )
    return done.stdout.strip()


def test_the_limits_of_the_system_are_set_for_good():
    program = """
limit(LIMITS, busy_threads=5)
names = ("CORE", "CPU", "FSIZE", "NOFILE", "NPROC", "MSGQUEUE", "MEMLOCK")
limits = [resource.getrlimit(getattr(resource, f"RLIMIT_{name}")) for name in names]
print([soft for soft, hard in limits if soft == hard])
"""
    assert says(program) == str([0, 61, 1 << 20, 32, 8 + 5, 0, 0])


def test_memory_beyond_the_limit_is_refused_and_memory_within_it_is_given():
    program = """
limit(LIMITS, 0)
bytearray(32 << 20)
try:
    bytearray(65 << 20)
except MemoryError:
    print("refused")
"""
    assert says(program) == "refused"


def test_a_limit_that_is_lower_already_stays():
    program = """
resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))
limit(LIMITS, 0)
print(resource.getrlimit(resource.RLIMIT_NOFILE)[1])
"""
    assert says(program) == "20"


def test_a_process_that_is_cut_off_has_a_session_of_its_own_and_one_open_file():
    program = """
records, kept = os.pipe()
other = os.open("/dev/null", os.O_RDONLY)
pid = os.fork()
if pid == 0:
    cut_off(kept, (records, other))
    files = {name: os.readlink(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd") if int(name) > 2
             and os.path.exists(f"/proc/self/fd/{name}")}
    standard = {os.readlink(f"/proc/self/fd/{name}") for name in "012"}
    os.write(kept, repr((os.getsid(0) == os.getpid(), list(files) == [str(kept)], standard)).encode())
    os._exit(0)
os.waitpid(pid, 0)
print(os.read(records, 1000).decode())
"""
    assert says(program) == str((True, True, {os.devnull}))


@needs_root
def test_a_process_becomes_another_user_without_any_group():
    program = 'print(become(1_000_001, ("/usr",)), os.getresuid(), os.getresgid(), os.getgroups())'
    assert says(program) == "True (1000001, 1000001, 1000001) (1000001, 1000001, 1000001) []"


@needs_root
def test_a_process_stays_who_it_is_where_the_other_user_could_not_read_what_is_needed(tmp_path):
    tmp_path.chmod(0o700)
    assert says(f"print(become(1_000_001, ({str(tmp_path)!r},)), os.getuid())") == "False 0"
