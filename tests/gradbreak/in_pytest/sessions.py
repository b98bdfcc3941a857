"""Sessions of pytest in processes of their own, as a person starts them."""

from __future__ import annotations

import subprocess
import sys

from tests.gradbreak.small_project import FILES, Project

UNCONFIGURED = {name: text for name, text in FILES.items() if not name.startswith("mutation_config/")}


def pytest_in(project: Project, *arguments: str) -> tuple[int, str]:
    """The exit code and the output of a session in a project."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=project.root,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr
