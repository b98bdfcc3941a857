from __future__ import annotations

import pytest

from gradbreak.testing.exceptions import Line, is_assertion, last_line, text_of


def raised(source: str, path) -> BaseException:
    path.write_text(source, encoding="utf-8")
    try:
        exec(compile(source, str(path), "exec"), {})
    except BaseException as error:  # noqa: BLE001  # any kind is what is tested
        return error
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (AssertionError(), True),
        (pytest.fail.Exception("no"), True),
        (ValueError(), False),
        (KeyboardInterrupt(), False),
    ],
)
def test_an_assertion_is_told_from_another_exception(error, answer):
    assert is_assertion(error) is answer


def test_the_text_is_what_the_exception_says():
    assert text_of(ValueError("first\nsecond")) == "first\nsecond"


def test_a_text_that_cannot_be_made_is_said_to_be_so():
    class BrokenError(Exception):
        def __str__(self) -> str:
            raise RuntimeError("no words")

    assert text_of(BrokenError()) == "<its message raises RuntimeError>"


def test_the_last_line_of_the_wanted_files_is_found(tmp_path):
    path = tmp_path / "sample.py"
    error = raised("def check():\n    assert [] == [1]\n\n\ncheck()\n", path)
    assert last_line(error.__traceback__, lambda file: file == str(path)) == Line(str(path), 2, "assert [] == [1]")


def test_lines_of_other_files_are_passed_over(tmp_path):
    error = raised("1 / 0\n", tmp_path / "sample.py")
    assert (
        last_line(error.__traceback__, lambda file: file == __file__).text
        == 'exec(compile(source, str(path), "exec"), {})'
    )


def test_without_a_wanted_file_on_the_stack_there_is_no_line(tmp_path):
    error = raised("1 / 0\n", tmp_path / "sample.py")
    assert last_line(error.__traceback__, lambda _: False) is None
