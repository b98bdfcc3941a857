"""A recorded test as an example: its graph, and its sweeps on the engine as it is and on a broken one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gradbreak.engine.probes import SIGNS
from gradbreak.engine.recording import Content
from gradbreak.model import Example, Node, Tape, Write
from gradbreak.run.node_names import NodeNames
from gradbreak.run.recording import MadeNode, RecordedTest

MOST_NODES = 24
"""In a drawing; of more, nobody can follow the edges."""

LONGEST = 70
"""Characters of an expression; a longer one is not written out."""


def example_of(name: str, intact: RecordedTest, broken: RecordedTest, break_id: str) -> Example | None:
    """The example that a test is; None where its graph is too large, empty, or holds something other than numbers.

    Args:
        name: of the example.
        intact: the test on the engine as it is.
        broken: the test on the broken engine.
        break_id: of the broken engine.
    """
    numbers = _in_graph(intact.nodes)
    if not numbers or len(numbers) > MOST_NODES or any(intact.nodes[number].value is None for number in numbers):
        return None
    names = NodeNames(intact, broken)
    nodes = tuple(
        Node(
            name=names.of_intact(number),
            op=intact.nodes[number].op,
            parents=tuple(names.of_intact(parent) for parent in intact.nodes[number].parents),
            value=intact.nodes[number].value or 0.0,
        )
        for number in numbers
    )
    inputs = {
        names.of_intact(number): intact.nodes[number].value or 0.0
        for number in numbers
        if not intact.nodes[number].parents and intact.nodes[number].variable
    }
    result = numbers[-1]
    return Example(
        name=name,
        expression=_written(result, intact.nodes, is_result=True)[:LONGEST],
        inputs=inputs,
        value=intact.nodes[result].value or 0.0,
        nodes=nodes,
        intact=_tape(intact, names.of_intact, inputs),
        broken=_tape(broken, names.of_mutated, inputs),
        break_id=break_id,
    )


def _in_graph(nodes: Sequence[MadeNode]) -> list[int]:
    """The numbers of the nodes that were computed, or computed with, operands before results."""
    used = {number for number, node in enumerate(nodes) if node.parents}
    used |= {parent for node in nodes for parent in node.parents}
    ordered: dict[int, None] = {}

    def visit(number: int) -> None:
        for parent in nodes[number].parents:
            if parent not in ordered:
                visit(parent)
        ordered[number] = None

    for number in sorted(used):
        if len(used) <= MOST_NODES and number not in ordered:
            visit(number)
    return list(ordered)


def _written(number: int, nodes: Sequence[MadeNode], *, is_result: bool = False) -> str:
    """A node as a learner would write it: ``(a*b + c)*a``."""
    node = nodes[number]
    if node.variable and not is_result:
        return node.variable
    if not node.parents:
        return node.variable or f"{node.value:g}"
    operands = [_written(parent, nodes) for parent in node.parents]
    sign = SIGNS.get(node.op)
    if sign is not None and len(operands) == 2:
        spaced = f" {sign} " if sign in "+-" else sign
        text = spaced.join(operands)
        return text if is_result or sign not in "+-" else f"({text})"
    return f"-{operands[0]}" if node.op == "neg" else f"{node.op}({', '.join(operands)})"


def _tape(recorded: RecordedTest, name_of: Callable[[int], str], inputs: Sequence[str] | dict[str, float]) -> Tape:
    steps: dict[int, int] = {}
    writes, held = [], dict.fromkeys(inputs, 0.0)
    for write in recorded.recording.writes:
        if not write.is_gradient:
            continue
        name = name_of(write.node)
        after = _number(write.after)
        if name in held:
            held[name] = after
        if not write.sweep:
            continue
        steps[write.sweep] = steps.get(write.sweep, 0) + 1
        source = ""
        if write.place.contributes:
            known = name_of(write.source) if write.source is not None else ""
            source = known or write.place.op or write.place.function
        writes.append(
            Write(
                sweep=write.sweep,
                step=steps[write.sweep],
                site=write.place.site,
                node=name,
                before=_number(write.before),
                after=after,
                line=write.place.line,
                source=source,
            )
        )
    return Tape(writes=tuple(writes), gradients=held)


def _number(content: Content) -> float:
    return content if isinstance(content, float) else 0.0
