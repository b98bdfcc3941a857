"""The site that `make docs` makes: its reference says what the code says, and it needs no other server."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from types import ModuleType

import msgspec
import pytest

from gradbreak.cli.app import COMMANDS
from gradbreak.config import types as config_types
from gradbreak.errors import ExitCode
from gradbreak.grading.declarations import types as grading_types
from gradbreak.results.document import ResultsDocument
from tests.gradbreak.documents import ROOT


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    """The hook, which is in no package."""
    specification = importlib.util.spec_from_file_location("reference_pages", ROOT / "docs/reference_pages.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pages(hook) -> dict[str, str]:
    return hook.reference_pages()


def test_every_command_is_in_the_reference_with_its_help(pages):
    headings = re.findall(r"^## gradbreak (\S+)$", pages["commands.md"], re.MULTILINE)
    assert headings == list(COMMANDS)
    assert all(f"Usage: gradbreak {name}" in pages["commands.md"] for name in COMMANDS)


def test_every_file_of_the_configuration_is_in_the_reference(hook):
    shown = {kind for _, kind in hook.FILES_OF_THE_CONFIGURATION}
    declared = {
        kind
        for module in (config_types, grading_types)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind.__struct_config__.forbid_unknown_fields
    }
    parts = {config_types.LessonExpression}  # said where they are used
    assert declared - parts <= shown


def test_every_key_of_the_configuration_has_a_meaning(pages):
    rows = [line.split(" | ") for line in pages["keys.md"].splitlines() if line.startswith("| `")]
    assert len(rows) > 60
    assert [row for row in rows if not row[-1].strip(" |")] == []


def test_every_exit_code_is_in_the_reference(pages):
    assert re.findall(r"^\| (\d+) \|", pages["exit-codes.md"], re.MULTILINE) == [str(code.value) for code in ExitCode]


def test_every_key_of_the_results_is_in_the_reference(pages):
    top = pages["results.md"].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", top, re.MULTILINE) == list(ResultsDocument.__struct_encode_fields__)


def test_a_bar_and_a_bracket_end_no_cell(hook):
    assert hook._markdown("``a | b`` <c>") == r"`a \| b` &lt;c&gt;"


@pytest.mark.slow
def test_the_site_is_built_without_a_warning_and_asks_no_other_server(tmp_path):
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    site = [path for path in tmp_path.rglob("*.html") if "reports" not in path.relative_to(tmp_path).parts]
    assert len(site) > 20
    fetched = r"<(?:script|img|iframe)[^>]*\ssrc=\"?https?://|<link[^>]*rel=\"?(?:stylesheet|preconnect)[^>]*https?://"
    assert [path.name for path in site if re.search(fetched, path.read_text(encoding="utf-8"))] == []
    assert (tmp_path / "reports/example/index.html").is_file()
    assert (tmp_path / "es/index.html").is_file()
