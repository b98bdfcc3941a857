import msgspec
import pytest
from markupsafe import Markup

from gradbreak.model import Example
from gradbreak.texts.catalogue import load
from gradbreak.texts.page import PageTexts
from gradbreak.web.figure import Figure, draw, margin_for
from gradbreak.web.graph_drawing import LETTER, MARGIN
from tests.gradbreak.synthetic import diamond_example, linear_example

ENGLISH = load(PageTexts, "en")


def drawn(example: Example, **options: float) -> Figure:
    return draw(example, "grad", ENGLISH, **options)


def text(markup: Markup | None) -> str:
    return str((markup or Markup()).striptags())


def test_the_diamond_looks_at_the_input_with_most_contributions() -> None:
    figure = drawn(diamond_example())
    assert figure.reading.focus == "a"
    assert text(figure.title) == "Diamond: a is used twice"
    assert figure.description.endswith("The gradient of a receives +10, then −6.")


def test_both_recordings_show_every_value_in_order() -> None:
    rows = {row.name: (row.intact, row.broken, row.differs) for row in drawn(diamond_example()).rows}
    assert rows == {
        "a": (("0", "10", "4"), ("0", "10", "−6"), True),
        "b": (("0", "−4"), ("0", "−4"), False),
        "c": (("0", "−10", "−12"), ("0", "−10", "−2"), True),
    }


def test_a_contribution_that_the_break_loses_is_marked_on_its_edge() -> None:
    figure = drawn(diamond_example())
    assert [(label.text, label.kind) for label in figure.labels] == [("①+10 lost", "lost"), ("②−6", "")]
    # One term of a and one of c, which is not looked at.
    assert sorted(curve.kind for curve in figure.curves if curve.kind) == ["hot", "lost", "lost"]


def test_every_edge_is_labelled_where_that_is_asked_for_and_there_is_room() -> None:
    figure = drawn(diamond_example(), all_labels=True)
    assert len(figure.labels) == len(figure.curves)
    assert {label.kind for label in figure.labels} == {"", "lost", "other"}
    assert figure.replay.labels == tuple(frame.edge for frame in figure.replay.frames if frame.edge >= 0)


def test_a_label_speaks_of_the_edge_that_the_player_shows_it_with() -> None:
    replay = drawn(diamond_example()).replay
    assert [replay.frames[count - 1].before for count in replay.lost.values()] == ["−10", "10"]
    assert replay.labels[0] in replay.lost
    assert replay.labels[1] not in replay.lost


def test_the_replaced_gradient_is_said_in_the_lesson_s_words() -> None:
    assert text(drawn(diamond_example()).verdict) == "a.grad: 10 → −6, replaced, not added"


def test_an_input_that_is_written_once_has_nothing_to_replace() -> None:
    assert text(drawn(linear_example()).verdict) == "a.grad: 0 → 3 in both, nothing to replace"


def test_the_gradient_is_called_what_the_engine_calls_it() -> None:
    figure = draw(diamond_example(), "adjoint", ENGLISH)
    assert "a.adjoint:" in text(figure.verdict)


def test_a_sweep_that_ended_in_an_error_still_makes_a_figure() -> None:
    example = diamond_example()
    broken = msgspec.structs.replace(example.broken, writes=(), gradients={}, error="TypeError: no")
    assert drawn(msgspec.structs.replace(example, broken=broken)).differs


@pytest.mark.parametrize("example", [linear_example(), diamond_example()])
def test_labels_stay_inside_the_drawing(example: Example) -> None:
    figure = drawn(example, all_labels=True)
    for label in figure.labels:
        assert 0 < label.x < figure.width
        assert 0 < label.y < figure.height


def test_the_margin_has_room_for_half_of_the_longest_change() -> None:
    example = diamond_example()
    writes = (msgspec.structs.replace(example.intact.writes[0], before=-0.123456, after=-0.654321),)
    long = msgspec.structs.replace(example, intact=msgspec.structs.replace(example.intact, writes=writes))
    assert margin_for(long, ".") == LETTER * len("−0.123456 → −0.654321") / 2
    assert margin_for(linear_example(), ".") >= MARGIN
