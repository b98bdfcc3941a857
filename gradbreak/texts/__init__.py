"""What gradbreak says to learners, in every language: one typed catalogue, checked when it is loaded."""

from gradbreak.texts.load import LANGUAGES, language_of, load_messages
from gradbreak.texts.sentences import placeholders, say
from gradbreak.texts.types import Messages

__all__ = ["LANGUAGES", "Messages", "language_of", "load_messages", "placeholders", "say"]
