from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.model import Failure, FailureKind
from gradbreak.run.failures import LONGEST_MESSAGE, describe


def raised(source: str, file: str, root) -> Failure:
    """What is made of the exception that ``source`` raises in ``file`` of a project."""
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")
    try:
        exec(compile(source, str(path), "exec"), {})
    except BaseException as error:  # noqa: BLE001  # a test may raise anything
        return describe(error, str(root))
    raise AssertionError("nothing was raised")


def message(error: BaseException, root: str = "/project") -> str:
    return describe(error, root).message


def test_an_assertion_is_told_from_another_exception():
    assert describe(AssertionError("1 != 2"), "/").kind == FailureKind.ASSERTION
    assert describe(ValueError("bad"), "/").kind == FailureKind.EXCEPTION


def test_an_assertion_of_a_class_of_its_own_is_an_assertion():
    class NotCloseError(AssertionError):
        pass

    failure = describe(NotCloseError("far"), "/")
    assert (failure.kind, failure.exception) == (FailureKind.ASSERTION, "NotCloseError")


def test_failing_by_name_is_an_assertion():
    with pytest.raises(pytest.fail.Exception) as caught:
        pytest.fail("no")
    failure = describe(caught.value, "/")
    assert (failure.kind, failure.exception, failure.message) == (FailureKind.ASSERTION, "Failed", "no")


def test_the_line_is_the_last_one_of_a_test_file(tmp_path):
    failure = raised("def check():\n    assert [] == [1]  # é\n\n\ncheck()\n", "tests/test_a.py", tmp_path)
    assert (failure.file, failure.line, failure.statement) == ("tests/test_a.py", 2, "assert [] == [1]  # é")


@pytest.mark.parametrize("file", ["conftest.py", "deep/er/a_test.py", "test_a.py"])
def test_fixtures_and_both_names_of_test_files_count(tmp_path, file):
    assert raised("1 / 0\n", file, tmp_path).file == file


def test_a_helper_that_is_no_test_file_is_passed_over(tmp_path):
    helper = tmp_path / "helper.py"
    helper.write_text("def check():\n    assert False\n")
    source = f"namespace = {{}}\nexec(compile({helper.read_text()!r}, {str(helper)!r}, 'exec'), namespace)\n"
    failure = raised(f"{source}namespace['check']()\n", "test_a.py", tmp_path)
    assert (failure.file, failure.line, failure.statement) == ("test_a.py", 3, "namespace['check']()")


def test_without_a_test_of_the_project_on_the_stack_there_is_no_place(tmp_path):
    failure = raised("1 / 0\n", "engine.py", tmp_path)
    assert (failure.file, failure.line, failure.statement) == ("", 0, "")


def test_addresses_are_blanked_so_that_two_runs_agree():
    assert message(ValueError(f"{object()!r} and 0x7fffdeadbeef")) == "<object object at 0x…> and 0x…"


def test_a_short_hexadecimal_number_is_kept():
    assert message(ValueError("0xff")) == "0xff"


# Every place at which pytest may cut the text of an object off, in front or behind.
@pytest.mark.parametrize("cut", range(len("0x7fffdeadbeef") + 1))
def test_two_runs_agree_on_an_address_that_is_cut_off(cut):
    addresses = ("0x7fffdeadbeef", "0x7fff12345678")
    tails = {message(ValueError(f"assert [<Node ...{address[cut:]}>, 1]")) for address in addresses}
    heads = {message(ValueError(f"assert [<Node object at {address[:cut]}..., 1]")) for address in addresses}
    assert (len(tails), len(heads)) == (1, 1)


def test_the_project_s_folder_is_left_out():
    assert message(FileNotFoundError("no /project/tests/data.txt")) == "no tests/data.txt"


def test_notes_follow_the_message():
    error = ValueError("bad")
    error.add_note("Falsifying example: test(n=3)")
    assert message(error) == "bad\nFalsifying example: test(n=3)"


def test_half_of_a_surrogate_pair_is_spelt_out():
    text = message(ValueError("a\ud800b"))
    assert text == "a\\ud800b"
    assert json.loads(msgspec.json.encode(text)) == text


def test_a_message_that_cannot_be_made_is_said_to_be_so():
    class BrokenError(Exception):
        def __str__(self) -> str:
            raise RuntimeError("no words")

    assert message(BrokenError()) == "<its message raises RuntimeError>"


def test_a_long_message_is_cut_and_marked():
    text = message(ValueError("x" * (LONGEST_MESSAGE + 1)))
    assert (len(text), text[-2:]) == (LONGEST_MESSAGE, "x…")
    assert message(ValueError("x" * LONGEST_MESSAGE)) == "x" * LONGEST_MESSAGE


@given(st.text())
def test_whatever_is_said_can_be_written_as_json(text):
    failure = describe(ValueError(text), "/project")
    assert msgspec.json.decode(msgspec.json.encode(failure), type=Failure) == failure
