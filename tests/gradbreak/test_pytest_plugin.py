"""The plugin costs nothing where nobody asks for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

import gradbreak
from gradbreak import pytest_plugin


def loaded_after(code: str) -> set[str]:
    """The modules of gradbreak that a fresh process has loaded after some code."""
    code = f"import sys, pytest; {code}; print(*(name for name in sys.modules if name.startswith('gradbreak')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_a_session_without_the_option_loads_the_plugin_s_own_module_alone(tmp_path):
    (tmp_path / "test_one.py").write_text("def test_one():\n    pass\n")
    loaded = loaded_after(f"assert pytest.main(['-q', '-p', 'no:cacheprovider', {str(tmp_path)!r}]) == 0")
    assert loaded == {"gradbreak", "gradbreak.pytest_plugin"}


def test_it_imports_nothing_that_pytest_has_not_imported_already():
    code = "import sys, pytest; before = set(sys.modules); import gradbreak.pytest_plugin"
    code += "; print(*set(sys.modules).difference(before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {"gradbreak", "gradbreak.pytest_plugin"}


@pytest.mark.parametrize("module", [gradbreak, pytest_plugin])
def test_pytest_is_told_not_to_rewrite_it(module):
    # Otherwise `-p gradbreak.recorder` and every project with filterwarnings = error would meet a warning.
    assert "PYTEST_DONT_REWRITE" in (module.__doc__ or "")
