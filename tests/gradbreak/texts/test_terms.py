import re
import tomllib
from pathlib import Path

import pytest

from gradbreak.model import Results
from gradbreak.report import render_page
from gradbreak.texts import LANGUAGES
from gradbreak.texts.terms import SPANISH, TERMS, in_language, translated
from tests.gradbreak.synthetic import synthetic_results

ROOT = Path(__file__).parents[3]


def names_of_this_project() -> list[str]:
    """What families.toml, breaks.toml and examples.toml call things, and the names of proofs."""
    found = []
    for file, table, fields in (
        ("families", "family", ("title", "meaning")),
        ("breaks", "break", ("title",)),
        ("examples", "example", ("name",)),
    ):
        entries = tomllib.loads((ROOT / f"mutation_config/{file}.toml").read_text(encoding="utf-8"))[table]
        found += [entry[field].replace("{op}", "mul") for entry in entries for field in fields]
    proofs = (ROOT / "gradbreak/run/proofs.py").read_text(encoding="utf-8")
    return found + re.findall(r'Proof\(\s*name="([^"]+)"', proofs)


@pytest.mark.parametrize("name", names_of_this_project())
def test_every_name_that_gradbreak_gives_is_known_in_spanish(name: str) -> None:
    assert translated(name, SPANISH) != name


def test_what_a_project_called_its_own_stays() -> None:
    assert translated("Overflow", SPANISH) == "Overflow"


def test_a_word_within_a_name_is_kept() -> None:
    assert translated("every += of mul becomes =", SPANISH) == "cada += de mul pasa a ser ="


def test_every_language_of_the_page_has_its_terms() -> None:
    assert set(TERMS) == set(LANGUAGES)


@pytest.fixture(scope="module")
def results() -> Results:
    return synthetic_results()


def test_in_english_a_run_is_as_it_was(results: Results) -> None:
    assert in_language(results, "en") == results


def test_the_headings_of_a_spanish_page_are_spanish(results: Results) -> None:
    page = render_page(results, "es")
    assert "Acumulación" in page
    assert "Local derivative" not in page
