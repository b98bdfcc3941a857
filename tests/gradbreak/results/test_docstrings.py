from gradbreak.results.docstrings import description, field_descriptions


class Example:
    """One line
    and its end.

    A paragraph.

    Attributes:
        first: what it is,
            over two lines.
        second: with a colon: here.
    """


class Plain:
    """Nothing more."""


def test_the_description_ends_where_the_fields_begin():
    assert description(Example) == "One line and its end.\n\nA paragraph."
    assert description(Plain) == "Nothing more."


def test_each_field_has_its_text_on_one_line():
    assert field_descriptions(Example) == {
        "first": "what it is, over two lines.",
        "second": "with a colon: here.",
    }


def test_a_class_that_describes_no_field_has_none():
    assert field_descriptions(Plain) == {}
