"""How an engine's sweep can be made to visit operands right first: by its text, or by the order of its sets."""

from __future__ import annotations

from dataclasses import dataclass

from gradbreak.check.expectations import Expectations
from gradbreak.check.live_variants import LiveVariants
from gradbreak.check.trials import Trials
from gradbreak.engine.confirming import Standing, check_sites
from gradbreak.engine.edits import Edit
from gradbreak.engine.forced_order import forced_order, stand_ins
from gradbreak.engine.inspecting import LoadedEngine, is_below, load
from gradbreak.engine.locating import Located
from gradbreak.engine.ordered_sets import Watcher
from gradbreak.engine.probes import Prober


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """What lets a sweep visit operands right first.

    Attributes:
        edits: in the engine's text, whose paths are relative to the root; empty where sets decide the order.
        by_sets: the engine's sets are iterated in reverse.
    """

    edits: tuple[Edit, ...] = ()
    by_sets: bool = False


def reversal_here(candidate: Located) -> Reversal | None:
    """What reverses an engine's order of operands; None where nothing is known that does.

    It imports the engine into this process, which must not have done so before, and changes it meanwhile.

    Args:
        candidate: the engine's file.
    """
    watcher = Watcher()
    with forced_order(is_below(candidate.root), stand_ins(watcher=watcher)):
        engine = load(candidate)
    if not isinstance(engine, LoadedEngine):
        return None
    prober = Prober(engine.modules, engine.recognition)
    checked = check_sites(prober, engine.sources, engine.paths, engine.recognition.gradient, has_stand_ins=True)
    variants = LiveVariants(engine, Trials(prober, Expectations(prober)), watcher)
    variants.find_reversal([each for each in checked if each.standing is Standing.CONFIRMED])
    if variants.iterates_sets or variants.reversal:
        return Reversal(edits=variants.reversal, by_sets=variants.iterates_sets)
    return None
