"""Running a generated test as somebody would who pasted it: on files, with nothing of the search around it."""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from gradbreak.config import Config
from gradbreak.engine.edits import apply_edits
from gradbreak.explain.killing import KillingTest
from gradbreak.mutation import MutantSet
from gradbreak.process.in_child import Ended, in_child

CPU_SECONDS = 2


def mutated(mutants: MutantSet, id_: str) -> dict[str, str]:
    """The engine's files with a mutant in their text."""
    edits = mutants.edits(id_)
    return {file: apply_edits(text, [e for e in edits if e.file == file]) for file, text in mutants.sources.items()}


def outcome(config: Config, sources: Mapping[str, str], test: KillingTest, folder: Path) -> str:
    """``passed``, or what ended the test.

    Args:
        config: the project; its package is copied.
        sources: the texts of the engine's files.
        test: what to run.
        folder: where to write the package.
    """
    package = Path(config.engine.file).parts[0]
    shutil.copytree(config.root / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    for file, text in sources.items():
        (folder / file).write_text(text, encoding="utf-8")

    def run() -> str:
        signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
        for name in [name for name in sys.modules if name.partition(".")[0] == package]:
            del sys.modules[name]
        sys.dont_write_bytecode = True
        sys.path.insert(0, str(folder))
        namespace: dict[str, object] = {}
        exec(test.source, namespace)
        assert Path(sys.modules[package].__file__ or "").is_relative_to(folder)
        try:
            namespace[test.name]()  # type: ignore[operator]  # a function
        except BaseException as error:  # noqa: BLE001  # whatever ends a test, pytest.fail included
            return type(error).__name__
        return "passed"

    answer = in_child(run, str, seconds=10.0, memory_mib=256)
    return answer.why if isinstance(answer, Ended) else answer
