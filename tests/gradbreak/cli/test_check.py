from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from gradbreak.errors import ExitCode
from tests.engines import samples
from tests.gradbreak.cli.ending import gradbreak

ASSIGNS = samples.FOLDER / "wrong_single_assignment" / "value.py"


@pytest.fixture(scope="module")
def right():
    return gradbreak("check", "minigrad", "--lang", "en")


@pytest.fixture(scope="module")
def wrong():
    return gradbreak("check", ASSIGNS, "--lang", "en")


def test_a_right_engine_ends_with_0_and_says_so_first(right):
    assert right.code == ExitCode.DONE
    assert right.out.startswith("minigrad/scalar.py is right: ")


def test_a_right_engine_s_limits_and_habits_are_named(right):
    assert "10000 nodes are swept" in right.out
    assert "gradients add up, as in PyTorch" in right.out
    assert "`zero_grad` clears the gradients" in right.out


def test_a_wrong_engine_ends_with_18(wrong):
    assert wrong.code == ExitCode.WRONG_ENGINE == 18


def test_the_smallest_expression_is_shown_with_both_numbers(wrong):
    assert "a*a  at a = 2: a.grad should be 4 and is 2" in wrong.out


def test_the_fault_is_named_with_its_line_and_the_change(wrong):
    assert "as if `mul` assigned to the gradient of its right operand" in wrong.out
    assert "value.py:23" in wrong.out
    assert "- other.grad = self.data * out.grad" in wrong.out
    assert "+ other.grad += self.data * out.grad" in wrong.out


def test_it_speaks_spanish():
    ending = gradbreak("check", ASSIGNS, "--lang", "es")
    assert "es erróneo" in ending.out
    assert "como si `mul` asignara el gradiente de su operando derecho" in ending.out


def test_several_engines_are_checked_and_one_wrong_one_counts():
    ending = gradbreak("check", "minigrad", ASSIGNS, "--lang", "en")
    assert ending.code == ExitCode.WRONG_ENGINE
    assert "minigrad/scalar.py is right" in ending.out
    assert "value.py is wrong" in ending.out


def test_its_document_fits_the_published_schema():
    ending = gradbreak("check", ASSIGNS, "minigrad", "--format", "json")
    schema = json.loads(gradbreak("schema", "check").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads(ending.out)
    jsonschema.validate(document, schema)
    assert [each["verdict"] for each in document["engines"]] == ["wrong", "right"]


def test_every_key_of_the_schema_is_described():
    schema = json.loads(gradbreak("schema", "check").out)
    for name, kind in schema["$defs"].items():
        assert kind["description"], name
        assert all(field["description"] for field in kind.get("properties", {}).values()), name


def test_what_is_no_engine_ends_with_7(tmp_path):
    file = tmp_path / "hello.py"
    file.write_text("print 'hello'\n")
    ending = gradbreak("check", file)
    assert ending.code == ExitCode.BAD_ENGINE
    assert "hello.py is no engine" in ending.error


def test_nothing_is_written_beside_the_engine(tmp_path):
    shutil.copy(ASSIGNS, tmp_path)
    gradbreak("check", tmp_path / "value.py")
    assert [each.name for each in Path(tmp_path).iterdir()] == ["value.py"]
