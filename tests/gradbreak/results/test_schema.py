import json

import jsonschema
import pytest

from gradbreak.model import Reason, Status
from gradbreak.results import encode_results, results_schema
from gradbreak.results.document import NumberedCell, ResultsDocument
from gradbreak.results.schema import description, field_descriptions

SCHEMA = results_schema()
OBJECTS = {"Results": SCHEMA} | {name: each for name, each in SCHEMA["$defs"].items() if "properties" in each}


@pytest.fixture
def document(build):
    return json.loads(encode_results(build.results()))


def validate(document):
    jsonschema.validate(document, SCHEMA, jsonschema.Draft202012Validator)


def test_it_is_a_valid_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_a_written_file_is_what_the_schema_says(document):
    validate(document)


@pytest.mark.parametrize(
    ("place", "key", "misspelt"),
    [
        (lambda d: d, "proofs", "proof"),
        (lambda d: d["failures"][0], "message", "massage"),
        (lambda d: d, "set_aside", "setaside"),  # not required, so only the refusal of unknown keys finds it
        (lambda d: d["summary"]["suites"]["diamond"], "line_coverage", "linecoverage"),
    ],
)
def test_a_misspelt_key_is_refused(document, place, key, misspelt):
    record = place(document)
    record[misspelt] = record.pop(key)
    with pytest.raises(jsonschema.ValidationError):
        validate(document)


def test_another_version_is_refused(document):
    document["schema_version"] += 1
    with pytest.raises(jsonschema.ValidationError):
        validate(document)


@pytest.mark.parametrize(
    ("definition", "field"), [(name, field) for name, each in OBJECTS.items() for field in each["properties"]]
)
def test_every_property_is_described(definition, field):
    assert OBJECTS[definition]["properties"][field]["description"]


@pytest.mark.parametrize("definition", OBJECTS)
def test_no_object_allows_unknown_keys(definition):
    assert OBJECTS[definition]["additionalProperties"] is False


def test_the_properties_are_those_of_the_model_in_its_order():
    assert tuple(SCHEMA["properties"]) == ResultsDocument.__struct_encode_fields__


def test_each_place_of_a_cell_is_named_and_described():
    places = SCHEMA["$defs"]["NumberedCell"]["prefixItems"]
    assert [place["title"] for place in places] == list(NumberedCell.__struct_fields__)
    assert all(place["description"] for place in places)


@pytest.mark.parametrize(
    "cell", [[0, 0], [0, 0, "not_reached"], [-1, 0, "killed"], [0, 0, "survived", None, "unchanged", None, "more"]]
)
def test_a_cell_of_another_form_is_refused(document, cell):
    document["cells"][0] = cell
    with pytest.raises(jsonschema.ValidationError):
        validate(document)


def test_descriptions_speak_of_json_and_not_of_python():
    assert "None" not in json.dumps(SCHEMA)
    assert "null where it passed" in SCHEMA["$defs"]["NumberedCell"]["prefixItems"][3]["description"]


def test_every_status_is_listed_that_a_cell_can_have():
    assert set(SCHEMA["$defs"]["Status"]["enum"]) == set(Status) - {Status.NOT_REACHED}
    assert set(SCHEMA["$defs"]["Reason"]["enum"]) == set(Reason) - {Reason.UNREACHED}


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
