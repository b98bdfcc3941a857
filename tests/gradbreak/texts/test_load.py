from __future__ import annotations

import msgspec
import pytest

from gradbreak.texts import language_of
from gradbreak.texts.types import Reverting


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "es_ES.UTF-8"}, "es"),
        ({"LANG": "es"}, "es"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "es_ES.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "es_MX.UTF-8"}, "es"),
        ({"LC_ALL": "es_MX.UTF-8", "LC_MESSAGES": "en_GB.UTF-8", "LANG": "en_GB.UTF-8"}, "es"),
        ({"LC_ALL": "", "LANG": "es_ES.UTF-8"}, "es"),
    ],
)
def test_the_language_is_the_one_that_the_environment_asks_for_or_english(environment, language):
    assert language_of(environment) == language


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('heading = "h"\nsame = "s"\n', "own"),
        ('heading = "h"\nsame = "s"\nown = "o"\nmore = "m"\n', "more"),
        ('heading = 1\nsame = "s"\nown = "o"\n', "heading"),
    ],
)
def test_a_missing_sentence_an_unknown_one_and_one_that_is_no_text_are_refused_by_name(text, named):
    with pytest.raises(msgspec.ValidationError, match=named):
        msgspec.toml.decode(text, type=Reverting)
