import base64
import hashlib
import re
from importlib.resources import files

import pytest

from gradbreak.report import assets


def test_every_static_file_is_on_the_page() -> None:
    folder = files("gradbreak.report") / "static"
    used = {*assets.STYLES, *assets.EARLY, *assets.SCRIPTS}
    assert {entry.name for entry in folder.iterdir()} == used


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


@pytest.mark.parametrize(
    ("script", "squeezed"),
    [
        ("// why\nconst a = 1; // and why\n\n/* more\n   */ b", "const a=1;\nb"),
        ("return a + +b - -c", "return a+ +b- -c"),
        ('say("a  b // c", `d  ${ e }  f`)', 'say("a  b // c",`d  ${e}  f`)'),
        ("text.replace(/ {2}/g, ' ')", "text.replace(/ {2}/g,' ')"),
        ("let x\n  [1].map(y)", "let x\n[1].map(y)"),
    ],
)
def test_a_script_loses_comments_and_spaces_and_nothing_else(script: str, squeezed: str) -> None:
    assert assets.squeezed_script(script) == squeezed


def test_a_style_sheet_loses_comments_and_spaces_and_keeps_those_that_mean_something() -> None:
    style = "/* why */\na b,\n.c :focus {\n  margin: 0 calc(1px + 2px);\n}\n"
    assert assets.squeezed_style(style) == "a b,.c :focus{margin:0 calc(1px + 2px);}"


def test_no_script_ends_the_element_it_stands_in() -> None:
    assert "</script" not in assets.script() + assets.early_script()
    assert "</style" not in assets.style()
