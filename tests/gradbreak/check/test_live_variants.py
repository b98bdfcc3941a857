"""A live engine, changed and restored."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradbreak.check.expectations import Expectations
from gradbreak.check.live_variants import LiveVariants
from gradbreak.check.trials import Trials
from gradbreak.engine.confirming import CheckedSite, check_sites
from gradbreak.engine.forced_order import forced_order, stand_ins
from gradbreak.engine.inspecting import LoadedEngine, is_below, load
from gradbreak.engine.locating import located
from gradbreak.engine.ordered_sets import Watcher
from gradbreak.engine.probes import Apply, Prober

ENGINE = """
class Node:
    def __init__(self, data, prev=()):
        self.data, self.grad, self.prev, self.step = data, 0.0, {kept}, lambda: None

    def __add__(self, other):
        out = Node(self.data + other.data, (self, other))
        def step():
            self.grad += out.grad
            other.grad += out.grad
        out.step = step
        return out

    def __mul__(self, other):
        out = Node(self.data * other.data, (self, other))
        def step():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out.step = step
        return out

    def backward(self):
        order = []
        def visit(node):
            if node not in order:
                for each in node.prev:
                    visit(each)
                order.append(node)
        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            node.step()
"""

BRANCHES = Apply("mul", (Apply("add", ("a", "b")), Apply("mul", ("a", "b"))))
"""Whether the sum or the product writes to a's gradient first depends on the order of the operands."""


class Live:
    def __init__(self, folder: Path, name: str, kept: str) -> None:
        path = folder / f"{name}.py"
        path.write_text(ENGINE.format(kept=kept), encoding="utf-8")
        watcher = Watcher()
        with forced_order(is_below(str(folder)), stand_ins(watcher=watcher)):
            engine = load(located(path))
        assert isinstance(engine, LoadedEngine)
        prober = Prober(engine.modules, engine.recognition)
        self.trials = Trials(prober, Expectations(prober))
        self.sites: tuple[CheckedSite, ...] = check_sites(
            prober, engine.sources, engine.paths, engine.recognition.gradient, has_stand_ins=True
        )
        self.variants = LiveVariants(engine, self.trials, watcher)
        self.variants.find_reversal(self.sites)

    def gradients(self) -> tuple[float | None, ...]:
        return self.trials.outcome(BRANCHES).gradients

    def broken(self, *, is_reversed: bool) -> tuple[float | None, ...]:
        with self.variants.broken(self.sites[0], is_reversed=is_reversed):
            return self.gradients()


@pytest.fixture(params=["prev", "set(prev)"], ids=["tuple", "set"])
def live(request, tmp_path) -> Live:
    return Live(tmp_path, f"live_{tmp_path.name}".replace("[", "_").replace("]", "_"), request.param)


def test_a_broken_site_shows_under_one_order_and_not_under_the_other(live):
    forwards, backwards = (live.broken(is_reversed=each) for each in live.variants.orders)
    assert forwards != backwards
    assert live.gradients() in (forwards, backwards)


def test_the_engine_is_restored(live):
    before = live.gradients()
    for is_reversed in live.variants.orders:
        live.broken(is_reversed=is_reversed)
    assert live.gradients() == before


def test_the_loop_over_operands_is_reversed_and_that_over_the_sorted_graph_is_not(tmp_path):
    live = Live(tmp_path, "live_loops", "prev")
    assert [edit.replacement for edit in live.variants.reversal] == ["reversed(list(node.prev))"]


def test_where_sets_decide_no_text_is_changed(tmp_path):
    live = Live(tmp_path, "live_sets", "set(prev)")
    assert (live.variants.iterates_sets, live.variants.reversal) == (True, ())
