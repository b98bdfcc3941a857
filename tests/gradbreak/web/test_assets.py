import base64
import hashlib
import re

import pytest

from gradbreak.report.page import SCRIPTS
from gradbreak.web import assets


def hashes(*texts: str) -> set[str]:
    return {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts}


def test_the_policy_allows_exactly_the_given_styles_and_scripts() -> None:
    allowed = re.findall(r"([a-z]+)-src 'sha256-([^']+)'(?: 'sha256-([^']+)')?", assets.policy(["a {}"], ["b", "c"]))
    assert {kind: {*found} - {""} for kind, *found in allowed} == {"style": hashes("a {}"), "script": hashes("b", "c")}


def test_the_policy_denies_everything_by_default() -> None:
    policy = assets.policy(["a {}"])
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "script-src" not in policy


@pytest.mark.parametrize("text", [assets.style(*assets.STYLES), assets.script(*assets.EARLY_SCRIPTS, *SCRIPTS)])
def test_no_style_or_script_ends_the_element_it_stands_in(text: str) -> None:
    assert "</script" not in text
    assert "</style" not in text
