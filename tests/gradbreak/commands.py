"""Commands of documents, run as a shell would run them, without importing gradbreak anew for each.

A process that has imported gradbreak's commands and none of a project's files forks for each command, so every command
starts as clean as in a terminal, and most of a second sooner. What is not plainly ``gradbreak ARGUMENTS`` goes to a
shell.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLAIN = re.compile(r"gradbreak (?P<arguments>[^|&;<>$`]*?)(?: \| (?P<filter>tail -n \d+))?(?:\s+#.*)?")
"""A command without anything that a shell would do, but for a filter of its output and a comment at the end."""

IMPORTED = (
    "gradbreak.cli.app",
    "gradbreak.cli.check",
    "gradbreak.cli.explain",
    "gradbreak.cli.grade",
    "gradbreak.cli.lesson",
    "gradbreak.cli.run",
    "gradbreak.cli.trace",
    "gradbreak.run.lifecycle",
)
"""What the process imports: the commands that documents show most, with all that they need."""

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(list(IMPORTED))


def output_of(command: str, folder: Path) -> tuple[int, str]:
    """The exit code of a command and what a terminal would show; of standard error only where the command fails."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("LC_", "PYTEST_"))},
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(folder),
        "COLUMNS": "80",
        "LANG": "C.UTF-8",
    }
    plain = PLAIN.fullmatch(command)
    if plain is None:
        done = subprocess.run(
            ["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        code, out, err = done.returncode, done.stdout, done.stderr
    else:
        code, out, err = _forked(shlex.split(plain["arguments"]), folder, environment)
        if plain["filter"]:  # its exit code is that of the whole command, as in a shell
            done = subprocess.run(shlex.split(plain["filter"]), input=out, capture_output=True, text=True, check=False)
            code, out = done.returncode, done.stdout
    shown = out + (err if code else "")
    return code, "\n".join(line.rstrip() for line in shown.splitlines()).rstrip()


def _forked(arguments: list[str], folder: Path, environment: dict[str, str]) -> tuple[int, str, str]:
    files = [folder.parent / f"{folder.name}.{name}" for name in ("out", "err")]
    process = _FORKING.Process(target=_become, args=(arguments, folder, environment, files))
    process.start()
    process.join()
    out, err = (file.read_text(encoding="utf-8") for file in files)
    assert process.exitcode is not None
    return process.exitcode, out, err


def _become(arguments: list[str], folder: Path, environment: dict[str, str], files: list[Path]) -> None:
    """Make a forked process what a shell would have started."""
    from gradbreak.cli.app import main

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for descriptor, file in enumerate(files, start=1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115
    # The engine is the project's, and not the one of this repository.
    sys.path[:] = [str(folder), *(place for place in sys.path if place and Path(place).resolve() != ROOT)]
    sys.argv = ["gradbreak", *arguments]
    main()
