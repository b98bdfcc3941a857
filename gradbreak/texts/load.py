"""Reading the catalogue: one file for each language, and in each the same sentences."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

import msgspec

from gradbreak.texts.types import Messages

LANGUAGES = ("en", "es")
"""Every language there is a file for; the first is the one to fall back on."""


def load_messages(language: str) -> Messages:
    """All sentences in one language.

    A file in which one is missing, or one too many, is refused by the types: the error names it.

    Args:
        language: one of ``LANGUAGES``.
    """
    return msgspec.toml.decode((files(__package__) / f"{language}.toml").read_bytes(), type=Messages)


def language_of(environment: Mapping[str, str]) -> str:
    """The language that a user's environment asks for, as far as there is a file for it.

    Args:
        environment: the environment variables; of LC_ALL, LC_MESSAGES and LANG the first one counts that
            is set and not empty (POSIX, Base Definitions, section 8.2).
    """
    set_ = (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name))
    wanted = next(set_, "")[:2].lower()
    return wanted if wanted in LANGUAGES else LANGUAGES[0]
