"""A results file of the first 0.1.0 is still read.

``keys_of_0_1_0.json`` has every key that such a file can have, by the name of its definition in the JSON Schema. It is
never changed: what is added to the model later needs a default, and what is removed needs another schema version.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gradbreak.results.schema import results_schema

KEYS: dict[str, list[str]] = json.loads(Path(__file__).with_name("keys_of_0_1_0.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def definitions() -> dict[str, dict[str, object]]:
    schema = results_schema()
    return {"Results": schema, **schema["$defs"]}


@pytest.mark.parametrize("name", KEYS)
def test_no_key_is_needed_that_an_old_file_lacks(definitions, name):
    assert set(definitions[name].get("required", ())) <= set(KEYS[name])


@pytest.mark.parametrize("name", KEYS)
def test_every_key_of_an_old_file_is_still_known(definitions, name):
    assert set(KEYS[name]) <= set(definitions[name]["properties"])
