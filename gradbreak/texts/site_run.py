"""What ``pytest --gradbreak`` and the cells of a notebook say."""

from __future__ import annotations

from typing import ClassVar

from gradbreak.texts.catalogue import Catalogue


class SiteRunTexts(Catalogue, frozen=True):
    """Every sentence about a run of the sites in one language."""

    FILE: ClassVar[str] = "site_run.toml"

    # the verdict
    caught: str
    missed: str
    count: str
    tests_one: str
    tests_many: str

    # why a site survived
    unreached: str
    unchanged: str
    unnoticed: str
    depends_on_order: str
    unmeasured: str
    more: str

    # what to write
    next_test: str
    no_test: str
    hint: str

    # what was not counted, and what was asked for
    left_out: str
    set_aside: str
    skipped: str
    outside: str
    page: str
    too_few: str
    not_green: str
    no_answer: str

    # a notebook
    suite: str
    graph: str
