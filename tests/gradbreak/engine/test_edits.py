from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradbreak.engine.edits import Edit, OverlappingEditsError, apply_edits, are_apart, unified_diff

TEXTS = st.text(alphabet="ab\n\r\x0c\u2028é", max_size=40)


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A text, and edits of it that do not overlap, in any order."""
    text = draw(TEXTS)
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    pairs = list(zip(places[::2], places[1::2], strict=False))
    return text, draw(
        st.permutations([Edit("f", start, end, draw(st.text("xyz", max_size=3))) for start, end in pairs])
    )


@settings(deadline=None)
@given(texts_with_edits())
def test_edits_applied_together_are_edits_applied_one_by_one_from_the_end(case):
    text, edits = case
    one_by_one = text
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        one_by_one = one_by_one[: edit.start] + edit.replacement + one_by_one[edit.end :]
    assert apply_edits(text, edits) == one_by_one


@settings(deadline=None)
@given(texts_with_edits(), st.randoms())
def test_the_order_of_edits_does_not_matter(case, random):
    text, edits = case
    shuffled = random.sample(edits, len(edits))
    assert apply_edits(text, edits) == apply_edits(text, shuffled)


@settings(deadline=None)
@given(TEXTS)
def test_no_edit_is_no_change(text):
    assert apply_edits(text, []) == text


@settings(deadline=None)
@given(texts_with_edits())
def test_replacing_text_by_itself_is_no_change(case):
    text, edits = case
    same = [Edit(edit.file, edit.start, edit.end, text[edit.start : edit.end]) for edit in edits]
    assert apply_edits(text, same) == text


@pytest.mark.parametrize(
    ("first", "second"),
    [((0, 3), (2, 4)), ((0, 4), (1, 2)), ((1, 3), (1, 3)), ((0, 3), (2, 2))],
    ids=["the end of one", "within the other", "the same", "an insertion within one"],
)
@pytest.mark.parametrize("swapped", [False, True], ids=["in order", "out of order"])
def test_edits_of_the_same_character_are_refused(first, second, swapped):
    edits = [Edit("f", *first, "x"), Edit("f", *second, "y")]
    with pytest.raises(OverlappingEditsError, match=r"two edits of f meet at offset \d"):
        apply_edits("abcd", edits[::-1] if swapped else edits)


def test_edits_may_touch():
    assert apply_edits("abcd", [Edit("f", 2, 4, "y"), Edit("f", 0, 2, "x")]) == "xy"


def test_insertions_at_one_place_are_applied_in_the_same_order_whatever_their_own():
    first, second = Edit("f", 1, 1, "x"), Edit("f", 1, 1, "y")
    assert apply_edits("ab", [first, second]) == apply_edits("ab", [second, first]) == "axyb"


# -- diffs ---------------------------------------------------------------------------------------


def patched(before: str, diff: str, folder) -> str:
    (folder / "pkg").mkdir(exist_ok=True)
    file = folder / "pkg/eng.py"
    file.write_bytes(before.encode())
    subprocess.run(["git", "apply", "-"], cwd=folder, input=diff.encode(), check=True, capture_output=True)
    return file.read_bytes().decode()


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("a\nb\nc\n", "a\nB\nc\n", id="of a line"),
        pytest.param("a\nb", "a\nB", id="of a last line without its break"),
        pytest.param("a\nb", "A\nb", id="above a last line without its break"),
        pytest.param("a\nb", "a\nb\n", id="of the last break alone"),
        pytest.param("a\r\nb\r\n", "a\r\nB\r\n", id="of a line with a Windows ending"),
        pytest.param("a\x0cb\nc\u2028d\x85e\rf\n", "a\x0cb\nc\u2028D\x85e\rf\n", id="of a line with other separators"),
        pytest.param("".join(f"{n}\n" for n in range(40)), "".join(f"{n % 39}\n" for n in range(40)), id="far down"),
        pytest.param("é\n", "è\n", id="beyond ASCII"),
    ],
)
def test_git_makes_the_new_text_from_the_diff(before, after, repository):
    assert patched(before, unified_diff("pkg/eng.py", before, after), repository) == after


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_a_diff_has_the_lines_of_both_texts(before, after):
    """Read off the diff as a reader does: lines that are kept or gone are the old text, kept or new the new one."""
    long = ["\n".join([*"12345678", text]) for text in (before, after)]  # more than the three lines of context
    lines = unified_diff("f", *long).split("\n")[3:]
    if not lines:
        assert before == after
        return
    body = "\n".join(line for line in lines if not line.startswith("\\"))
    kept = [line for line in body.split("\n") if line]
    old, new = ("\n".join(line[1:] for line in kept if line[0] in signs) for signs in (" -", " +"))
    assert long[0].removesuffix("\n").endswith(old)
    assert long[1].removesuffix("\n").endswith(new)


def test_a_text_that_did_not_change_has_no_diff():
    assert unified_diff("f", "a\n", "a\n") == ""


def test_edits_that_touch_are_apart_and_those_that_share_a_character_are_not():
    first, beside, across = Edit("f", 0, 2, ""), Edit("f", 2, 4, ""), Edit("f", 1, 3, "")
    assert are_apart([beside, first])
    assert not are_apart([first, across])
    assert are_apart([first, Edit("g", 1, 3, "")])
