import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from gradbreak.model import Node
from gradbreak.web.graph_layout import crossings, lay_out
from tests.gradbreak.synthetic import diamond_example


@st.composite
def graphs(draw: st.DrawFn) -> list[Node]:
    nodes: list[Node] = []
    for index in range(draw(st.integers(1, 9))):
        arity = draw(st.integers(0, min(2, index)))
        parents = tuple(f"n{draw(st.integers(0, index - 1))}" for _ in range(arity))
        nodes.append(Node(name=f"n{index}", op="op" if parents else "", parents=parents, value=0.0))
    return nodes


@settings(deadline=None)  # how long a drawing takes is measured by the benchmark, not here
@given(graphs())
def test_no_two_nodes_share_a_place(nodes: list[Node]) -> None:
    places = lay_out(nodes, 300, 40, 60, 30).places.values()
    for first, second in itertools.combinations(places, 2):
        assert abs(first.x - second.x) >= 39.9 or abs(first.y - second.y) >= 59.9


@settings(deadline=None)  # how long a drawing takes is measured by the benchmark, not here
@given(graphs())
def test_every_use_of_an_operand_is_an_edge_that_leads_to_the_right(nodes: list[Node]) -> None:
    layout = lay_out(nodes, 300, 40, 60, 30)
    uses = [(parent, node.name) for node in nodes for parent in node.parents]
    assert [(edge.operand, edge.result) for edge in layout.edges] == uses
    for edge in layout.edges:
        assert [point.x for point in edge.path] == sorted({point.x for point in edge.path})
        assert edge.path[0] == layout.places[edge.operand]
        assert edge.path[-1] == layout.places[edge.result]


@settings(deadline=None)  # how long a drawing takes is measured by the benchmark, not here
@given(graphs())
def test_everything_lies_within_the_margins(nodes: list[Node]) -> None:
    layout = lay_out(nodes, 300, 40, 60, 30)
    for point in itertools.chain(layout.places.values(), *(edge.path for edge in layout.edges)):
        assert 29.9 <= point.x <= layout.width - 29.9
        assert 29.9 <= point.y <= layout.height - 29.9


@settings(deadline=None)  # how long a drawing takes is measured by the benchmark, not here
@given(graphs())
def test_the_same_graph_is_drawn_the_same_way_twice(nodes: list[Node]) -> None:
    assert lay_out(nodes, 300, 40, 60, 30) == lay_out(nodes, 300, 40, 60, 30)


def test_two_uses_by_the_same_result_bow_apart() -> None:
    nodes = [Node(name="a", op="", parents=(), value=1.0), Node(name="a + a", op="add", parents=("a", "a"), value=2.0)]
    assert [edge.bow for edge in lay_out(nodes, 300, 40, 60, 30).edges] == [-0.5, 0.5]


def test_links_that_change_sides_cross() -> None:
    assert crossings([["a", "b"], ["c", "d"]], [("a", "d"), ("b", "c")]) == 1
    assert crossings([["a", "b"], ["c", "d"]], [("a", "c"), ("b", "d")]) == 0


def test_the_lessons_diamond_is_drawn_with_one_crossing() -> None:
    # Fewer is impossible with inputs on the left: a and c both reach the left and the right factor.
    layout = lay_out(diamond_example().nodes, 340, 50, 66, 32)
    segments = [pair for edge in layout.edges for pair in itertools.pairwise(edge.path)]
    crossing = sum(
        first[0].x == second[0].x and (first[0].y - second[0].y) * (first[1].y - second[1].y) < 0
        for first, second in itertools.combinations(segments, 2)
    )
    assert crossing == 1
