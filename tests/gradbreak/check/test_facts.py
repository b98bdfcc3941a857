from __future__ import annotations

import pytest

from gradbreak.check.facts import FactFinder, from_pieces, in_pieces
from tests.gradbreak.engine.checked_engines import RIGHT

SETS = RIGHT.replace("0.0, prev, lambda", "0.0, set(prev), lambda")


def facts(folder, source: str, name: str):
    # Each engine is a module of its own: two of one name would be the same one.
    (folder / f"{name}.py").write_text(source, encoding="utf-8")
    return FactFinder(folder)


def by_name(document) -> dict:
    return {each["name"]: (each["value"], each["gradient"], each["diamond"]) for each in document["operations"]}


def test_of_a_right_engine_everything_is_right(tmp_path):
    document = facts(tmp_path, RIGHT, "facts_right").document()
    assert set(by_name(document).values()) == {(True, True, True)}
    assert document["orders"] == [True, True]
    assert document["check"]["wrong"] == 0


def test_an_operation_that_assigns_is_wrong_in_diamonds_and_blames_no_other(tmp_path):
    broken = RIGHT.replace("self.grad += other.data * out.grad", "self.grad = other.data * out.grad")
    document = facts(tmp_path, broken, "facts_assigns").document()
    found = by_name(document)
    assert found.pop("mul") == (True, True, False)
    assert set(found.values()) == {(True, True, True)}
    assert document["orders"] == [False, False]


def test_a_function_that_assigns_is_blamed_and_not_the_product_around_it(tmp_path):
    broken = RIGHT.replace("self.grad += (1 - out.data**2)", "self.grad = (1 - out.data**2)")
    document = facts(tmp_path, broken, "facts_tanh").document()
    assert [name for name, right in by_name(document).items() if right != (True, True, True)] == ["tanh"]


def test_an_engine_with_sets_is_right_under_both_orders(tmp_path):
    assert "set(" in SETS
    assert facts(tmp_path, SETS, "facts_sets").document()["orders"] == [True, True]


def test_a_folder_without_an_engine_has_reasons(tmp_path):
    assert facts(tmp_path, "x = 1\n", "facts_nothing").document() == {
        "reasons": [("facts_nothing.py", "it defines no class")]
    }


def test_a_document_comes_out_of_its_pieces_as_it_was():
    document = {"text": "é" * 2000, "numbers": list(range(500))}
    pieces = in_pieces(document)
    assert from_pieces(pieces) == document
    assert max(map(len, pieces)) <= 280


@pytest.mark.parametrize("pieces", [["!"], ["abcd"], []])
def test_what_is_no_document_is_refused(pieces):
    with pytest.raises(ValueError, match="no document"):
        from_pieces(pieces)
