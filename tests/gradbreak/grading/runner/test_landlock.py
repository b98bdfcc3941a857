"""What a process can still do after it has shut itself in."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from gradbreak.grading.runner import landlock

has_landlock = pytest.mark.skipif(not landlock.version(), reason="this kernel has no Landlock")
has_scopes = pytest.mark.skipif(
    landlock.version() < landlock.SCOPES_SINCE, reason="this kernel's Landlock knows no scopes"
)

PROGRAM = """
import json, os, signal, socket, subprocess, sys
from gradbreak.grading.runner.landlock import shut_in
told = json.loads(sys.argv[1])
assert shut_in(told["readable"], told["writable"])
try:
    print(json.dumps(eval(told["tried"], {**globals(), **told["names"]})))
except OSError as error:
    print(json.dumps(type(error).__name__))
"""


@pytest.fixture
def tried(tmp_path):
    """The value of an expression in a process that is shut in, or the name of the error."""
    for name in ("mine", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)

    def value(expression: str, **names: object) -> object:
        names |= {"mine": str(tmp_path / "mine"), "other": str(tmp_path / "other")}
        readable = [
            sys.prefix,
            sys.base_prefix,
            sysconfig.get_path("stdlib"),
            "/usr",
            "/lib",
            "/lib64",
            "/bin",
            "/nowhere",
        ]
        told = {"readable": readable, "writable": [str(tmp_path / "mine")], "tried": expression, "names": names}
        done = subprocess.run([sys.executable, "-c", PROGRAM, json.dumps(told)], capture_output=True, check=True)
        return json.loads(done.stdout)

    return value


@has_landlock
@pytest.mark.parametrize(
    "expression",
    [
        "open(other + '/file').read()",
        "open(other + '/file', 'r+').read()",
        "open(other + '/new', 'w').close()",
        "os.listdir(other)",
        "os.unlink(other + '/file')",
        "os.truncate(other + '/file', 0)",
        "os.link(mine + '/file', other + '/new')",
        "open(f'/proc/{os.getppid()}/mem', 'rb').close()",
        "os.readlink(f'/proc/{os.getppid()}/cwd')",
        "os.listdir('/proc')",
        "os.listdir('/dev/shm')",
    ],
)
def test_what_it_did_not_name_is_closed(tried, expression):
    assert tried(expression) == "PermissionError"


@has_landlock
@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("open(mine + '/file').read()", "mine"),
        ("open(mine + '/new', 'w').write('x')", 1),
        ("os.mkdir(mine + '/folder') or os.listdir(mine + '/folder')", []),
        ("os.rename(mine + '/file', mine + '/moved')", None),
        ("subprocess.run(['/bin/true']).returncode", 0),
        ("len(open('/dev/urandom', 'rb').read(4))", 4),
        ("open('/dev/null', 'w').write('x')", 1),
        ("__import__('multiprocessing').Lock().acquire()", True),
    ],
)
def test_what_it_named_and_what_python_needs_stays_open(tried, expression, value):
    assert tried(expression) == value


@has_scopes
def test_a_process_outside_gets_no_signal_from_it(tried):
    with subprocess.Popen(["/bin/sleep", "60"]) as other:
        assert tried("os.kill(pid, signal.SIGKILL)", pid=other.pid) == "PermissionError"
        assert tried("os.kill(os.getppid(), 0)") == "PermissionError"
        assert other.poll() is None
        other.kill()


@has_landlock
def test_its_own_children_get_its_signals(tried):
    child = "(lambda child: (child.kill(), child.wait())[1])(subprocess.Popen(['/bin/sleep', '60']))"
    assert tried(child) == -signal.SIGKILL


@pytest.mark.skipif(landlock.version() < landlock.TCP_SINCE, reason="this kernel's Landlock knows nothing of TCP")
def test_it_connects_to_nobody(tried):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert tried("socket.create_connection(('127.0.0.1', port)).close()", port=port) == "PermissionError"


def test_a_kernel_without_it_is_no_error(monkeypatch):
    monkeypatch.setattr(landlock, "version", lambda: 0)
    assert not landlock.shut_in([], [])
    assert Path("/").exists()
