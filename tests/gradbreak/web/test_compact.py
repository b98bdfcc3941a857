from html.parser import HTMLParser

import pytest

from gradbreak.web.compact import compact


class Tags(HTMLParser):
    """Collects start tags with their attributes, and text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data)


def tags(markup: str) -> list[object]:
    parser = Tags()
    parser.feed(markup)
    parser.close()
    return parser.found


def test_a_table_loses_the_end_tags_that_are_implied() -> None:
    assert compact("<table><tr><td>1</td><td>2</td></tr></table>") == "<table><tr><td>1<td>2</table>"


@pytest.mark.parametrize(
    "markup",
    [
        '<rect width="3"/>',
        '<a href="#a=b" class="x y">="z" </a>',
        '<td class="k" title="">✓</td>',
        '<p id="a-b.c%" hidden>text</p>',
    ],
)
def test_tags_and_attributes_stay_the_same(markup: str) -> None:
    assert tags(compact(markup)) == tags(markup)


def test_text_that_looks_like_an_attribute_is_left_alone() -> None:
    assert compact('<p>a="b" c</p>') == '<p>a="b" c</p>'


def test_a_value_before_a_slash_keeps_its_quotes() -> None:
    assert compact('<rect width="3"/>') == '<rect width="3"/>'


def test_quotes_are_escaped_within_tags_only() -> None:
    assert compact('<a title="&#34;x&#34;">say &#34;it&#39;s&#34; &lt;b&gt;</a>') == (
        '<a title="&#34;x&#34;">say "it\'s" &lt;b&gt;</a>'
    )
