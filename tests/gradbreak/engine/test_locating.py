from __future__ import annotations

from pathlib import Path

import pytest

from gradbreak.engine.locating import located


def written(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__in__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".py").write_text(text)


@pytest.mark.parametrize(
    ("text", "module", "import_path"),
    [
        ("x = 1", "node", "project/grad/core"),
        ("from .tape import Tape", "core.node", "project/grad"),
        ("def f():\n    from ..tape import Tape", "grad.core.node", "project"),
    ],
)
def test_folders_without_an_init_file_are_packages_as_far_as_relative_imports_go(text, module, import_path, tmp_path):
    written(tmp_path, project__in__grad__in__core__in__node=text)
    found = located(tmp_path / "project/grad/core/node.py")
    assert (found.module, found.import_path) == (module, str(tmp_path / import_path))


def test_a_folder_with_an_init_file_is_a_package(tmp_path):
    written(tmp_path, project__in__grad__in__node="x = 1")
    (tmp_path / "project/grad/__init__.py").touch()
    assert located(tmp_path / "project/grad/node.py").module == "grad.node"


def test_a_folder_whose_name_is_no_identifier_is_no_package(tmp_path):
    written(tmp_path, **{"my-grad__in__node": "from .tape import Tape"})
    assert located(tmp_path / "my-grad/node.py").module == "node"


def test_a_file_that_is_no_python_is_located_like_any_other(tmp_path):
    written(tmp_path, node="print 'hello'")
    assert located(tmp_path / "node.py").module == "node"
