import sys
from collections.abc import Iterator
from importlib.resources import files

import pytest

from gradbreak.web import bundling

STATIC = files("gradbreak.web") / "static"


@pytest.fixture
def anew() -> Iterator[None]:
    """Bundles are made once in a process; here, once more."""
    bundling.bundle.cache_clear()
    yield
    bundling.bundle.cache_clear()


def test_every_static_file_is_in_one_bundle() -> None:
    sources = [*bundling.STYLES, *bundling.EARLY, *bundling.SCRIPTS]
    assert sorted(entry.name for entry in STATIC.iterdir()) == sorted(sources)


@pytest.mark.parametrize("names", [bundling.STYLES, bundling.EARLY, bundling.SCRIPTS], ids=["css", "early", "js"])
def test_without_a_minifier_a_bundle_is_the_files_as_they_are(names, anew, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "minify", None)
    bundle = bundling.bundle(*names)
    assert all((STATIC / name).read_text(encoding="utf-8") in bundle for name in names)


def test_with_a_minifier_the_scripts_are_half_as_long(anew) -> None:
    pytest.importorskip("minify", reason="tdewolff-minify has no wheel for this platform", exc_type=ImportError)
    written = sum(len((STATIC / name).read_text(encoding="utf-8")) for name in bundling.SCRIPTS)
    assert len(bundling.bundle(*bundling.SCRIPTS)) < written / 2
