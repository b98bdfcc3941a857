import jinja2
import pytest

from gradbreak.web.document import as_script_block, document, templates


def page(**options: object) -> str:
    told = {"language": "es", "title": "T <1>", "scripts": ["web/static/early.js"], "data": {"a": "</script>"}}
    return document("<p>B</p>", **{**told, **options})


def test_a_document_names_its_language_and_escapes_its_title() -> None:
    assert '<html lang="es">' in page()
    assert "<title>T &lt;1&gt;</title>" in page()


def test_data_cannot_end_the_element_it_stands_in() -> None:
    assert as_script_block({"a": "</script>"}) == '{"a":"\\u003c/script>"}'
    assert page().count("</script>") == 3


def test_a_template_is_refused_a_name_without_a_value_and_escapes_the_others() -> None:
    environment = templates("gradbreak.report")
    assert environment.from_string("{{ a }}").render(a="<") == "&lt;"
    with pytest.raises(jinja2.UndefinedError):
        environment.from_string("{{ missing }}").render()
