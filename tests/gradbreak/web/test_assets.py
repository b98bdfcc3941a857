import base64
import hashlib
import re

from gradbreak.web import assets


def test_the_policy_allows_exactly_the_pages_own_style_and_scripts() -> None:
    allowed = set(re.findall(r"'sha256-([^']+)'", assets.policy()))
    own = {
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in (assets.style(), assets.early_script(), assets.script())
    }
    assert allowed == own


def test_the_policy_denies_everything_by_default() -> None:
    assert assets.policy().startswith("default-src 'none';")
    assert "unsafe" not in assets.policy()


def test_no_script_ends_the_element_it_stands_in() -> None:
    assert "</script" not in assets.script() + assets.early_script()
    assert "</style" not in assets.style()
