"""The page's sentences, by language."""

from gradbreak.report.texts.catalogue import Texts
from gradbreak.report.texts.english import ENGLISH
from gradbreak.report.texts.spanish import SPANISH
from gradbreak.report.texts.terms import in_language

LANGUAGES: dict[str, Texts] = {texts.language: texts for texts in (ENGLISH, SPANISH)}

__all__ = ["LANGUAGES", "Texts", "in_language"]
