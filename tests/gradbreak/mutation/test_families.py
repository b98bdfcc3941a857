from __future__ import annotations

import pytest

from gradbreak.config import FamilyConfig, FamilyRule, MutationPlace
from gradbreak.errors import ConfigError
from gradbreak.mutation.families import family_of, place_of

EXAMPLES = {
    "accumulation": ["add.self += → =", "mul.other += → =", "pow.exponent += → =", "tanh.self += → ="],
    "sign": ["sub.other += → -=", "sigmoid.self += → -="],
    "derivative": ["mul.self * → /", "tanh.self 1 → 2", "relu.self > → >=", "neg.self - → +"],
    "graph": [
        "add drop parents=(self, other)",
        "exp (self,) → None",
        "mul _backward → None",
        "__init__ parents → None",
    ],
    "sweep": ["backward 1.0 → 2.0", "backward += → =", "_operands_first break → return"],
    "reset": ["zero_grad 0.0 → 1.0", "MLP.zero_grad 0.0 → None"],
    "value": ["mul * → /", "sgd_step -= → +=", "__init__ float(data) → None"],
    "interface": ["__rsub__ - → +", "__init__ or → and", "log <= → <", "_as_value operand → None"],
    "cosmetic": ['__init__ "" → "XXXX"', "__init__ label → None", '__repr__ "" → "XXXX"'],
}


@pytest.mark.parametrize(
    ("family", "title"), [(family, title) for family, titles in EXAMPLES.items() for title in titles]
)
def test_a_mutant_of_the_engine_is_in_the_family_that_its_title_suggests(family, title, mutants):
    found = [mutant.family for mutant in mutants.mutants if " ".join(mutant.title.split()) == title]
    assert found == [family]


def test_every_family_of_this_repository_has_an_example_above(config):
    assert {family.id for family in config.families} == set(EXAMPLES)


def test_the_accumulation_family_is_the_sixteen_sites_and_the_sign_family_the_same(mutants):
    sites = {
        family: {(m.op, m.operand, m.location.start) for m in mutants.mutants if m.family == family}
        for family in ("accumulation", "sign")
    }
    assert sites["accumulation"] == sites["sign"]
    assert len(sites["accumulation"]) == 16


# -- the rules -----------------------------------------------------------------------------------


SOURCE = """\
class A:
    def f(self, b):
        c = b + 1
        def back():
            self.g += c * b
        return back
"""


def family(name: str, *rules: FamilyRule) -> FamilyConfig:
    return FamilyConfig(id=name, title=name, meaning=name, order=1, rules=rules)


@pytest.fixture
def at(read):
    """The mutations of the source, by the text each replaces and its replacement."""
    return {(m.original, m.replacement): m for m in read(SOURCE)}


@pytest.fixture
def product(at):
    return at["c * b", "c / b"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (("self.g += c * b", "self.g = c * b"), MutationPlace.SITE),
        (("c * b", "c / b"), MutationPlace.CLOSURE),
        (("b + 1", "b - 1"), MutationPlace.BODY),
    ],
)
def test_the_place_of_a_mutation_is_a_write_the_closure_around_it_or_the_body(change, place, at):
    assert place_of(at[change]) == place


@pytest.mark.parametrize(
    ("rule", "matches"),
    [
        (FamilyRule(), True),
        (FamilyRule(place=MutationPlace.CLOSURE), True),
        (FamilyRule(place=MutationPlace.BODY), False),
        (FamilyRule(functions=("*.g", "A.*")), True),
        (FamilyRule(functions=("a.*",)), False),
        (FamilyRule(operators=("number", "arithmetic-operator")), True),
        (FamilyRule(operators=("number",)), False),
        (FamilyRule(statement=r"^self\.g "), True),
        (FamilyRule(statement=r"^c "), False),
        (FamilyRule(change=r"^\* → /$"), True),
        (FamilyRule(change="c"), False),
        (FamilyRule(place=MutationPlace.CLOSURE, operators=("number",)), False),
    ],
    ids=lambda value: str(value) if isinstance(value, bool) else None,
)
def test_a_rule_matches_where_everything_it_asks_for_holds(rule, matches, product):
    assert family_of(product, [family("asked", rule), family("rest", FamilyRule())]) == ("asked" if matches else "rest")


def test_the_first_family_with_a_rule_that_matches_wins(product):
    never, ever = FamilyRule(operators=("number",)), FamilyRule()
    assert family_of(product, [family("none", never), family("some", never, ever), family("all", ever)]) == "some"


def test_a_family_without_rules_matches_nothing(product):
    assert family_of(product, [family("empty"), family("rest", FamilyRule())]) == "rest"


def test_a_mutation_that_no_family_matches_is_named_with_its_operator_and_function(product):
    with pytest.raises(
        ConfigError, match=r"no family .* matches pkg\.eng\.xǁAǁf__mutmut_\d+ \(arithmetic-operator in A\.f\)"
    ):
        family_of(product, [family("none", FamilyRule(place=MutationPlace.SITE))])
