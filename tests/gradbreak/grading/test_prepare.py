from __future__ import annotations

import pytest

from gradbreak.config import load_config
from gradbreak.errors import CouldNotGrade
from gradbreak.grading.prepare import prepare
from tests.gradbreak.grading.graded_project import GRADED


def test_a_package_for_tests_that_is_not_installed_is_named_before_anything_is_graded(project):
    rubric = "mutation_config/rubric.toml"
    project.write({**GRADED, rubric: 'packages = ["no-such-package"]\n' + GRADED[rubric]})
    with pytest.raises(CouldNotGrade, match="tests may import no-such-package, which is not installed"):
        prepare(load_config(project.root), None)
