import msgspec

from gradbreak.model import Node, Write
from gradbreak.web.edge_matching import edges_of
from gradbreak.web.graph_drawing import MARGIN, ROW_HEIGHT, STEP, WIDTH
from gradbreak.web.graph_layout import Edge, lay_out


def edges(nodes: tuple[Node, ...]) -> tuple[Edge, ...]:
    return lay_out(nodes, WIDTH, STEP, ROW_HEIGHT, MARGIN).edges


def test_two_uses_by_one_result_take_turns_and_a_second_sweep_begins_anew() -> None:
    nodes = (Node(name="a", op="", parents=(), value=1), Node(name="a + a", op="add", parents=("a", "a"), value=2))
    write = Write(sweep=1, step=1, site="add.self", node="a", before=0, after=1, source="a + a")
    assert edges_of([write] * 4, edges(nodes)) == [0, 1, 0, 1]
    assert edges_of([msgspec.structs.replace(write, source="")], edges(nodes)) == [None]
