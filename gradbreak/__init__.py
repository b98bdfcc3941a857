"""gradbreak: which of your tests catch a broken backward pass, measured mutant by mutant."""

__version__ = "0.1.0"
