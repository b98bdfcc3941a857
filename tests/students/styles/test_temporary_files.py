"""Keeps gradients in files: tmp_path, tempfile, and a file beside the tests."""

import json
import tempfile
from pathlib import Path

from minigrad import Value


def test_gradients_survive_a_file(tmp_path):
    a = Value(3.0)
    (a * a).backward()
    (tmp_path / "grads.json").write_text(json.dumps({"a": a.grad}))
    assert json.loads((tmp_path / "grads.json").read_text()) == {"a": 6.0}


def test_a_log_beside_the_tests():
    log = Path("gradients.log")
    a = Value(1.5)
    (a + a + a).backward()
    with log.open("a") as file:
        file.write(f"{a.grad}\n")
    assert log.read_text() == "3.0\n"


def test_a_temporary_file_of_its_own():
    with tempfile.TemporaryFile("w+") as file:
        file.write(str((Value(1.0) + 1).data))
        file.seek(0)
        assert file.read() == "2.0"
