"""What pytest or a notebook asks of the process that runs the sites' mutants, and what that answers."""

from __future__ import annotations

import enum

from msgspec import Struct


class SiteRunRequest(Struct, frozen=True, kw_only=True):
    """What to run.

    Attributes:
        root: the folder to look for a configuration from, absolute; the process runs in it.
        tests: file, absolute → what follows the file in the node ids of its selected tests; nothing for all of them.
        engine: the path of the engine, absolute; empty for the configured one or one of ``modules``.
        modules: the files of the modules that the tests imported, absolute.
        options: those that pytest was started with.
        source: what ran, for the page's foot.
        html: the file to write the page to, absolute; empty for none.
        wants_fragment: answer with HTML for a notebook, too.
        minimum: sites that must be caught; None where any number will do.
        left_out: how many selected items are no test functions.
        language: one of ``gradbreak.texts.LANGUAGES``.
    """

    root: str
    tests: dict[str, tuple[str, ...]]
    engine: str = ""
    modules: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    source: str = "pytest --gradbreak"
    html: str = ""
    wants_fragment: bool = False
    minimum: int | None = None
    left_out: int = 0
    language: str = "en"


class Tone(enum.StrEnum):
    """How a line is shown."""

    PLAIN = "plain"
    GOOD = "good"
    BAD = "bad"
    STRONG = "strong"


class SummaryLine(Struct, frozen=True):
    """One line for a terminal."""

    text: str
    tone: Tone = Tone.PLAIN


class Response(Struct, frozen=True, kw_only=True):
    """What was found.

    Attributes:
        title: of the section.
        lines: what it says.
        caught: how many sites are caught; None where they could not be run, and the lines say why.
        total: how many there are.
        fragment: HTML for a notebook, where it was asked for.
    """

    title: str
    lines: tuple[SummaryLine, ...]
    caught: int | None = None
    total: int = 0
    fragment: str = ""
