import msgspec

from gradbreak.model import Example, Node
from gradbreak.report.replays import Frame, Replay, replay
from gradbreak.web.graph_drawing import MARGIN, ROW_HEIGHT, STEP, WIDTH
from gradbreak.web.graph_layout import Edge, lay_out
from tests.gradbreak.synthetic import diamond_example, linear_example


def edges(nodes: tuple[Node, ...]) -> tuple[Edge, ...]:
    return lay_out(nodes, WIDTH, STEP, ROW_HEIGHT, MARGIN).edges


def replayed(example: Example, decimal: str = ".") -> Replay:
    return replay(example, edges(example.nodes), decimal)


def test_the_write_that_replaces_shows_both_sweeps() -> None:
    shown = replayed(diamond_example())
    frame = next(frame for frame in shown.frames if shown.nodes[frame.node] == "a" and frame.before != "0")
    assert (frame.site, frame.before, frame.after, frame.broken) == ("mul.self", "10", "4", ("10", "−6"))


def test_a_frame_names_the_closure_and_the_edge_that_the_write_came_along() -> None:
    example = diamond_example()
    shown, drawn = replayed(example), edges(example.nodes)
    from_closures = [frame for frame in shown.frames if frame.closure >= 0]
    assert len(from_closures) == 8
    for frame in from_closures:
        edge = drawn[frame.edge]
        assert (edge.operand, edge.result) == (shown.nodes[frame.node], shown.nodes[frame.closure])


def test_where_the_sweeps_agree_only_one_is_told() -> None:
    assert {frame.broken for frame in replayed(linear_example()).frames} == {None}


def test_a_write_that_the_broken_engine_does_not_make_is_empty() -> None:
    example = linear_example()
    broken = msgspec.structs.replace(example.broken, writes=example.broken.writes[:-1])
    last = replayed(msgspec.structs.replace(example, broken=broken)).frames[-1]
    assert last.broken == ("", "")


def test_a_write_that_only_the_broken_engine_makes_has_no_intact_values() -> None:
    example = linear_example()
    intact = msgspec.structs.replace(example.intact, writes=example.intact.writes[:-1])
    last = replayed(msgspec.structs.replace(example, intact=intact)).frames[-1]
    assert (last.before, last.after) == ("", "")
    assert last.broken is not None


def test_numbers_are_written_as_the_language_has_them() -> None:
    example = linear_example()
    writes = tuple(msgspec.structs.replace(write, after=0.5) for write in example.intact.writes)
    tape = msgspec.structs.replace(example.intact, writes=writes)
    frames = replayed(msgspec.structs.replace(example, intact=tape, broken=tape), ",").frames
    assert {frame.after for frame in frames} == {"0,5"}


def test_a_frame_is_written_as_a_list_for_the_script() -> None:
    frame = Frame(site="s", node=0, edge=-1, closure=-1, before="0", after="1", broken=None)
    assert msgspec.json.encode(frame) == b'["s",0,-1,-1,"0","1",null]'
