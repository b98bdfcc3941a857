"""Every sentence that gradbreak says to people, in every language.

In comes the name of a language; out come its sentences, in a typed catalogue for each place that speaks: the report,
the terminal, a trace, an explanation, the lesson, grades. A language is a folder with a TOML file for each catalogue,
a name in ``LANGUAGES``, and the names in ``terms``. Nothing is computed here: whoever says a sentence fills in its
numbers and names.
"""

from gradbreak.texts.languages import LANGUAGES, language_of
from gradbreak.texts.sentences import placeholders, say

__all__ = ["LANGUAGES", "language_of", "placeholders", "say"]
