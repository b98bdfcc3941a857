"""The small project with a rubric and controls, for tests to change."""

from __future__ import annotations

from tests.gradbreak.small_project import FILES

RUBRIC = """\
reference = "tests/diamond"
must_miss = "tests/straight"

[points]
canonical = 4
ops = 3
sites = 2
order_proof = 1
"""

CONTROLS = """\
[[control]]
name = "explicit"
independent_of = "how a slope is added to"
edits = [{ pattern = '(\\w+)\\.slope \\+= (.+)', replace = '\\1.slope = \\1.slope + (\\2)', times = 4 }]

[[control]]
name = "right-first"
independent_of = "the order of the operands"
reverses_operands = true
edits = [{ find = "in node.behind:", replace = "in reversed(node.behind):", times = 1 }]
"""

GRADED = {**FILES, "mutation_config/rubric.toml": RUBRIC, "mutation_config/controls.toml": CONTROLS}
