from __future__ import annotations

import marshal
import random
import types

import msgspec
import pytest

from gradbreak.config import load_config
from gradbreak.engine.edits import Edit, apply_edits
from gradbreak.errors import ConfigError
from gradbreak.grading.declarations import load_grading
from gradbreak.grading.engines import Engines, make_engines
from gradbreak.grading.engines.families import family_edits, whole_statements
from gradbreak.mutation import make_mutants
from tests.gradbreak.grading.engines.test_variants import marks_aside
from tests.gradbreak.grading.graded_project import GRADED, RUBRIC

TEXT = """\
class C:
    def f(self, ü):
        for each in self.all():
            each.g = 0.0
        x = (ü *
             2)
        return x
"""


def change(old: str, new: str) -> tuple[Edit, ...]:
    start = TEXT.index(old)
    return (Edit(file="c.py", start=start, end=start + len(old), replacement=new),)


def widened(**changes: tuple[Edit, ...]) -> dict[str, tuple[str, str]]:
    found = whole_statements({"c.py": TEXT}, changes)
    return {name: (TEXT[edit.start : edit.end], edit.replacement) for name, (edit,) in found.items()}


def test_a_change_becomes_one_of_the_smallest_statement_around_it():
    intact = "x = (ü *\n             2)"
    assert widened(factor=change("2)", "3)")) == {"factor": (intact, intact.replace("2)", "3)"))}


def test_changes_of_a_loop_and_of_what_is_in_it_are_changes_of_one_statement():
    loop = "for each in self.all():\n            each.g = 0.0"
    found = widened(all=change("self.all()", "None"), zero=change("0.0", "1.0"))
    assert found == {"all": (loop, loop.replace("self.all()", "None")), "zero": (loop, loop.replace("0.0", "1.0"))}


@pytest.mark.parametrize("name", ["factor", "zero"])
def test_a_change_of_a_whole_statement_does_what_the_change_did(name):
    changes = {"factor": change("2)", "3)"), "zero": change("0.0", "1.0")}
    assert apply_edits(TEXT, whole_statements({"c.py": TEXT}, changes)[name]) == apply_edits(TEXT, changes[name])


# -- a project's engines ----------------------------------------------------------------------------

WITH_FAMILIES = f"{RUBRIC}linear = 1\nsign = 1\nderivative = 1\nreset = 0\n"

FAMILIES = """\
[[family]]
id = "accumulation"
title = "Accumulation"
meaning = "Replaced."
order = 1
rules = [{ place = "site", operators = ["augmented-to-plain"] }]

[[family]]
id = "sign"
title = "Sign"
meaning = "Subtracted."
order = 2
rules = [{ place = "site" }]

[[family]]
id = "reset"
title = "Reset"
meaning = "Not reset."
order = 3
rules = [{ functions = ["*.clear"] }]

[[family]]
id = "sweep"
title = "Sweep"
meaning = "A wrong order."
order = 6
rules = [{ functions = ["*.pull"] }]

[[family]]
id = "derivative"
title = "Derivative"
meaning = "A wrong factor."
order = 4
rules = [{ place = "closure" }]

[[family]]
id = "rest"
title = "Rest"
meaning = "Anything else."
order = 5
rules = [{}]
"""

FILES = {**GRADED, "mutation_config/rubric.toml": WITH_FAMILIES, "mutation_config/families.toml": FAMILIES}


def made(project) -> Engines:
    config = load_config(project.write(FILES).root)
    return make_engines(config, load_grading(config), make_mutants(config))


def slopes(code: dict[str, bytes]) -> list[float]:
    """What a sum and a product push where their own gradient is 2, and a gradient that was reset."""
    module = types.ModuleType("engine")
    exec(marshal.loads(code["tiny/core.py"]), module.__dict__)
    found = []
    for combine in (lambda a, b: a + b, lambda a, b: a * b):
        a, b = module.Node(3.0), module.Node(5.0)
        out = combine(a, b)
        out.slope = 2.0
        out.push()
        found += [a.slope, b.slope]
        a.clear()
    return [*found, a.slope]


INTACT = [2.0, 2.0, 10.0, 6.0, 0.0]


def test_each_level_has_its_engines_and_each_does_what_its_family_says(project):
    engines = made(project)
    of_level = {}
    for broken in engines.broken:
        of_level.setdefault(broken.level, []).append(broken)
    assert {level: len(of_level[level]) for level in ("linear", "sign")} == {"linear": 1, "sign": 4}
    results = {}
    for target in engines.targets:
        level = next(broken.level for broken in engines.broken if broken.id in target.ids)
        results.setdefault(level, []).append(slopes(target.code_for_a_run(random.Random(1))))
    assert results["linear"] == [[-2.0, -2.0, -10.0, -6.0, 0.0]]
    assert sorted(results["sign"]) == sorted(
        [*INTACT[:place], -INTACT[place], *INTACT[place + 1 :]] for place in range(4)
    )
    assert all(result[4] != 0.0 and result[:4] == INTACT[:4] for result in results["reset"])
    assert all(result != INTACT for result in results["derivative"])
    assert len(results["derivative"]) == len(of_level["derivative"]) > 1


def test_the_targets_of_a_family_and_their_partner_differ_in_the_numbers_of_conditions_alone(project):
    engines = made(project)
    for target in engines.targets:
        partner = engines.partner_of(target)
        assert slopes(partner.code_for_a_run(random.Random(2)))[:5] == INTACT
        one, other = (each.code_for_a_run(random.Random(3)) for each in (target, partner))
        assert {file: marks_aside(marshal.loads(code)) for file, code in one.items()} == {
            file: marks_aside(marshal.loads(code)) for file, code in other.items()
        }


def test_a_family_without_a_mutant_is_named(project):
    config = load_config(project.write(FILES).root)
    with pytest.raises(ConfigError, match="gives points for the family 'sign', and the engine has no mutant of it"):
        family_edits(msgspec.structs.replace(make_mutants(config), mutants=()), "sign")
