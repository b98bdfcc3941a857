"""Which languages there are, and which one a user's environment asks for."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "es")
"""Every language that has a folder here; the first is the one to fall back on."""


def language_of(environment: Mapping[str, str]) -> str:
    """The language that a user's environment asks for, where there is a folder for it; else the first.

    Args:
        environment: the environment variables; of LC_ALL, LC_MESSAGES and LANG the first one counts that
            is set and not empty (POSIX, Base Definitions, section 8.2).
    """
    set_ = (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name))
    wanted = next(set_, "")[:2].lower()
    return wanted if wanted in LANGUAGES else LANGUAGES[0]
