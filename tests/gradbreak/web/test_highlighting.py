import html
import re

import pytest

from gradbreak.model import Results
from gradbreak.web.highlighting import highlighted


def text_of(lines: list[str]) -> list[str]:
    return [html.unescape(re.sub(r"</?i[^>]*>", "", line)) for line in lines]


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\n",
        "\n\n  \nx = '<b>&'\n",
        'def f():\n    """Two\n\n    lines."""\n    return f"{f!r:>4}"\n',
        "no newline at the end",
    ],
)
def test_highlighting_changes_no_character(text: str) -> None:
    assert text_of(highlighted(text)) == text.removesuffix("\n").split("\n")


def test_highlighting_keeps_the_engine_line_by_line(results: Results) -> None:
    for text in results.engine.files.values():
        assert text_of(highlighted(text)) == text.removesuffix("\n").split("\n")


def test_a_string_over_several_lines_is_closed_on_each() -> None:
    assert [str(line) for line in highlighted('"""a\nb"""\n')] == [
        '<i class="ss">"""a</i>'.replace('"""', "&#34;" * 3),
        '<i class="ss">b&#34;&#34;&#34;</i>',
    ]
