"""What ``mutmut run`` recorded in the folder ``mutants/``: the text that it tested, and its verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.file_mutation import compute_function_hashes
from mutmut.stats import status_by_exit_code


def changed_functions(root: Path, sources: Mapping[str, str]) -> list[str]:
    """Functions whose text is not the one that ``mutmut run`` tested, by file and mangled name."""
    changed = []
    for file, source in sources.items():
        tested = _tested(root, file).hash_by_function_name
        now = compute_function_hashes(source)
        changed += [f"{file}: {key}" for key in tested if now.get(key) != tested[key]]
    return changed


def unchecked_mutants(root: Path, files: list[str]) -> list[str]:
    """Mutants that ``mutmut run`` made and has not tested yet."""
    return [name for file in files for name, code in _tested(root, file).exit_code_by_key.items() if code is None]


def verdicts_of_mutmut(root: Path, files: list[str]) -> dict[str, str]:
    """Mutmut's own verdict on each mutant, in the words of ``mutmut results``."""
    return {
        name: status_by_exit_code[code] for file in files for name, code in _tested(root, file).exit_code_by_key.items()
    }


def _tested(root: Path, file: str) -> SourceFileMutationData:
    data = SourceFileMutationData(path=file)
    data.meta_path = root / data.meta_path
    data.load()
    return data
