"""What is traced runs under the order that verdicts are made under, and so does the search for a killing test."""

from __future__ import annotations

import builtins
import shutil

import pytest

from gradbreak.config import Config
from gradbreak.explain.trial import fails_under_all
from gradbreak.model import Order, Write
from gradbreak.mutation import MutantSet, make_mutants
from gradbreak.process.in_child import in_child
from gradbreak.project.opening import infer_project
from gradbreak.texts.catalogue import load
from gradbreak.texts.trace import TraceTexts
from gradbreak.trace.loading import engine_in_child
from gradbreak.trace.parse import parse
from gradbreak.trace.trace import TraceRequest, trace
from gradbreak.trace.wording import order_in_words
from tests.engines.samples import FOLDER


@pytest.fixture(scope="module")
def set_children(tmp_path_factory: pytest.TempPathFactory) -> tuple[Config, MutantSet]:
    folder = tmp_path_factory.mktemp("loading") / "set_children"
    shutil.copytree(FOLDER / "set_children", folder, ignore=shutil.ignore_patterns("__pycache__"))
    config = infer_project([folder / "micro.py"], [str(folder / "test_micro.py")], folder.parent).config
    return config, make_mutants(config, sites_only=True)


def orders_of_a_set(config: Config) -> list[tuple[str, list[float]]]:
    with engine_in_child(config) as engine:
        children = (engine.node_class(1.0) + engine.node_class(2.0))._prev
        seen = [(str(order), [each.data for each in children]) for order in engine.under_each_order()]
        return [*seen, ("afterwards", [each.data for each in children])]


def test_each_order_holds_in_turn_and_afterwards_the_first_again(set_children: tuple[Config, MutantSet]) -> None:
    config, _ = set_children
    found = in_child(lambda: orders_of_a_set(config), list[tuple[str, list[float]]], seconds=5, memory_mib=500)
    assert found == [
        (Order.FORWARDS, [1.0, 2.0]),
        (Order.REVERSED, [2.0, 1.0]),
        ("afterwards", [1.0, 2.0]),
    ]


def test_a_trace_shows_the_sweep_that_kills_under_the_order_that_the_matrix_names(
    set_children: tuple[Config, MutantSet],
) -> None:
    config, mutants = set_children
    change = mutants.find("exp.self").id  # as the sample declares, its break is noticed forwards
    request = TraceRequest(
        name="", expression=parse("exp(a) + a*3", {"exp": "exp"}), inputs={"a": 0.0}, break_id=change
    )
    (example,) = trace(config, mutants, [request])
    last: Write = [write for write in example.intact.writes if write.node == "a"][-1]
    assert (last.site, last.before) == ("exp.self", 3.0)


@pytest.mark.parametrize(
    ("fails_under", "counts"), [((Order.FORWARDS,), False), ((Order.FORWARDS, Order.REVERSED), True), ((), False)]
)
def test_a_test_that_fails_under_one_order_only_is_not_offered(
    fails_under: tuple[Order, ...], counts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    now: list[Order] = []

    def under_each_order():  # type: ignore[no-untyped-def]  # a generator of this test
        for order in (Order.FORWARDS, Order.REVERSED):
            now[:] = [order]
            yield order

    source = f"def test_x():\n    assert now[0] not in {[str(order) for order in fails_under]}\n"
    monkeypatch.setattr(builtins, "now", now, raising=False)
    assert fails_under_all(source, "test_x", under_each_order()) is counts


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_order_has_words_of_its_own(language: str) -> None:
    texts = load(TraceTexts, language)
    said = [order_in_words(order, texts) for order in Order]
    assert len(set(said)) == 3
    assert said[2:] == [said[2]] * 8
