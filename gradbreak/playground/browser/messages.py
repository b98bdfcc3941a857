"""What the browser's Python tells the page, one message after the other, as JSON."""

from __future__ import annotations

from msgspec import Struct

from gradbreak.model import Failure


class TestLine(Struct, frozen=True, kw_only=True):
    """One test on the engine as it is.

    Attributes:
        id: the node id.
        name: what pytest calls it, without the file.
        line: where it is defined, counted from 1.
        outcome: what came of it.
        set_aside: why it counts nowhere, for people; empty where it counts, or where it did not pass.
        failure: why it failed.
    """

    id: str
    name: str
    line: int
    outcome: str
    set_aside: str = ""
    failure: Failure | None = None


class CollectedMessage(Struct, frozen=True, kw_only=True, tag="collected"):
    """The names of the tests, before any of them has run: the page can name one that does not end."""

    names: tuple[str, ...]


class TestsMessage(Struct, frozen=True, kw_only=True, tag="tests"):
    """The tests on the engine as it is; sent again where one is set aside later."""

    tests: tuple[TestLine, ...]


class UnusableMessage(Struct, frozen=True, kw_only=True, tag="unusable"):
    """The text cannot be run.

    Attributes:
        line: counted from 1; 0 where it is not known.
        message: for people.
        headline: the same as the verdict.
    """

    line: int
    message: str
    headline: str


class Catch(Struct, frozen=True, kw_only=True):
    """A test that does not pass on a broken engine, and why; a failure of None is a test that never ended."""

    test: str
    failure: Failure | None


class RowMessage(Struct, frozen=True, kw_only=True, tag="row"):
    """One broken engine; sent again once it is known why it lives.

    Attributes:
        id: of the broken engine.
        state: a letter, see ``gradbreak.analysis.cell_states.State``.
        glyph: what stands for it.
        says: the state as a sentence.
        catches: the tests that do not pass on it.
        closest: of an engine that lives, the id of the test that came closest; empty where none reaches it.
    """

    id: str
    state: str
    glyph: str
    says: str
    catches: tuple[Catch, ...] = ()
    closest: str = ""


class LevelLine(Struct, frozen=True, kw_only=True):
    """How many broken engines of one level are caught."""

    level: str
    caught: int
    total: int


class HintLine(Struct, frozen=True, kw_only=True):
    """One hint in three steps; see ``gradbreak.hints``."""

    name: str
    idea: str
    skeleton: str
    test: str


class SummaryMessage(Struct, frozen=True, kw_only=True, tag="summary"):
    """What it all comes to.

    Attributes:
        headline: the verdict in one sentence.
        tone: ``good``, ``bad`` or ``plain``.
        levels: from the easiest to the hardest.
        hints: what to write next.
        is_final: reasons and correct variants have been looked at.
    """

    headline: str
    tone: str
    levels: tuple[LevelLine, ...]
    hints: tuple[HintLine, ...]
    is_final: bool = False


class UncleanMessage(Struct, frozen=True, kw_only=True, tag="unclean"):
    """Something that the tests did is still there, so that this interpreter can be used no more.

    Attributes:
        message: what, for people.
        row: the index of the next broken engine that has no verdict yet; None where all have one.
    """

    message: str
    row: int | None


class DetailMessage(Struct, frozen=True, kw_only=True, tag="detail"):
    """One broken engine and one test, for a person to read.

    Attributes:
        id: of the broken engine.
        markup: HTML.
        replay: what the figure's player needs; None without a figure.
    """

    id: str
    markup: str
    replay: object | None = None


class TextMessage(Struct, frozen=True, kw_only=True, tag="text"):
    """The tests of a file, for the editor.

    Attributes:
        text: of the tests.
        says: which file it is of, and what of it or beside it was left out, for people.
    """

    text: str
    says: str


class EngineMessage(Struct, frozen=True, kw_only=True, tag="engine"):
    """What was found of an engine that somebody gave.

    Attributes:
        project: a ``PlaygroundProject`` as JSON; empty where there is none.
        says: what was found, or why nothing was, for people.
        tests: those that were given with it, for the editor; empty where there are none.
    """

    project: str
    says: str
    tests: str = ""


class RefusedMessage(Struct, frozen=True, kw_only=True, tag="refused"):
    """Files that somebody gave hold neither tests nor an engine; ``says`` is for people."""

    says: str


class DoneMessage(Struct, frozen=True, kw_only=True, tag="done"):
    """A request is answered.

    Attributes:
        printed: what the tests printed, cut where it is long.
    """

    printed: str = ""
