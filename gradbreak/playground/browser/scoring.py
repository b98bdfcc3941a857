"""From the answers of broken engines to levels, a verdict in one sentence, and hints."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from gradbreak.analysis.cell_states import REACHED_STATES, State, state_of
from gradbreak.hints import hints
from gradbreak.playground.browser.judging import RowAnswer
from gradbreak.playground.browser.messages import Catch, HintLine, LevelLine, RowMessage, SummaryMessage
from gradbreak.playground.project import LEVELS, BrokenVariant, PlaygroundProject
from gradbreak.texts import say
from gradbreak.texts.catalogue import load
from gradbreak.texts.hints import HintTexts
from gradbreak.texts.playground import PlaygroundTexts
from gradbreak.web.glyphs import GLYPHS


def row_message(
    variant: BrokenVariant, answer: RowAnswer, caught: Collection[str], texts: PlaygroundTexts
) -> RowMessage:
    """What to tell of one broken engine.

    Args:
        variant: the broken engine.
        answer: what the tests make of it.
        caught: the ids of all that are caught.
        texts: the language.
    """
    catching = answer.catching
    closest = next((cell.test for cell in answer.cells if state_of(cell) == answer.state), "")
    names = ", ".join(name_of(cell.test) for cell in catching)
    state = answer.state
    if catching and variant.after and variant.after not in caught:
        state = State.DEPENDS_ON_ORDER
    return RowMessage(
        id=variant.id,
        state=str(state),
        glyph=GLYPHS[state],
        says=say(getattr(texts.python, f"state_{state}"), tests=names),
        catches=tuple(Catch(test=cell.test, failure=cell.failure) for cell in catching),
        closest=closest if state in REACHED_STATES else "",
    )


def summary(
    project: PlaygroundProject,
    caught: Collection[str],
    tests: int,
    catching: Sequence[str],
    texts: PlaygroundTexts,
    *,
    is_final: bool = False,
) -> SummaryMessage:
    """What a run comes to.

    Args:
        project: the engine.
        caught: the ids of the broken engines that are caught.
        tests: how many tests count.
        catching: the ids of the tests that catch something.
        texts: the language.
        is_final: whether reasons and correct variants have been looked at.
    """
    levels, missed = [], {}
    for level in LEVELS:
        variants = [each for each in project.broken if each.level == level]
        hit = [each for each in variants if each.id in caught and (not each.after or each.after in caught)]
        missed[level] = [each.name for each in variants if each not in hit]
        if variants:
            levels.append(LevelLine(level=level, caught=len(hit), total=len(variants)))
    headline, is_good = _headline(levels, tests, catching, texts)
    made = hints(missed, project.engine.shape, load(HintTexts, texts.language))
    return SummaryMessage(
        headline=headline,
        tone="good" if is_good else "bad",
        levels=tuple(levels),
        hints=tuple(HintLine(name=each.name, idea=each.idea, skeleton=each.skeleton, test=each.test) for each in made),
        is_final=is_final,
    )


def _headline(
    levels: Sequence[LevelLine], tests: int, catching: Sequence[str], texts: PlaygroundTexts
) -> tuple[str, bool]:
    """The verdict in one sentence, and whether it is a good one."""
    words = texts.python
    if not tests:
        return words.none_passes, False
    count = {each.level: each for each in levels}
    if not count["canonical"].caught:
        return (say(words.misses_many, tests=tests) if tests > 1 else words.misses_one), False
    if all(each.caught == each.total for each in levels):
        return words.catches_all, True
    sites = count["sites"]
    names = ", ".join(map(name_of, catching))
    return say(words.catches, test=names, caught=sites.caught, total=sites.total), True


def name_of(test: str) -> str:
    """A test's name without its file."""
    return test.partition("::")[2]
