"""Every command in docs/ does what the document says, and the translations say the same."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import textwrap
import tomllib
from pathlib import Path

import pytest
import yaml
from rich.console import Console

from gradbreak.cli.summary_table import print_summary
from gradbreak.errors import ExitCode
from gradbreak.results import load_results
from tests.gradbreak.commands import output_of
from tests.gradbreak.documents import ROOT, Shown, agree, commands_in

DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "docs/es").glob("*.md")])
TRANSLATED = {
    "lesson.md": "leccion.md",
    "worked-backprop.md": "retropropagacion.md",
    "how-to-read-the-report.md": "como-leer-el-informe.md",
    "first-student.md": "primeros-estudiantes.md",
    "first-teacher.md": "primeros-docentes.md",
    "first-mutmut.md": "primeros-mutmut.md",
    "first-engine.md": "primeros-motor.md",
    "grading.md": "calificar.md",
    "check-an-engine.md": "comprobar-un-motor.md",
    "pytest.md": "pytest.md",
    "notebooks.md": "cuadernos.md",
    "your-own-engine.md": "tu-propio-motor.md",
    "build-servers.md": "integracion-continua.md",
    "playground.md": "banco-de-pruebas.md",
    "configuration.md": "configuracion.md",
}


def commands_of(name: str) -> list[Shown]:
    return list(commands_in((ROOT / name).read_text(encoding="utf-8")))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def to_run(path: Path) -> list[Shown]:
    """The commands of a document, without those that the document it translates has with the same output."""
    originals = [english for english, spanish in TRANSLATED.items() if named(path) == f"docs/es/{spanish}"]
    known = {(shown.command, shown.output) for english in originals for shown in commands_of(f"docs/{english}")}
    return [shown for shown in commands_of(named(path)) if (shown.command, shown.output) not in known]


LANGUAGE = " --lang es"
CHANGES = ("gradbreak run", "gradbreak break apply", "gradbreak break revert")
"""What commands begin with after which another command may print something else."""


LECTURE = ROOT / "docs/notebooks/backward-pass.ipynb"
LECTURE_TESTS = """\
from lecture import Value


def test_product():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)
"""


class Workshop:
    """Runs the commands of all documents. One that several show is run once, where nothing changed in between.

    Args:
        project: a project in which everything has run once, so that later runs take their rows from its journal.
        folder: where to work on copies of it.
    """

    def __init__(self, project: Path, folder: Path) -> None:
        self._folder = folder
        self._folders = {(): self._copy(project)}
        lecture = {"lecture.ipynb": LECTURE.read_text(encoding="utf-8"), "tests/test_lecture.py": LECTURE_TESTS}
        for name, text in lecture.items():
            (self._folders[()] / name).write_text(text, encoding="utf-8")
        self._ends: dict[tuple[tuple[str, ...], str], tuple[int, str]] = {}

    def run(self, command: str, before: tuple[str, ...]) -> tuple[tuple[str, ...], int, str]:
        """Run a command, or remember how it ended.

        Args:
            command: as a document shows it.
            before: the commands of the same document that have changed something.

        Returns:
            The commands that have changed something now, the exit code, and the output.
        """
        if command.startswith("gradbreak example"):  # it needs no project
            return before, *output_of(command, self._empty())
        changes = command.startswith(CHANGES)
        after = (*before, command.removesuffix(LANGUAGE)) if changes else before
        if (before, command) not in self._ends:
            folder = self._copy(self._folders[before]) if changes else self._folders[before]
            self._ends[before, command] = output_of(command, folder)
            self._folders.setdefault(after, folder)
        return after, *self._ends[before, command]

    def _copy(self, project: Path) -> Path:
        return Path(shutil.copytree(project, self._empty(), dirs_exist_ok=True))

    def _empty(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self._folder))


@pytest.fixture(scope="module")
def workshop(request, tmp_path_factory) -> Workshop:
    try:
        project = request.getfixturevalue("graded_repository")
    except pytest.skip.Exception:  # nothing is graded here, and the other commands are run all the same
        project = request.getfixturevalue("repository")
    return Workshop(project, tmp_path_factory.mktemp("workshop"))


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in DOCUMENTS if to_run(path)], ids=named)
def test_every_command_prints_what_the_document_shows(path, workshop, request):
    if any(shown.command.startswith("gradbreak grade ") for shown in to_run(path)):
        request.getfixturevalue("isolation")
    changed: tuple[str, ...] = ()
    for shown in to_run(path):
        changed, code, found = workshop.run(shown.command, changed)
        place = f"{named(path)}:{shown.line}: $ {shown.command}"
        if shown.output is None:
            assert code == 0, f"{place}\n{found}"
        else:
            assert agree(shown.output, found), f"{place}\n{found}"


@pytest.mark.parametrize(("english", "spanish"), TRANSLATED.items())
def test_a_translation_has_the_same_commands_and_as_many_parts(english, spanish):
    here, there = commands_of(f"docs/{english}"), commands_of(f"docs/es/{spanish}")
    assert [shown.command.replace(" --lang es", "") for shown in there] == [shown.command for shown in here]
    parts = [
        re.findall(r"^(#+) ", (ROOT / "docs" / name).read_text(encoding="utf-8"), re.MULTILINE)
        for name in (english, f"es/{spanish}")
    ]
    assert parts[0] == parts[1]


PLACEHOLDERS = {"FILE": "ARCHIVO", "PATH": "RUTA", "NAME": "NOMBRE"}
"""What the English documents call a value to fill in → what the Spanish ones call it."""


def names_of_rows(text: str) -> list[str]:
    """The code and the numbers in the first cells of all tables: keys, options, files, exit codes."""
    cells = re.findall(r"^ *\| ([^|]+) \|", text, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`[^`]+`|\d+", cell)]


@pytest.mark.parametrize(("english", "spanish"), TRANSLATED.items())
def test_the_tables_of_a_translation_have_the_same_rows(english, spanish):
    here, there = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in (english, f"es/{spanish}"))
    for placeholder, translated in PLACEHOLDERS.items():
        here = re.sub(rf"\b{placeholder}\b", translated, here)
    assert names_of_rows(there) == names_of_rows(here)


def data(text: str) -> list[object]:
    """What the YAML and TOML of a document says, without its comments."""
    blocks = re.findall(r"^ *```(yaml|toml)\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    readers = {"yaml": yaml.safe_load, "toml": tomllib.loads}
    return [readers[language](textwrap.dedent(block)) for language, block in blocks]


@pytest.mark.parametrize(("english", "spanish"), TRANSLATED.items())
def test_a_translation_configures_the_same(english, spanish):
    here, there = (data((ROOT / "docs" / name).read_text(encoding="utf-8")) for name in (english, f"es/{spanish}"))
    assert there == here


def test_the_table_in_the_readme_is_what_the_committed_example_gives():
    console = Console(file=io.StringIO(), width=80)
    print_summary(load_results(ROOT / "reports/example/results.json"), console)
    printed = [line.rstrip() for line in console.file.getvalue().strip().splitlines()]
    shown = re.search(
        r"^```text\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert shown[1].splitlines() == printed


@pytest.mark.parametrize("path", [*DOCUMENTS, ROOT / "CONTRIBUTING.md"], ids=named)
def test_every_link_to_a_file_leads_to_one(path):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_table_of_exit_codes_is_that_of_the_code():
    text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8").partition("## Exit codes")[2]
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", text, re.MULTILINE)
    assert [(int(code), meaning.replace("\\|", "|")) for code, meaning in rows] == [
        (code.value, code.meaning) for code in ExitCode
    ]


def test_the_readme_opens_with_a_picture_that_loads_quickly():
    picture = re.search(r"\[!\[[^\]]+\]\((docs/\S+\.png)\)\]", (ROOT / "README.md").read_text(encoding="utf-8")[:400])
    assert 10_000 < (ROOT / picture[1]).stat().st_size < 150_000


def test_lines_of_three_dots_stand_for_any_lines():
    assert agree("one\n...\nfour", "one\ntwo\nthree\nfour")
    assert agree("one\n...", "one\ntwo\nthree")
    assert not agree("one\n...\nfour", "one\ntwo\nthree")
    assert not agree("one", "one\ntwo")


def test_durations_may_differ_and_nothing_else():
    assert agree("48 passed in 0.31s", "48 passed in 12.07s")
    assert not agree("48 passed in 0.31s", "47 passed in 0.31s")


def test_a_command_may_go_on_over_several_lines():
    text = '```console\n$ python -c "\n> print(1)"\n1\n$ ls\n$ gradbreak break status\n```\n'
    assert [(shown.line, shown.command, shown.output) for shown in commands_in(text)] == [
        (2, 'python -c "\nprint(1)"', "1"),
        (6, "gradbreak break status", None),
    ]
