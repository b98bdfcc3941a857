"""Where the nodes of a computation graph go: a layered drawing, inputs on the left, the result on the right.

The method of Sugiyama, Tagawa & Toda (1981): layers by longest path, long edges split by bends, an order within
each layer with few crossings found by barycentres, then heights that straighten the edges. The graphs of a
lesson have a dozen nodes, so a few rounds of each step are enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, pairwise
from statistics import fmean

from msgspec import Struct

from gradbreak.model import Node

Item = str | tuple[int, int]
"""A node's name, or a bend: the number of the edge and the layer that it passes through."""

Layers = list[list[Item]]
Neighbours = Callable[[Item], Iterable[Item]]

ROUNDS = 12
"""Sweeps of each step; drawings of a dozen nodes stop changing after three or four."""


class Point(Struct, frozen=True):
    """A place in the drawing, in user units, y downwards."""

    x: float
    y: float


class Edge(Struct, frozen=True):
    """One use of an operand.

    Attributes:
        operand: the name of the node that is used.
        result: the name of the node made from it.
        position: which operand it is, counted from 0.
        path: the points it passes through, from the operand's centre to the result's.
        bow: how far it bends aside, in units of one: not 0 where one node is used twice by the same result.
    """

    operand: str
    result: str
    position: int
    path: tuple[Point, ...]
    bow: float


class GraphLayout(Struct, frozen=True):
    """A drawing.

    Attributes:
        width: in user units.
        height: in user units.
        places: node name → its centre.
        edges: every use of every operand, in the order of the nodes.
    """

    width: float
    height: float
    places: dict[str, Point]
    edges: tuple[Edge, ...]


def lay_out(nodes: Sequence[Node], width: float, least_step: float, row_height: float, margin: float) -> GraphLayout:
    """Place the nodes of a graph.

    Args:
        nodes: operands before results.
        width: of the drawing, in user units; more where the layers need it.
        least_step: between neighbouring layers, in user units.
        row_height: between neighbours in a layer, in user units.
        margin: from the outermost centres to the edge of the drawing, in user units.
    """
    uses = [(parent, node.name, position) for node in nodes for position, parent in enumerate(node.parents)]
    layer_of = _layers_by_longest_path(nodes)
    routes: list[list[Item]] = [
        [operand, *((number, layer) for layer in range(layer_of[operand] + 1, layer_of[result])), result]
        for number, (operand, result, _) in enumerate(uses)
    ]
    layers: Layers = [[] for _ in range(max(layer_of.values(), default=0) + 1)]
    for name, layer in layer_of.items():
        layers[layer].append(name)
    for route in routes:
        for offset, bend in enumerate(route[1:-1], start=1):
            layers[layer_of[str(route[0])] + offset].append(bend)
    links = [link for route in routes for link in pairwise(route)]
    layers = _with_few_crossings(layers, links)
    heights = _straightened(layers, links)
    top = min(heights.values(), default=0.0)
    gaps = max(len(layers) - 1, 1)
    step = max((width - 2 * margin) / gaps, least_step)
    places = {
        item: Point(margin + step * layer, margin + row_height * (heights[item] - top))
        for layer, items in enumerate(layers)
        for item in items
    }
    edges = tuple(
        Edge(*use, tuple(places[item] for item in route), bow)
        for use, route, bow in zip(uses, routes, _bows(uses), strict=True)
    )
    return GraphLayout(
        width=2 * margin + step * gaps,
        height=2 * margin + row_height * (max(heights.values(), default=0.0) - top),
        places={node.name: places[node.name] for node in nodes},
        edges=edges,
    )


def crossings(layers: Layers, links: Iterable[tuple[Item, Item]]) -> int:
    """How many pairs of links cross, given the order within each layer."""
    place = {item: (layer, index) for layer, items in enumerate(layers) for index, item in enumerate(items)}
    spans = [(*place[near], place[far][1]) for near, far in links]
    return sum(
        first[0] == second[0] and (first[1] - second[1]) * (first[2] - second[2]) < 0
        for first, second in combinations(spans, 2)
    )


def _layers_by_longest_path(nodes: Sequence[Node]) -> dict[str, int]:
    layer_of: dict[str, int] = {}
    for node in nodes:
        layer_of[node.name] = max((layer_of[parent] + 1 for parent in node.parents), default=0)
    return layer_of


def _with_few_crossings(layers: Layers, links: Sequence[tuple[Item, Item]]) -> Layers:
    """Order each layer by the mean place of its neighbours, to and fro, and keep the best order met."""
    before, after = _neighbours(links)
    best = layers
    for _ in range(ROUNDS):
        for towards, sequence in ((before, range(1, len(layers))), (after, range(len(layers) - 2, -1, -1))):
            layers = [list(items) for items in layers]
            for layer in sequence:
                index = {item: position for items in layers for position, item in enumerate(items)}
                # An item without neighbours on that side keeps its place.
                layers[layer].sort(key=lambda item: fmean([index[other] for other in towards(item)] or [index[item]]))
            if crossings(layers, links) < crossings(best, links):
                best = layers
    return best


def _straightened(layers: Layers, links: Sequence[tuple[Item, Item]]) -> dict[Item, float]:
    """A height for each item: near its neighbours' mean, in order, and at least 1 apart within a layer."""
    before, after = _neighbours(links)
    height = {item: index - (len(items) - 1) / 2 for items in layers for index, item in enumerate(items)}
    for _ in range(ROUNDS):
        for items in layers:
            wish = {
                item: fmean([height[other] for other in (*before(item), *after(item))] or [height[item]])
                for item in items
            }
            for above, below in pairwise(items):
                wish[below] = max(wish[below], wish[above] + 1)
            # Pushing apart only downwards would let the layer drift, so it is centred on where it wished to be.
            drift = fmean(wish.values()) - fmean(height[item] for item in items) if len(items) > 1 else 0.0
            height.update({item: wish[item] - drift for item in items})
    return height


def _neighbours(links: Sequence[tuple[Item, Item]]) -> tuple[Neighbours, Neighbours]:
    before: dict[Item, list[Item]] = {}
    after: dict[Item, list[Item]] = {}
    for near, far in links:
        before.setdefault(far, []).append(near)
        after.setdefault(near, []).append(far)
    return (lambda item: before.get(item, [])), (lambda item: after.get(item, []))


def _bows(uses: Sequence[tuple[str, str, int]]) -> list[float]:
    """For each use, how far to bend it aside so that parallel uses are told apart."""
    together = Counter((operand, result) for operand, result, _ in uses)
    met: Counter[tuple[str, str]] = Counter()
    bows = []
    for operand, result, _ in uses:
        pair = (operand, result)
        bows.append(met[pair] - (together[pair] - 1) / 2)
        met[pair] += 1
    return bows
