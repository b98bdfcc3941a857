from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gradbreak.config import load_config
from gradbreak.mutation import make_mutants
from gradbreak.mutation.titles import LONGEST_FRAGMENT, change, titles

CHANGES = {
    "only the operator of a product": ("self.data * other.data", "self.data / other.data", "* → /"),
    "only the operator of a write": ("self.grad += a * b", "self.grad = a * b", "+= → ="),
    "an argument that is gone": ("f(a, b)", "f(b)", "drop a"),
    "a last argument that is gone, without the comma it leaves": ("f(a, b)", "f(a, )", "drop b"),
    "a keyword argument that is gone": ("f(a, x=(b, c))", "f(a, )", "drop x=(b, c)"),
    "an argument that is replaced": ("f(a, b)", "f(a, None)", "b → None"),
    "a word that is gone": ("not in", "in", "drop not"),
    "a word that is new": ("is", "is not", "add not"),
    "an argument over several lines, in one": ("f(\n    a +\n    b,\n)", "f(\n    None,\n)", "a + b → None"),
    "strings whole": ("'a b'", "'A B'", "'a b' → 'A B'"),
    "text beyond ASCII": ("f('ä', 'ö' + 1)", "f('ä', 'ö' - 1)", "+ → -"),
}


@pytest.mark.parametrize(("original", "replacement", "said"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_said_by_the_tokens_that_differ(original, replacement, said):
    assert change(original, replacement) == said


def test_a_long_fragment_is_cut_in_its_middle():
    said = change("f(aaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbb)", "None")
    assert said == "f(aaaaaaaaaaaaaaaaaa … bbbbbbbbbbbbbbbbbbb) → None"


TOKENS = st.lists(st.sampled_from(["a", "bb", "+", "(", ")", "'c d'", "not", "\n", "ä" * 30]), min_size=1)


@settings(deadline=None)
@given(before=TOKENS, after=TOKENS)
def test_a_change_is_one_short_line_however_the_texts_are_laid_out(before, after):
    assume([token for token in before if token != "\n"] != [token for token in after if token != "\n"])
    said = change(" ".join(before), " ".join(after))
    assert said == " ".join(said.split())
    assert len("→") < len(said) <= 2 * LONGEST_FRAGMENT + len(" → ")


@pytest.fixture(scope="module")
def mutation(read):
    return read("def f(a, b):\n    return a + b\n")[0]


def mutated(mutation, original: str, replacement: str):
    return msgspec.structs.replace(mutation, original=original, replacement=replacement)


def test_a_title_is_the_place_and_the_change(mutation):
    assert titles(["mul.self"], [mutated(mutation, "a += b", "a = b")]) == ["mul.self  += → ="]


def test_titles_that_would_be_the_same_are_numbered_in_order(mutation):
    same = [mutated(mutation, "a + b", "a - b")] * 2
    assert titles(["f", "f", "g"], [*same, same[0]]) == ["f  + → - (1)", "f  + → - (2)", "g  + → -"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(["x", "x (1)", "x (2)", "x (1) (1)", "y"]), max_size=8))
def test_titles_are_unique_even_where_a_text_ends_like_a_number(mutation, replacements):
    found = titles(["f"] * len(replacements), [mutated(mutation, "z", text) for text in replacements])
    assert len(set(found)) == len(found) == len(replacements)


def test_every_title_of_the_engines_mutants_is_unique(mutants):
    everything = [each.title for each in (*mutants.mutants, *mutants.breaks)]
    assert len(set(everything)) == len(everything)


def test_every_title_of_the_engines_mutants_is_one_line_that_begins_with_its_place(mutants):
    for mutant in mutants.mutants:
        place = mutant.op if mutant.operand is None else f"{mutant.op}.{mutant.operand}"
        assert re.fullmatch(rf"{re.escape(place)}  \S.*\S", mutant.title), mutant.id


def test_titles_do_not_move_when_another_function_changes(project):
    def of_product() -> list[str]:
        return [m.title for m in make_mutants(load_config(project.root)).mutants if m.op == "mul"]

    before = of_product()
    project.edit("tiny/core.py", "self.held + other.held", "self.held + other.held * 1")
    assert of_product() == before != []
