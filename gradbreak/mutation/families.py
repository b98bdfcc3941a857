"""The family of a mutation: the first whose rules match it."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Sequence

from gradbreak.config import FamilyConfig, FamilyRule, MutationPlace
from gradbreak.errors import ConfigError
from gradbreak.mutation.raw_mutation import RawMutation
from gradbreak.mutation.titles import change


def family_of(mutation: RawMutation, families: Sequence[FamilyConfig]) -> str:
    """The id of the first family with a rule that matches.

    Raises:
        ConfigError: none does.
    """
    for family in families:
        if any(_matches(rule, mutation) for rule in family.rules):
            return family.id
    raise ConfigError(
        f"no family in families.toml matches {mutation.id} ({mutation.operator} in {mutation.function})",
        "End the list with a family that has the rule {}: it matches everything",
    )


def place_of(mutation: RawMutation) -> MutationPlace:
    """Where in the engine a mutation is."""
    if mutation.site is not None and mutation.site.whole:
        return MutationPlace.SITE
    return MutationPlace.CLOSURE if mutation.in_closure else MutationPlace.BODY


def _matches(rule: FamilyRule, mutation: RawMutation) -> bool:
    return (
        (rule.place is None or rule.place == place_of(mutation))
        and (not rule.operators or mutation.operator in rule.operators)
        and (not rule.functions or any(fnmatch.fnmatchcase(mutation.function, glob) for glob in rule.functions))
        and (rule.statement is None or re.search(rule.statement, mutation.statement) is not None)
        and (rule.change is None or re.search(rule.change, change(mutation.original, mutation.replacement)) is not None)
    )
