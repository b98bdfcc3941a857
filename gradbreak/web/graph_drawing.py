"""The geometry of a figure: edges as curves from rim to rim, and labels beside them, clear of everything else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from gradbreak.web.graph_layout import Edge, GraphLayout, Point

WIDTH = 340.0
STEP = 54.0
ROW_HEIGHT = 80.0
MARGIN = 34.0
"""The arguments of ``gradbreak.web.graph_layout.lay_out`` for a figure, in user units."""
RADIUS = 18.0
"""Of a node, in user units."""
BOW = 22.0
"""How far apart two uses of a node by the same result bend."""
LETTER = 9.2
LINE = 14.0
CLEAR = 4.0
"""The width of a letter, the height of a line, and the room that a label needs around it, in user units."""

STEPS = 24
"""Pieces into which an edge is cut when looking for room beside it."""

Piece = tuple[Point, Point, Point, Point]
"""A cubic Bézier curve: start, two control points, end."""


def path(edge: Edge) -> str:
    """An edge as an SVG path."""
    pieces = _curve(edge)
    start = "M{:g} {:g}".format(*rounded(pieces[0][0]))
    return start + "".join(
        "C" + " ".join("{:g} {:g}".format(*rounded(point)) for point in piece[1:]) for piece in pieces
    )


def rounded(point: Point) -> tuple[float, float]:
    """Its coordinates, to a tenth of a unit."""
    return round(point.x, 1), round(point.y, 1)


def label_places(layout: GraphLayout, labels: Sequence[tuple[Edge, str]]) -> list[Point]:
    """Where to put texts beside edges: each near its edge's middle, and clear of edges, nodes and one another."""
    taken = [point for edge in layout.edges for point in _along(edge)]
    for node in layout.places.values():
        around = (-RADIUS, 0.0, RADIUS)
        taken += [Point(node.x + across, node.y + down) for across in around for down in around]
        taken.append(Point(node.x, node.y + RADIUS + LINE / 2))  # its value
    places = []
    for edge, text in labels:
        half_width = LETTER * len(text) / 2
        place = _roomiest(edge, half_width, taken, layout)
        taken += [Point(place.x + part * half_width, place.y) for part in (-1, -0.5, 0, 0.5, 1)]
        places.append(place)
    return places


def _roomiest(edge: Edge, half_width: float, taken: Sequence[Point], layout: GraphLayout) -> Point:
    """The place nearest to the edge's middle that is clear of everything, or the clearest there is."""

    def clearance(place: Point) -> float:
        if not (half_width <= place.x <= layout.width - half_width and LINE <= place.y <= layout.height - LINE):
            return -1.0
        return min(
            math.hypot(max(abs(place.x - other.x) - half_width, 0), max(abs(place.y - other.y) - LINE / 2, 0))
            for other in taken
        )

    points = _along(edge)
    middle = points[STEPS // 2]
    places = []
    for near, here, far in zip(points[4:], points[5:-5], points[6:], strict=False):
        for distance in (12, 18, 26, 36, 48):
            for side in (-distance, distance):
                shift = _towards(Point(0, 0), Point(near.y - far.y, far.x - near.x), side)
                places.append(Point(here.x + shift.x, here.y + shift.y))
                # A label is wide: beside a steep edge it has to move aside by its own width.
                places.append(Point(places[-1].x + math.copysign(half_width, shift.x), places[-1].y))
    nearest_first = sorted(places, key=lambda place: math.hypot(place.x - middle.x, place.y - middle.y))
    clear = (place for place in nearest_first if clearance(place) >= CLEAR)
    return next(clear, None) or max(nearest_first, key=clearance)


def _curve(edge: Edge) -> list[Piece]:
    """A Catmull-Rom spline through the bends, bowed where uses run in parallel."""
    points = [
        _towards(edge.path[0], edge.path[1], RADIUS),
        *edge.path[1:-1],
        _towards(edge.path[-1], edge.path[-2], RADIUS),
    ]
    around = [points[0], *points, points[-1]]
    pieces = []
    for index, (start, end) in enumerate(pairwise(points)):
        previous, following = around[index], around[index + 3]
        aside = _towards(Point(0, 0), Point(start.y - end.y, end.x - start.x), BOW * edge.bow)
        leaving = Point(start.x + (end.x - previous.x) / 6 + aside.x, start.y + (end.y - previous.y) / 6 + aside.y)
        arriving = Point(end.x - (following.x - start.x) / 6 + aside.x, end.y - (following.y - start.y) / 6 + aside.y)
        pieces.append((start, leaving, arriving, end))
    return pieces


def _along(edge: Edge) -> list[Point]:
    """Points on an edge, evenly spaced by parameter, both ends included."""
    pieces = _curve(edge)
    found = []
    for step in range(STEPS + 1):
        place = step / STEPS * len(pieces)
        index = min(int(place), len(pieces) - 1)
        t = place - index
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        weighted = list(zip(weights, pieces[index], strict=True))
        found.append(Point(sum(w * point.x for w, point in weighted), sum(w * point.y for w, point in weighted)))
    return found


def _towards(start: Point, end: Point, distance: float) -> Point:
    length = math.hypot(end.x - start.x, end.y - start.y) or 1.0
    return Point(start.x + distance * (end.x - start.x) / length, start.y + distance * (end.y - start.y) / length)
