"""The browser's Python and what bundles the editor: npm packages, which lie in a folder of their own.

They are no part of gradbreak: 30 MB that few installations need. A lock file pins them, and no file of ours says where
npm is to look for them.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from gradbreak.errors import NoRuntime

PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")

DECLARATIONS = ("package.json", "package-lock.json")


@dataclass(frozen=True, slots=True)
class NpmPackages:
    """The npm packages that a site is made with.

    Attributes:
        folder: ``node_modules``.
    """

    folder: Path

    @property
    def pyodide(self) -> tuple[Path, ...]:
        """The files of the browser's Python."""
        return tuple(self.folder / "pyodide" / name for name in PYODIDE_FILES)

    @property
    def esbuild(self) -> Path:
        """The bundler."""
        return self.folder / ".bin" / "esbuild"

    def bundle(self, entry: Path, to: Path) -> None:
        """Bundle a script and what it imports into one file.

        Args:
            entry: the script.
            to: the file to write.

        Raises:
            NoRuntime: the bundler refuses or is for another platform.
        """
        command = [str(self.esbuild), str(entry), "--bundle", "--minify", "--format=esm", "--target=es2022"]
        # The scripts lie elsewhere, and their packages here.
        environment = {"NODE_PATH": str(self.folder), "PATH": _path()}
        done = subprocess.run(
            [*command, f"--outfile={to}", "--log-level=error"], capture_output=True, text=True, env=environment
        )
        if done.returncode:
            raise NoRuntime(
                f"esbuild cannot bundle the page's scripts: {done.stderr.strip()[-300:]}", _step(self.folder)
            )


def default_folder() -> Path:
    """Where the packages lie if nobody says otherwise: with this installation, one folder for each lock file."""
    digest = hashlib.sha256(_declaration("package-lock.json")).hexdigest()[:12]
    return Path(sys.prefix) / "share" / "gradbreak" / f"playground-{digest}"


def find_packages(folder: Path) -> NpmPackages:
    """The npm packages.

    Args:
        folder: where ``npm ci`` was run. What that needs is written into it, where it is missing.

    Raises:
        NoRuntime: they are not there; the error says in one line how to get them.
    """
    found = NpmPackages(folder / "node_modules")
    if all(path.is_file() for path in (*found.pyodide, found.esbuild)):
        return found
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in DECLARATIONS:
            (folder / name).write_bytes(_declaration(name))
    except OSError as error:
        raise NoRuntime(
            f"Python for the browser is not here, and {folder} cannot be written: {error.strerror}",
            "Name a folder with --runtime",
        ) from None
    raise NoRuntime("Python for the browser is not here", _step(folder / "node_modules"))


def _step(packages: Path) -> str:
    return f"Run `npm ci --ignore-scripts --prefix {packages.parent}`, then this command again"


def _declaration(name: str) -> bytes:
    return (files("gradbreak.playground") / "npm" / name).read_bytes()


def _path() -> str:
    node = shutil.which("node")
    return str(Path(node).parent) if node else "/usr/bin:/bin"


def script_folder() -> Path:
    """Where the page's scripts are, as files."""
    with as_file(files("gradbreak.playground") / "static") as folder:
        return folder
