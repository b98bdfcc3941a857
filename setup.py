"""Puts the example project into the wheel; everything else about the build is in pyproject.toml.

``gradbreak example`` writes minigrad, its suites and their declarations into a folder. They are top-level folders here,
and package-data can name only what is inside a package. Package-dir was tried and rejected: it would make importable
packages of the test folders.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
EXAMPLE = ("minigrad", "mutation_config", "tests/suites", "tests/students/honest", "pyproject.toml")
"""What `gradbreak.example.files` looks for; a test holds the two lists together."""


class BuildWithExample(build_py):
    """Copies the package, and the example project into it."""

    def run(self) -> None:
        """Build; an editable installation reads the example where it is."""
        super().run()
        if not self.editable_mode:
            for target, source in self._example():
                Path(target).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """Every file that is written."""
        own = [] if self.editable_mode else [target for target, _ in self._example()]
        return [*super().get_outputs(include_bytecode), *own]

    def _example(self) -> list[tuple[str, Path]]:
        """Where each file goes, and where it is."""
        folder = Path(self.build_lib, "gradbreak/example/project")
        files = [
            path
            for name in EXAMPLE
            for path in ([ROOT / name] if (ROOT / name).is_file() else sorted((ROOT / name).rglob("*")))
            if path.is_file() and "__pycache__" not in path.parts
        ]
        return [(str(folder / path.relative_to(ROOT)), path) for path in files]


setup(cmdclass={"build_py": BuildWithExample})
