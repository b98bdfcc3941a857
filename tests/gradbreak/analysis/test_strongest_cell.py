from __future__ import annotations

import pytest

from gradbreak.analysis import strongest_cell
from tests.gradbreak.explain.test_ladder import row


@pytest.mark.parametrize(
    ("letters", "telling"), [("-unk", 3), ("-un-", 2), ("-u--", 1), ("nek", 2), ("-ce", 2), ("kk", 0), ("?u", 1)]
)
def test_a_kill_says_more_than_a_change_and_a_change_more_than_reach(letters, telling):
    assert strongest_cell(row(letters)).test == str(telling)


def test_where_no_test_reaches_the_mutant_none_says_anything():
    assert strongest_cell(row("--")) is None
