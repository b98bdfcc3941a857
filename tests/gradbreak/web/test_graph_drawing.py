import math
import re

import pytest
from hypothesis import given

from gradbreak.model import Example, Node
from gradbreak.web.graph_drawing import LETTER, LINE, MARGIN, RADIUS, ROW_HEIGHT, STEP, WIDTH, label_places, path
from gradbreak.web.graph_layout import lay_out
from tests.gradbreak.synthetic import diamond_example, linear_example
from tests.gradbreak.web.test_graph_layout import graphs


@given(graphs())
def test_an_edge_begins_and_ends_on_the_rims_of_its_nodes(nodes: list[Node]) -> None:
    layout = lay_out(nodes, WIDTH, STEP, ROW_HEIGHT, MARGIN)
    for edge in layout.edges:
        numbers = [float(number) for number in re.findall(r"-?[\d.]+(?:e-?\d+)?", path(edge))]
        for (x, y), name in ((numbers[:2], edge.operand), (numbers[-2:], edge.result)):
            centre = layout.places[name]
            assert math.hypot(x - centre.x, y - centre.y) == pytest.approx(RADIUS, abs=0.2)


@pytest.mark.parametrize("example", [linear_example(), diamond_example()], ids=lambda example: example.name)
def test_no_label_of_the_lesson_covers_a_node_or_another_label(example: Example) -> None:
    layout = lay_out(example.nodes, WIDTH, STEP, ROW_HEIGHT, MARGIN)
    text = "①+10 lost"
    half = LETTER * len(text) / 2
    places = label_places(layout, [(edge, text) for edge in layout.edges if edge.operand == "a"])
    for place in places:
        for node in layout.places.values():
            gap = math.hypot(max(abs(place.x - node.x) - half, 0), max(abs(place.y - node.y) - LINE / 2, 0))
            assert gap >= RADIUS
        others = [other for other in places if other is not place]
        assert all(abs(place.x - other.x) >= 2 * half or abs(place.y - other.y) >= LINE for other in others)
