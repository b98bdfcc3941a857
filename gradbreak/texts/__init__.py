"""Every sentence that gradbreak says to people, in every language.

In comes the name of a language; out come its sentences, in one typed catalogue for each place that speaks (the
page, the lesson). It never computes: numbers and names are filled in by whoever says the sentence.
"""

from gradbreak.texts.languages import LANGUAGES, language_of
from gradbreak.texts.sentences import placeholders, say

__all__ = ["LANGUAGES", "language_of", "placeholders", "say"]
