import msgspec

from gradbreak.model import Example, Results
from gradbreak.report.graph_view import Figure, figures
from gradbreak.texts.catalogue import load
from gradbreak.texts.page import PageTexts
from tests.gradbreak.synthetic import diamond_example


def figure_of(results: Results, example: Example) -> Figure:
    return figures(msgspec.structs.replace(results, examples=(example,)), load(PageTexts, "en"))[0]


def test_the_diamond_looks_at_the_input_with_most_contributions(results: Results) -> None:
    figure = figure_of(results, diamond_example())
    assert (figure.reading.focus, figure.uses, figure.contributions) == ("a", 2, ("+10", "−6"))


def test_both_tapes_show_every_value_in_order(results: Results) -> None:
    rows = {row.name: (row.intact, row.broken, row.differs) for row in figure_of(results, diamond_example()).rows}
    assert rows == {
        "a": (("0", "10", "4"), ("0", "10", "−6"), True),
        "b": (("0", "−4"), ("0", "−4"), False),
        "c": (("0", "−10", "−12"), ("0", "−10", "−2"), True),
    }


def test_the_contribution_that_the_break_drops_is_marked_on_its_edge(results: Results) -> None:
    figure = figure_of(results, diamond_example())
    assert [(label.text, label.lost) for label in figure.labels] == [("①+10 lost", True), ("②−6", False)]
    assert sorted(line.kind for line in figure.lines if line.kind) == ["hot", "lost"]


def test_a_sweep_that_ended_in_an_error_still_makes_a_figure(results: Results) -> None:
    example = diamond_example()
    broken = msgspec.structs.replace(example.broken, writes=(), gradients={}, error="TypeError: no")
    assert figure_of(results, msgspec.structs.replace(example, broken=broken)).differs


def test_a_run_without_examples_has_no_figures(results: Results) -> None:
    assert figures(msgspec.structs.replace(results, examples=()), load(PageTexts, "en")) == ()


def test_labels_stay_inside_the_drawing(results: Results) -> None:
    for figure in figures(results, load(PageTexts, "en")):
        for label in figure.labels:
            assert 0 < label.x < figure.width
            assert 0 < label.y < figure.height
