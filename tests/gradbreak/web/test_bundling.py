import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from gradbreak.report import trace_page
from gradbreak.report.page import SCRIPTS
from gradbreak.web import bundling
from gradbreak.web.assets import EARLY_SCRIPTS, STYLES

PACKAGE = Path(str(files("gradbreak")))


@pytest.fixture
def anew() -> Iterator[None]:
    """Bundles are made once in a process; here, once more."""
    bundling.bundle.cache_clear()
    yield
    bundling.bundle.cache_clear()


def test_every_static_file_is_in_a_bundle() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for folder in ("web", "report")
        for path in (PACKAGE / folder / "static").iterdir()
    }
    assert found == {*STYLES, *EARLY_SCRIPTS, *SCRIPTS, *trace_page.SCRIPTS}


@pytest.mark.parametrize("paths", [STYLES, EARLY_SCRIPTS, SCRIPTS], ids=["css", "early", "js"])
def test_without_a_minifier_a_bundle_is_the_files_as_they_are(paths, anew, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "minify", None)
    bundle = bundling.bundle(*paths)
    assert all((PACKAGE / path).read_text(encoding="utf-8") in bundle for path in paths)


def test_with_a_minifier_the_scripts_are_half_as_long(anew) -> None:
    pytest.importorskip("minify", reason="tdewolff-minify has no wheel for this platform", exc_type=ImportError)
    written = sum(len((PACKAGE / path).read_text(encoding="utf-8")) for path in SCRIPTS)
    assert len(bundling.bundle(*SCRIPTS)) < written / 2
