from __future__ import annotations

import subprocess
import sys
import zipfile

from gradbreak.grading.assignment.package_files import package_files, requirements
from gradbreak.grading.assignment.wheel import WHEEL, wheel


def test_a_wheel_has_every_file_of_the_package_and_what_it_needs(tmp_path):
    (tmp_path / WHEEL).write_bytes(wheel())
    with zipfile.ZipFile(tmp_path / WHEEL) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    assert {name: files[name] for name in files if name.startswith("gradbreak/")} == package_files()
    (metadata,) = [content.decode() for name, content in files.items() if name.endswith("/METADATA")]
    assert all(f"Requires-Dist: {line}" in metadata for line in requirements())


def test_pip_installs_it_and_the_command_runs(tmp_path):
    (tmp_path / WHEEL).write_bytes(wheel())
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", tmp_path / "there"]
    subprocess.run([*pip, tmp_path / WHEEL], check=True)
    done = subprocess.run(
        [sys.executable, "-c", "import gradbreak; print(gradbreak.__file__)"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "there")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(tmp_path / "there/gradbreak/__init__.py")
    assert (tmp_path / "there/bin/gradbreak").is_file()


def test_the_same_package_gives_the_same_bytes():
    assert wheel() == wheel()
