"""Breaks: the mutants that each rule of ``breaks.toml`` combines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gradbreak.config import BreakRule
from gradbreak.errors import ConfigError
from gradbreak.model import Break, BreakKind, Mutant


def break_members(
    rules: Iterable[BreakRule], mutants: Sequence[Mutant]
) -> Iterator[tuple[str, str, BreakRule, list[Mutant]]]:
    """For each break: its id, its title, its rule and the mutants it combines.

    A rule whose family has no mutant in this engine makes no break: an engine without ``**`` has
    nothing to break there.

    Raises:
        ConfigError: a partial break names a site that the engine does not have.
    """
    for rule in rules:
        members = [mutant for mutant in mutants if mutant.family == rule.family]
        if not members:
            continue
        if rule.kind == BreakKind.PER_OP:
            for op in dict.fromkeys(mutant.op for mutant in members):
                chosen = [mutant for mutant in members if mutant.op == op]
                yield rule.id.replace("{op}", op), rule.title.replace("{op}", op), rule, chosen
        else:
            yield rule.id, rule.title, rule, _at_sites(rule, members) if rule.sites else members


def _at_sites(rule: BreakRule, members: Sequence[Mutant]) -> list[Mutant]:
    known = {mutant.place for mutant in members}
    for site in rule.sites:
        if site not in known:
            raise ConfigError(
                f"breaks.toml: break {rule.id!r} names the site {site!r}, which the engine does not have",
                f"Choose among: {', '.join(sorted(known))}",
            )
    return [mutant for mutant in members if mutant.place in rule.sites]


def as_break(id_: str, title: str, rule: BreakRule, members: Sequence[Mutant], diff: str) -> Break:
    """The model's type of one break."""
    return Break(id=id_, title=title, kind=rule.kind, members=tuple(mutant.id for mutant in members), diff=diff)
