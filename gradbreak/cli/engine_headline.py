"""What a run says first where the engine itself is wrong."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from gradbreak import __version__
from gradbreak.config import Config
from gradbreak.errors import BadEngine
from gradbreak.process.cache import CACHE, cached
from gradbreak.texts import LANGUAGES


def wrong_engine(config: Config) -> dict[str, tuple[str, ...]]:
    """What is wrong with the numbers of the project's engine, in every language; empty where a check finds nothing.

    It is kept in the cache until a file of the engine changes.

    Args:
        config: the project.
    """
    whole = hashlib.sha256(__version__.encode())
    for file in config.engine.files:
        whole.update((config.root / file).read_bytes())
    folder = config.cache_root / CACHE
    with contextlib.suppress(OSError):  # the run itself says that its cache cannot be made
        folder.mkdir(exist_ok=True)
    path = folder / "engine-check.json" if folder.is_dir() else None
    return cached(
        path, whole.hexdigest(), dict[str, tuple[str, ...]], lambda: _checked(config.root / config.engine.file)
    )


def _checked(path: Path) -> dict[str, tuple[str, ...]]:
    # Imported here: what a check needs takes longer than all that a run with nothing to do does.
    from gradbreak.check.checking import check_in_process
    from gradbreak.engine.locating import located
    from gradbreak.results.check_text import check_lines

    try:
        check = check_in_process([located(path)])
    except BadEngine:
        return {}  # a configured engine of a shape that is not recognised: the run's own proofs hold for it
    if check.is_right:
        return {}
    return {language: tuple(check_lines(check, language)) for language in LANGUAGES}
