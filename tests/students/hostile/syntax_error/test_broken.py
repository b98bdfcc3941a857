"""Not Python."""

def test_(:
    assert
