from __future__ import annotations

import re

import pytest

from gradbreak.config import BreakRule
from gradbreak.engine.edits import apply_edits
from gradbreak.errors import ConfigError
from gradbreak.model import Break, BreakKind, Location, Mutant, Position
from gradbreak.mutation.breaks import as_break, break_members


def mutant(op: str, operand: str | None = "self", family: str = "accumulation") -> Mutant:
    place = Position(1, 1)
    return Mutant(
        id=f"{family}:{op}.{operand}",
        title="",
        family=family,
        op=op,
        operand=operand,
        operator="",
        function="",
        location=Location("eng.py", place, place),
        original="",
        replacement="",
        diff="",
    )


MUTANTS = [mutant("add"), mutant("add", family="sign"), mutant("mul"), mutant("mul", "other"), mutant("add", "other")]


def rule(kind: BreakKind, **fields) -> BreakRule:
    return BreakRule(**{"id": "b:{op}", "title": "all of {op}", "kind": kind, "family": "accumulation", **fields})


def made(*rules: BreakRule) -> dict[str, list[str]]:
    return {id_: [m.place for m in members] for id_, _, _, members in break_members(rules, MUTANTS)}


def test_the_canonical_break_is_every_mutant_of_its_family():
    assert made(rule(BreakKind.CANONICAL, id="all")) == {"all": ["add.self", "mul.self", "mul.other", "add.other"]}


def test_a_per_op_break_is_one_break_for_each_operation_that_has_a_mutant():
    assert made(rule(BreakKind.PER_OP)) == {"b:add": ["add.self", "add.other"], "b:mul": ["mul.self", "mul.other"]}


def test_a_per_op_break_has_its_operation_in_its_title():
    titles = [title for _, title, _, _ in break_members([rule(BreakKind.PER_OP)], MUTANTS)]
    assert titles == ["all of add", "all of mul"]


def test_a_partial_break_is_the_sites_it_names_in_the_order_of_the_source():
    assert made(rule(BreakKind.PARTIAL, id="two", sites=("mul.other", "add.self"))) == {
        "two": ["add.self", "mul.other"]
    }


def test_a_site_that_the_engine_does_not_have_is_named_with_those_it_has():
    with pytest.raises(ConfigError, match=r"break 'b' names the site 'exp\.self'.*Choose among: add\.other, add\.self"):
        made(rule(BreakKind.PARTIAL, id="b", sites=("add.self", "exp.self")))


def test_a_family_without_mutants_makes_no_break():
    assert made(rule(BreakKind.CANONICAL, family="sweep"), rule(BreakKind.PER_OP, family="sweep")) == {}


def test_a_break_keeps_the_ids_of_its_members_and_the_kind_of_its_rule():
    assert as_break("two", "Two", rule(BreakKind.PARTIAL), MUTANTS[:2], "diff") == Break(
        id="two",
        title="Two",
        kind=BreakKind.PARTIAL,
        members=("accumulation:add.self", "sign:add.self"),
        diff="diff",
    )


# -- this repository's ---------------------------------------------------------------------------


def test_under_the_canonical_break_no_closure_accumulates_any_more(config, mutants):
    file, gradient = config.engine.file, config.engine.gradient
    in_closure = re.compile(rf"^ {{12,}}\w+\.{gradient} \+= ", re.MULTILINE)
    intact = mutants.sources[file]
    broken = apply_edits(intact, mutants.edits("canonical"))
    assert (len(in_closure.findall(intact)), len(in_closure.findall(broken))) == (16, 0)
    assert broken.count(f".{gradient} = ") == intact.count(f".{gradient} = ") + 16


def test_the_per_op_breaks_together_are_the_canonical_one(mutants):
    canonical = next(each for each in mutants.breaks if each.kind == BreakKind.CANONICAL)
    per_op = [member for each in mutants.breaks if each.kind == BreakKind.PER_OP for member in each.members]
    assert sorted(per_op) == sorted(canonical.members)


def test_the_break_of_one_operation_changes_its_writes_only(mutants):
    changed = [line for line in mutants.find("op:mul").diff.splitlines() if re.match(r"[-+] ", line)]
    assert [line[1:].strip() for line in changed] == [
        "self.grad += other.data * out.grad",
        "other.grad += self.data * out.grad",
        "self.grad = other.data * out.grad",
        "other.grad = self.data * out.grad",
    ]
