from __future__ import annotations

import subprocess
import sys

import pytest
from msgspec.structs import replace

from gradbreak.config import ProbeConfig, load_config
from gradbreak.errors import ConfigError
from gradbreak.explain.killing import KillingTest, functions_changed, killing_tests
from gradbreak.explain.oracle import Basis
from gradbreak.mutation import make_mutants
from tests.gradbreak.explain.pasted import mutated, outcome


def with_probe(config, **fields):
    probe = {"sentence": "a probe of this test says so", "lines": ("x = 2",), "shows": {"x": "2"}}
    return replace(config, probes=(ProbeConfig(**{**probe, **fields}),))


@pytest.fixture(scope="module")
def sample(config, mutants) -> dict[str, KillingTest]:
    """A test for one mutant of each family, and for the canonical break."""
    first = {mutant.family: mutant.id for mutant in reversed(mutants.mutants)}
    assert len(first) == len(config.families)
    return killing_tests(config, mutants, [*first.values(), "canonical"])


def test_there_is_a_test_for_a_mutant_of_each_family_and_for_the_canonical_break(config, sample):
    assert len(sample) == len(config.families) + 1


def test_each_fails_on_its_mutant_and_passes_on_the_engine_as_it_is(config, mutants, sample, tmp_path):
    for number, (id_, test) in enumerate(sample.items()):
        assert outcome(config, mutants.sources, test, tmp_path / f"intact{number}") == "passed", test.source
        assert outcome(config, mutated(mutants, id_), test, tmp_path / f"mutant{number}") != "passed", test.source


@pytest.mark.slow
def test_every_mutant_that_is_not_declared_equivalent_has_a_test_that_kills_it(config, mutants, tmp_path):
    killable = [mutant.id for mutant in mutants.mutants if mutant.equivalent is None]
    found = killing_tests(config, mutants, killable)
    assert [id_ for id_ in killable if id_ not in found] == []
    lived = [
        id_
        for number, (id_, test) in enumerate(found.items())
        if outcome(config, mutated(mutants, id_), test, tmp_path / str(number)) == "passed"
    ]
    assert lived == []
    # Several mutants may share a test; pasted into one file, each stands there once.
    pasted = tmp_path / "test_pasted.py"
    pasted.write_text("\n\n".join(dict.fromkeys(test.source for test in found.values())), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(pasted)],
        cwd=config.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert f"{len({test.name for test in found.values()})} passed" in done.stdout


def test_numbers_are_confirmed_by_a_method_that_shares_nothing_with_the_engine(config, mutants):
    # What only the engine knows are texts: what it shows, and what it says when it refuses.
    found = killing_tests(config, mutants, [mutant.id for mutant in mutants.mutants[::6]])
    unconfirmed = [test for test in found.values() if test.basis is Basis.ENGINE]
    assert unconfirmed
    for test in unconfirmed:
        assert test.error or all(isinstance(value, str) for value in test.expected.values())


def test_an_engine_whose_numbers_are_wrong_is_not_taken_at_its_word(project):
    # Its sum has no gradient for the right operand, so no test may claim that this is as it should be.
    project.edit("tiny/core.py", "            other.slope += out.slope\n", "            pass\n")
    config = load_config(project.root)
    mutants = make_mutants(config)
    found = killing_tests(config, mutants, [mutant.id for mutant in mutants.mutants])
    swept_once = [
        test for test in found.values() if test.source.count(".pull()") == 1 and ".clear()" not in test.source
    ]
    assert [test.name for test in swept_once if "b.slope" in test.expected and " + b" in test.source] == []
    assert any("b.slope" in test.expected for test in swept_once)


def test_an_engine_with_other_names_gets_tests_in_its_own(project):
    config = load_config(project.root)
    mutants = make_mutants(config)
    found = killing_tests(config, mutants, [mutant.id for mutant in mutants.mutants])
    assert len(found) == len(mutants.mutants)
    (accumulation,) = [mutant for mutant in mutants.mutants if mutant.title == "mul.self  += → ="]
    assert found[accumulation.id].source == (
        "from tiny.core import Node\n"
        "\n"
        "\n"
        "def test_every_use_of_a_counts_in_the_gradients_of_a_times_b_plus_a_where_a_is_2_and_b_is_3() -> None:\n"
        "    a, b = Node(2), Node(3)\n"
        "    result = a * b + a\n"
        "    result.pull()\n"
        "    # Confirmed by forward-mode dual numbers.\n"
        "    assert a.slope == 4\n"
        "    assert b.slope == 2\n"
    )
    assert found[accumulation.id].outcome == "a.slope is 3 instead of 4"


def test_a_mutant_that_changes_nothing_has_no_test(project):
    project.edit("tiny/core.py", "    pass\n", "    return None if 1 < 2 else 0\n")
    config = load_config(project.root)
    mutants = make_mutants(config)
    (same,) = [mutant.id for mutant in mutants.mutants if mutant.title == "_nothing  < → <="]
    assert killing_tests(config, mutants, [same]) == {}


def test_a_mutant_that_never_ends_has_a_test_that_never_ends_on_it(project):
    project.edit(
        "tiny/core.py",
        "        self.slope = 0.0\n\n\n",
        "        n = 0\n        while n < 1:\n            n += 1\n        self.slope = 0.0\n\n\n",
    )
    config = load_config(project.root)
    mutants = make_mutants(config)
    (endless,) = [mutant.id for mutant in mutants.mutants if mutant.title == "clear  += → -="]
    test = killing_tests(config, mutants, [endless])[endless]
    assert test.outcome == "it never ends"
    assert ".clear()" in test.source


def test_two_searches_find_the_same_tests(config, mutants, sample):
    assert killing_tests(config, mutants, list(sample)) == sample


def test_a_probe_that_does_not_hold_on_the_engine_as_it_is_is_named(config, mutants):
    with pytest.raises(ConfigError, match=r"probes\.toml, 'a probe of this test says so': .* shows 2"):
        killing_tests(with_probe(config, shows={"x": "3"}), mutants, ["canonical"])


def test_a_probe_that_expects_a_refusal_which_does_not_come_is_named(config, mutants):
    with pytest.raises(ConfigError, match="the engine as it is does something else: it raises nothing"):
        killing_tests(with_probe(config, shows={}), mutants, ["canonical"])


def test_a_probe_whose_expectation_is_no_python_is_named(config, mutants):
    with pytest.raises(ConfigError, match=r"'2 \+' fails with SyntaxError"):
        killing_tests(with_probe(config, shows={"x": "2 +"}), mutants, ["canonical"])


def test_a_break_changes_the_functions_of_its_members(mutants):
    changed = functions_changed(mutants)
    assert changed["op:mul"] == ("Value.__mul__", "Value.__mul__")
