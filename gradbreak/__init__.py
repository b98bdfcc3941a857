"""gradbreak: which of your tests catch a broken backward pass, measured mutant by mutant.

pytest rewrites the assertions of packages that come with a plugin, and warns where one is imported already. There is
nothing to rewrite here: PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"


def load_ipython_extension(shell: Any) -> None:
    """What ``%load_ext gradbreak`` calls: it makes ``%%gradbreak`` known.

    Args:
        shell: IPython's, which has no types.
    """
    from gradbreak.notebook.magic import register  # only now: nothing else of gradbreak is loaded with the package

    register(shell)
