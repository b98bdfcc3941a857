from gradbreak.analysis.cell_states import State
from gradbreak.web.glyphs import GLYPHS


def test_every_state_has_a_glyph_of_its_own() -> None:
    assert set(GLYPHS) == set(State)
    assert len(set(GLYPHS.values())) == len(State)
