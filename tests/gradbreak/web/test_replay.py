import msgspec

from gradbreak.model import Example, Node
from gradbreak.web.graph_drawing import MARGIN, ROW_HEIGHT, STEP, WIDTH
from gradbreak.web.graph_layout import Edge, lay_out
from gradbreak.web.replay import Frame, code_of, frames_of, lost_edges
from tests.gradbreak.synthetic import diamond_example, linear_example


def edges(nodes: tuple[Node, ...]) -> tuple[Edge, ...]:
    return lay_out(nodes, WIDTH, STEP, ROW_HEIGHT, MARGIN).edges


def framed(example: Example, decimal: str = ".") -> tuple[Frame, ...]:
    return frames_of(example, edges(example.nodes), decimal)


def test_the_write_that_replaces_shows_both_sweeps() -> None:
    example = diamond_example()
    names = [node.name for node in example.nodes]
    frame = next(frame for frame in framed(example) if names[frame.node] == "a" and frame.before != "0")
    assert (frame.site, frame.before, frame.after, frame.broken) == ("mul.self", "10", "4", ("10", "−6"))


def test_a_frame_names_the_closure_and_the_edge_that_the_write_came_along() -> None:
    example = diamond_example()
    names, drawn = [node.name for node in example.nodes], edges(example.nodes)
    from_closures = [frame for frame in framed(example) if frame.closure >= 0]
    assert len(from_closures) == 8
    for frame in from_closures:
        edge = drawn[frame.edge]
        assert (edge.operand, edge.result) == (names[frame.node], names[frame.closure])


def test_where_the_sweeps_agree_only_one_is_told() -> None:
    assert {frame.broken for frame in framed(linear_example())} == {None}


def test_a_write_that_the_broken_engine_does_not_make_is_empty() -> None:
    example = linear_example()
    broken = msgspec.structs.replace(example.broken, writes=example.broken.writes[:-1])
    last = framed(msgspec.structs.replace(example, broken=broken))[-1]
    assert last.broken == ("", "")


def test_a_write_that_only_the_broken_engine_makes_has_no_intact_values() -> None:
    example = linear_example()
    intact = msgspec.structs.replace(example.intact, writes=example.intact.writes[:-1])
    last = framed(msgspec.structs.replace(example, intact=intact))[-1]
    assert (last.before, last.after) == ("", "")
    assert last.broken is not None


def test_numbers_are_written_as_the_language_has_them() -> None:
    example = linear_example()
    writes = tuple(msgspec.structs.replace(write, after=0.5) for write in example.intact.writes)
    tape = msgspec.structs.replace(example.intact, writes=writes)
    frames = framed(msgspec.structs.replace(example, intact=tape, broken=tape), ",")
    assert {frame.after for frame in frames} == {"0,5"}


def test_a_frame_is_written_as_a_list_for_the_script() -> None:
    frame = Frame(site="s", node=0, edge=-1, closure=-1, before="0", after="1", broken=None, line=7, product="")
    assert msgspec.json.encode(frame) == b'["s",0,-1,-1,"0","1",null,7,""]'


def test_a_contribution_is_shown_as_the_product_that_it_is() -> None:
    # L = (a*b + c)*(a - c) at a=2, b=3, c=4: the factors are -2 and 10, and b is 3.
    products = {(frame.site, frame.product) for frame in framed(diamond_example()) if frame.product}
    assert {("mul.self", "−2 × 1 = −2"), ("mul.other", "10 × 1 = 10"), ("mul.self", "3 × −2 = −6")} <= products
    assert ("sub.other", "−1 × 10 = −10") in products


def test_what_no_closure_writes_is_no_product() -> None:
    assert {frame.product for frame in framed(diamond_example()) if frame.closure < 0} == {""}


def test_the_lines_that_write_are_taken_from_the_source() -> None:
    writes = tuple(msgspec.structs.replace(write, line=2) for write in linear_example().intact.writes)
    tape = msgspec.structs.replace(linear_example().intact, writes=writes)
    frames = framed(msgspec.structs.replace(linear_example(), intact=tape, broken=tape))
    assert code_of(frames, "def push():\n    self.grad += out.grad\n") == {2: "self.grad += out.grad"}
    assert code_of(frames, "") == {}


def test_an_edge_is_lost_from_the_frame_on_that_replaces_its_contribution() -> None:
    example = diamond_example()
    frames, names = framed(example), [node.name for node in example.nodes]
    lost = lost_edges(example, frames)
    assert {names[frames[count - 1].node] for count in lost.values()} == {"a", "c"}
    for edge, count in lost.items():
        contributed = next(index for index, frame in enumerate(frames) if frame.edge == edge)
        assert frames[contributed].node == frames[count - 1].node
        assert contributed < count - 1


def test_where_nothing_is_lost_no_edge_is() -> None:
    assert lost_edges(linear_example(), framed(linear_example())) == {}
