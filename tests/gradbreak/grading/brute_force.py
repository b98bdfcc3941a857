"""What plain pytest says of samples on a plain engine: no grader, no sandbox, no disguise, one process a run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree


def outcomes(engine: Mapping[str, str], samples: Sequence[Path]) -> dict[str, bool]:
    """Test id, its file relative to the sample's parent → whether it passes.

    Args:
        engine: file relative to the root → text.
        samples: test files or folders, run in one session in a folder of their own.
    """
    with tempfile.TemporaryDirectory(prefix="brute-force-") as folder:
        root, work = Path(folder) / "engine", Path(folder) / "work"
        for file, text in engine.items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(text, encoding="utf-8")
        work.mkdir()
        for sample in samples:
            if sample.is_dir():
                shutil.copytree(sample, work / sample.name)
            else:
                shutil.copy(sample, work)
        report = Path(folder) / "report.xml"
        options = ("-q", "-p", "no:cacheprovider", "-p", "no:randomly", "--override-ini=junit_family=xunit1")
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *options, f"--junitxml={report}", "--rootdir=.", "."],
            cwd=work,
            env={**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (0, 1), done.stdout + done.stderr
        return dict(_read(report))


def _read(report: Path) -> list[tuple[str, bool]]:
    found = []
    for case in ElementTree.parse(report).iter("testcase"):
        file, name = case.attrib["file"], case.attrib["name"]
        module = file.removesuffix(".py").replace("/", ".")
        classes = case.attrib["classname"].removeprefix(module).strip(".").replace(".", "::")
        parts = (file, *([classes] if classes else []), name)
        found.append(("::".join(parts), not len(case.findall("failure")) + len(case.findall("error"))))
    return found
