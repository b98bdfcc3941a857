"""gradbreak: which of your tests catch a broken backward pass, measured mutant by mutant.

pytest rewrites the assertions of packages that come with a plugin, and warns where one is imported already. There is
nothing to rewrite here: PYTEST_DONT_REWRITE.
"""

__version__ = "0.1.0"
