"""What lets an engine visit operands right first."""

from __future__ import annotations

import sys

import pytest

from gradbreak.check.operand_reversal import Reversal, reversal_here
from gradbreak.engine.locating import located
from tests.gradbreak.documents import ROOT


def reversal_of(sample: str, tmp_path, monkeypatch) -> Reversal | None:
    text = (ROOT / "tests/engines" / sample).read_text(encoding="utf-8")
    path = tmp_path / f"{sample.partition('/')[0]}_to_reverse.py"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "modules", dict(sys.modules))
    return reversal_here(located(path))


def test_a_loop_over_operands_is_reversed_in_the_text(tmp_path, monkeypatch):
    found = reversal_of("list_of_terms/engine.py", tmp_path, monkeypatch)
    assert found is not None
    assert [edit.replacement.startswith("reversed(") for edit in found.edits] == [True]
    assert not found.by_sets


def test_where_sets_decide_the_order_they_are_reversed_and_no_text_is(tmp_path, monkeypatch):
    assert reversal_of("set_children/micro.py", tmp_path, monkeypatch) == Reversal(by_sets=True)


@pytest.mark.parametrize("sample", ["dict_get/tape.py", "list_by_index/wengert.py"])
def test_a_tape_has_one_order_only(sample, tmp_path, monkeypatch):
    assert reversal_of(sample, tmp_path, monkeypatch) is None


def test_a_file_without_an_engine_has_no_order(tmp_path, monkeypatch):
    (tmp_path / "no_engine_here.py").write_text("x = 1\n", encoding="utf-8")
    monkeypatch.setattr(sys, "path", list(sys.path))
    assert reversal_here(located(tmp_path / "no_engine_here.py")) is None
