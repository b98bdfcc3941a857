"""The example notebooks, executed by a real kernel."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from gradbreak.errors import GradbreakError
from gradbreak.notebook.magic import CellOutput, language_in
from gradbreak.site_run.messages import Response, SummaryLine

NOTEBOOKS = Path(__file__).parents[3] / "docs/notebooks"


def executed(name: str, folder: Path) -> dict[str, dict[str, str]]:
    """The id of each cell that shows something → the kind of content → the content."""
    notebook = nbformat.read(NOTEBOOKS / name, as_version=4)
    for cell in notebook.cells:
        if "install" in cell.metadata.get("tags", []):
            cell.source = ""  # it is installed here already
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    return {
        cell.id: {kind: "".join(content) for output in cell.outputs for kind, content in output["data"].items()}
        for cell in notebook.cells
        if cell.get("outputs")
    }


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::RuntimeWarning")  # of the kernel's client
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "linear", "diamond", "heading"),
    [
        ("backward-pass.ipynb", "0 of 6 sites caught, by 2 tests.", "2 of 6 sites caught, by 2 tests.", "these tests"),
        (
            "backward-pass.es.ipynb",
            "0 de 6 sitios detectados, con 2 pruebas.",
            "2 de 6 sitios detectados, con 2 pruebas.",
            "estas pruebas",
        ),
    ],
)
def test_an_example_notebook_runs_and_shows_the_row_the_reasons_and_the_graph(name, linear, diamond, heading, tmp_path):
    shown = executed(name, tmp_path)
    assert linear in shown["linear"]["text/plain"]
    assert diamond in shown["diamond"]["text/plain"]
    html = shown["diamond"]["text/html"]
    assert f'<th scope="row" style="text-align:left">{heading}</th>' in html
    assert "<svg" in html
    assert "mul.other" in html
    assert "<script" not in html
    assert "http" not in html


def test_the_two_notebooks_have_the_same_engine_and_the_same_tests():
    english, spanish = (
        {cell.id: cell.source.replace(" --lang es", "") for cell in nbformat.read(path, as_version=4).cells}
        for path in (NOTEBOOKS / "backward-pass.ipynb", NOTEBOOKS / "backward-pass.es.ipynb")
    )
    assert english.keys() == spanish.keys()
    for id_ in ("install", "engine", "load", "linear", "diamond"):
        assert english[id_] == spanish[id_]


def test_the_language_may_follow_the_magic():
    assert language_in("--lang es") == "es"


@pytest.mark.parametrize("line", ["--lang xx", "diamond", "'"])
def test_anything_else_after_the_magic_is_refused(line):
    with pytest.raises(GradbreakError, match="%%gradbreak --lang es"):
        language_in(line)


def test_a_notebook_without_html_shows_the_same_as_text():
    shown = CellOutput(Response(title="gradbreak: Node", lines=(SummaryLine("Caught."),), fragment="<p>Caught.</p>"))
    assert repr(shown) == "gradbreak: Node\nCaught."
    assert shown._repr_html_() == "<p>Caught.</p>"
