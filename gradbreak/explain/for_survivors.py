"""A killing test for everything that a suite lets live, for the report of a run."""

from __future__ import annotations

import platform
from collections.abc import Iterator

import msgspec

from gradbreak import __version__
from gradbreak.config import Config
from gradbreak.errors import BadEngine, ConfigError
from gradbreak.model import DETECTED, Results, VerifiedTest
from gradbreak.mutation.kept import mutants_of
from gradbreak.process.cache import CACHE, cached
from gradbreak.run.row_keys import digest

FILE = "killing-tests.json"


def tests_for_survivors(config: Config, results: Results) -> tuple[VerifiedTest, ...]:
    """The tests, each with what it kills; they are kept in the cache until the engine or its declarations change.

    Args:
        config: the project.
        results: of a run.
    """
    if not config.gives_whole_tests:
        return ()
    ids = tuple(_survivors(results))
    mutants = mutants_of(results, config.accumulating_family)

    def search() -> dict[str, str]:
        # Imported here: what it needs takes longer than all that a run with nothing to do does.
        from gradbreak.explain.killing import killing_tests

        found = killing_tests(config, mutants, ids, jobs=results.timing.jobs)
        return {id_: test.source for id_, test in found.items()}

    key = digest(
        [
            __version__,
            platform.python_version(),
            *results.engine.files.values(),
            msgspec.json.encode((config.engine, config.probes), enc_hook=str).decode(),
            *ids,
        ]
    )
    try:
        found = cached(config.cache_root / CACHE / FILE, key, dict[str, str], search)
    except (BadEngine, ConfigError):
        return ()  # a finished run is worth more than its tests to write; `gradbreak explain` says what is wrong
    return tuple(
        VerifiedTest(source=source, kills=tuple(id_ for id_ in ids if found.get(id_) == source))
        for source in dict.fromkeys(found[id_] for id_ in ids if id_ in found)
    )


def _survivors(results: Results) -> Iterator[str]:
    """Ids of mutants and breaks that not every suite kills, without those that no test can kill."""
    suite_of = {test.id: test.suite for test in results.tests}
    killing: dict[str, set[str]] = {}
    for cell in (*results.cells, *results.break_cells):
        if cell.status in DETECTED:
            killing.setdefault(cell.mutant, set()).add(suite_of[cell.test])
    ids = [mutant.id for mutant in results.mutants if mutant.equivalent is None]
    for id_ in (*ids, *(each.id for each in results.breaks)):
        if len(killing.get(id_, ())) < len(results.suites):
            yield id_
