"""One broken engine beside one test, as HTML: the change, what the test said, and its graph with both sweeps."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from markupsafe import Markup
from msgspec import Struct

from gradbreak.engine.comparing import first_difference
from gradbreak.engine.recording import RecordedWrite
from gradbreak.playground.browser.judging import Judging
from gradbreak.playground.browser.messages import DetailMessage
from gradbreak.playground.browser.test_example import example_of
from gradbreak.playground.project import BrokenVariant
from gradbreak.run.node_names import NodeNames
from gradbreak.run.recording import RecordedTest
from gradbreak.texts.catalogue import load
from gradbreak.texts.page import PageTexts
from gradbreak.texts.playground import PlaygroundTexts
from gradbreak.web.diff_lines import diff_lines
from gradbreak.web.document import rendered
from gradbreak.web.figure import Figure, draw, margin_for
from gradbreak.web.graph_drawing import RADIUS
from gradbreak.web.wording import number, plain, rich


class ShownWrite(Struct, frozen=True, kw_only=True):
    """The write that was, or was not, replaced.

    Attributes:
        sentence: what it shows.
        site: where it is written, ``mul.self``.
        target: what is written to, ``a.grad``.
        before: what was there.
        intact: what is there after, on the engine as it is.
        broken: the same on the broken engine.
    """

    sentence: str
    site: str
    target: str
    before: str
    intact: str
    broken: str


def detail_of(judging: Judging, variant: BrokenVariant, test: str, texts: PlaygroundTexts) -> DetailMessage:
    """Explain a broken engine by a test.

    Args:
        judging: a collected run.
        variant: the broken engine.
        test: the node id of a test that reaches it; empty where none does.
        texts: the language.
    """
    words = load(PageTexts, texts.language)
    drawn: Figure | None = None
    write: ShownWrite | None = None
    note = ""
    if test and not judging.shape.can_be_recorded:
        note = texts.python.not_recorded
    elif test:
        intact, broken = (
            judging.recorded(test, ()),
            judging.recorded(test, variant.edits, reverses_sets=variant.reverses_sets),
        )
        example = example_of(texts.python.yours, intact, broken, variant.id)
        write = _shown_write(intact, broken, variant.sites, judging.shape.gradient, texts)
        if example is None:
            note = texts.python.too_large
        else:
            margin = margin_for(example, words.decimal)
            drawn = draw(example, judging.shape.gradient, words, margin=margin, all_labels=True)
    markup = rendered(
        "gradbreak.playground",
        "detail.html.j2",
        {
            "t": texts.python,
            "words": words,
            "rich": rich,
            "plain": plain,
            "diff": diff_lines(variant.diff) if variant.diff else (),
            "variant": variant,
            "test": test.partition("::")[2],
            "write": write,
            "drawn": drawn,
            "radius": RADIUS,
            "note": note,
        },
    )
    replay = msgspec.json.decode(msgspec.json.encode(drawn.replay)) if drawn else None
    return DetailMessage(id=variant.id, markup=str(Markup(markup)), replay=replay)


def _shown_write(
    intact: RecordedTest, broken: RecordedTest, sites: Sequence[str], gradient: str, texts: PlaygroundTexts
) -> ShownWrite | None:
    """The first write that differs; where none does, the first that the changed code makes."""
    left, right = intact.recording.writes, broken.recording.writes
    index = first_difference(left, right)
    decimal = load(PageTexts, texts.language).decimal
    if index is not None and index < min(len(left), len(right)):
        pair = left[index], right[index]
        if (pair[0].node, pair[0].is_gradient) != (pair[1].node, pair[1].is_gradient):
            return None
    else:
        own = [write for write in left if write.is_gradient and write.place.site in sites]
        if not own or index is not None:
            return None
        named = [write for write in own if intact.nodes[write.node].variable]
        pair = (named or own)[0], (named or own)[0]
    if not pair[0].is_gradient:
        return None
    name = NodeNames(intact, broken).of_intact(pair[0].node)
    return ShownWrite(
        sentence=_sentence(*pair, texts),
        site=pair[0].place.site,
        target=f"{name}.{gradient}",
        before=_text(pair[0].before, decimal),
        intact=_text(pair[0].after, decimal),
        broken=_text(pair[1].after, decimal),
    )


def _sentence(intact: RecordedWrite, broken: RecordedWrite, texts: PlaygroundTexts) -> str:
    if intact.after == broken.after:
        return texts.python.write_same
    numbers = [each for each in (intact.before, intact.after, broken.after) if isinstance(each, float)]
    is_replaced = len(numbers) == 3 and abs((numbers[1] - numbers[0]) - numbers[2]) < 1e-9
    return texts.python.write_replaced if is_replaced else texts.python.write_differs


def _text(content: object, decimal: str) -> str:
    return number(content, decimal) if isinstance(content, float) else "–"
