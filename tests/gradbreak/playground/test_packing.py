from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest

from gradbreak.playground.packing import pack_gradbreak, pack_hypothesis, pack_pytest

PACKERS = {"gradbreak.zip": pack_gradbreak, "packages.zip": pack_pytest, "hypothesis.zip": pack_hypothesis}


@pytest.fixture(scope="module")
def archives(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archives")
    for name, pack in PACKERS.items():
        pack(folder / name)
    return folder


@pytest.mark.parametrize("name", PACKERS)
def test_an_archive_holds_texts_alone(name, archives):
    with zipfile.ZipFile(archives / name) as archive:
        assert {member.rpartition(".")[2] for member in archive.namelist()} <= {"py", "toml", "j2"}


def test_the_same_files_make_the_same_archive(archives, tmp_path):
    pack_gradbreak(tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == (archives / "gradbreak.zip").read_bytes()


def test_all_that_the_browser_runs_is_in_the_archives(archives):
    """Whatever is asked for lazily, too: a missing module would show only once somebody does what needs it."""
    code = f"""
import sys
for name in ("msgspec._core", "libcst", "resource", "rich", "click"): sys.modules[name] = None
standard = [path for path in sys.path if "site-packages" not in path]
sys.path[:] = [*{[str(archives / name) for name in PACKERS]!r}, *standard]
import gradbreak.playground.browser.session, gradbreak.playground.browser.detail, hypothesis, msgspec
from hypothesis import strategies
from gradbreak.texts.catalogue import load
from gradbreak.texts.playground import PlaygroundTexts
print(load(PlaygroundTexts, "es").language, msgspec.__file__, hypothesis.__version__)
"""
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    language, stand_in, _ = done.stdout.split()
    assert (language, "gradbreak.zip" in stand_in) == ("es", True)
