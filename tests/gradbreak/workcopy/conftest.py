from __future__ import annotations

import pytest

from tests.gradbreak.workcopy.working_copy import WorkingCopy


@pytest.fixture
def copy(tmp_path) -> WorkingCopy:
    return WorkingCopy(tmp_path)
