from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from gradbreak.config import load_config
from gradbreak.engine.edits import apply_edits
from gradbreak.errors import BadEngine, ConfigError, NoMutants
from gradbreak.model import BreakKind
from gradbreak.mutation import MutantSet, make_mutants
from tests.gradbreak.small_project import ENGINE

ARGUMENT = "argument = 'No test can tell, because nothing reads it.'\n"


def made(project) -> MutantSet:
    return make_mutants(load_config(project.root))


def git(folder: Path, *words: str, given: str = "") -> None:
    subprocess.run(["git", *words], cwd=folder, input=given.encode(), check=True, capture_output=True)


def test_the_mutants_of_the_main_file_come_first_and_each_file_is_in_order(config, mutants):
    places = [(config.engine.files.index(m.location.file), m.location.start.line) for m in mutants.mutants]
    numbers = [file for file, _ in places]
    assert numbers == sorted(numbers)
    assert set(numbers) == {0, 1}


def test_every_id_is_unique(mutants):
    ids = [each.id for each in (*mutants.mutants, *mutants.breaks)]
    assert len(set(ids)) == len(ids)


def test_making_the_mutants_twice_gives_the_same(project):
    assert made(project) == made(project)


def test_the_diff_of_every_mutant_and_break_is_taken_by_git_and_gives_the_mutated_file(mutants, tmp_path):
    git(tmp_path, "init", "-q")
    patches, expected = [], {}
    for number, each in enumerate((*mutants.mutants, *mutants.breaks)):
        file = mutants.edits(each.id)[0].file
        copy = tmp_path / str(number) / file
        copy.parent.mkdir(parents=True)
        copy.write_text(mutants.sources[file], encoding="utf-8")
        # The same patch in a folder of its own, so that one call of git checks them all.
        patches.append(
            each.diff.replace(f" a/{file}", f" a/{number}/{file}").replace(f" b/{file}", f" b/{number}/{file}")
        )
        expected[copy] = apply_edits(mutants.sources[file], mutants.edits(each.id))
    git(tmp_path, "apply", "-", given="".join(patches))
    assert {copy for copy, text in expected.items() if copy.read_text(encoding="utf-8") != text} == set()


def test_a_diff_names_the_file_relative_to_the_root(project):
    assert made(project).find("canonical").diff.startswith("--- a/tiny/core.py\n+++ b/tiny/core.py\n@@ ")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.rstrip("\n"), id="without a last line break"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="with Windows line endings"),
        pytest.param(
            lambda text: text.replace("\ndef", "\n\x0c\ndef").replace("    pass", "    return '\u2028' + 'x'"),
            id="with separators",
        ),
        pytest.param(lambda text: "\ufeff" + text, id="with a byte order mark"),
    ],
)
def test_a_diff_of_a_file_applies(change, project):
    path = project.root / "tiny/core.py"
    path.write_bytes(change(path.read_text(encoding="utf-8")).encode())
    mutants = made(project)
    git(project.root, "init", "-q")
    for each in (mutants.mutants[-1], mutants.find("canonical")):
        git(project.root, "apply", "--check", "-", given=each.diff)


# -- what a mutant says of itself ----------------------------------------------------------------


def test_operations_go_by_their_configured_names_in_the_node_class_only(project):
    project.write(
        {"tiny/core.py": "class Node:\n def __add__(self): return 1\nclass B:\n def __add__(self): return 1\n"}
    )
    assert [(m.op, m.function) for m in made(project).mutants] == [
        ("add", "Node.__add__"),
        ("B.__add__", "B.__add__"),
    ]


def test_a_mutant_at_a_site_has_the_operand_and_one_in_the_body_has_none(project):
    mutants = made(project)
    assert (mutants.find("mul.other").operand, mutants.find("mul * → /").operand) == ("other", None)


def test_the_family_of_the_canonical_break_is_the_accumulating_one(project):
    assert made(project).accumulating == "accumulation"


def test_without_a_canonical_break_no_family_is(project):
    project.edit("mutation_config/breaks.toml", 'kind = "canonical"', 'kind = "partial"\nsites = ["add.self"]')
    assert made(project).accumulating == ""


def test_a_break_is_reached_by_the_lines_of_any_member(project):
    mutants = made(project)
    members = mutants.find("op:mul").members
    assert mutants.lines_by_id["op:mul"] == tuple(mutants.lines_by_id[member][0] for member in members)


# -- equivalent mutants --------------------------------------------------------------------------


def test_an_entry_gives_its_argument_to_the_mutant_it_names(project):
    entry = "[[equivalent]]\nfunction = 'Node.clear'\noriginal = '0.0'\nreplacement = '1.0'\n"
    project.write({"mutation_config/equivalent.toml": entry + ARGUMENT})
    equivalent = {m.function: m.equivalent for m in made(project).mutants if m.equivalent}
    assert equivalent == {"Node.clear": "No test can tell, because nothing reads it."}


TWO_ALIKE = "\n\ndef both(node):\n    node.held = 0.0\n    node.slope = 0.0\n"
FOR_BOTH = f"[[equivalent]]\nfunction = 'both'\noriginal = '0.0'\nreplacement = '1.0'\n{ARGUMENT}"


def test_an_entry_that_fits_several_mutants_must_say_so(project):
    project.write({"tiny/core.py": ENGINE + TWO_ALIKE, "mutation_config/equivalent.toml": FOR_BOTH})
    with pytest.raises(ConfigError, match=r"equivalent\.toml: 2 mutants of both .* add mutants = 2"):
        made(project)


def test_an_entry_that_says_how_many_mutants_it_fits_speaks_of_each(project):
    project.write({"tiny/core.py": ENGINE + TWO_ALIKE, "mutation_config/equivalent.toml": FOR_BOTH + "mutants = 2\n"})
    assert [m.function for m in made(project).mutants if m.equivalent] == ["both", "both"]


@pytest.mark.parametrize(
    "entry",
    [
        "function = 'Node.gone'\noriginal = '0.0'\nreplacement = '1.0'\n",
        "function = 'Node.clear'\noriginal = '2.0'\nreplacement = '1.0'\n",
        "function = 'Node.clear'\noriginal = '0.0'\nreplacement = '2.0'\n",
    ],
    ids=["another function", "another original", "another replacement"],
)
def test_an_entry_that_names_no_mutant_is_stale(entry, project):
    project.write({"mutation_config/equivalent.toml": f"[[equivalent]]\n{entry}{ARGUMENT}"})
    with pytest.raises(ConfigError, match=r"equivalent\.toml: no mutant of Node\.\w+ turns '\d\.0' into '\d\.0'"):
        made(project)


# -- mistakes ------------------------------------------------------------------------------------


def test_an_engine_without_anything_to_mutate_is_named(project):
    project.write({"tiny/core.py": "def f(a):\n    return a\n"})
    with pytest.raises(NoMutants, match=r"nothing in tiny/core\.py can be mutated"):
        made(project)


def test_an_engine_whose_every_line_is_excluded_has_no_mutants(project):
    project.write({"tiny/core.py": "def f():\n    return 1  # pragma: no mutate\n"})
    with pytest.raises(NoMutants):
        made(project)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("def f():\n    return (\n", r"tiny/core\.py, line 2: '\(' was never closed"),
        ("x = 1\nreturn 2\n", r"tiny/core\.py, line 2: 'return' outside function"),
        ("def f():\n\tif 1:\n        return 2\n", r"tiny/core\.py, line 3: "),
        ("x = '\0'\n", r"tiny/core\.py.*null bytes"),
    ],
    ids=["unclosed", "return outside", "tabs and blanks", "null byte"],
)
def test_a_syntax_error_is_named_with_its_file_and_line(text, problem, project):
    (project.root / "tiny/core.py").write_text(text)
    with pytest.raises(BadEngine, match=f"^{problem}") as caught:
        made(project)
    assert "\n" not in str(caught.value)


def test_an_engine_in_another_encoding_is_named(project):
    (project.root / "tiny/core.py").write_bytes("x = 'é'\n".encode("latin-1"))
    with pytest.raises(BadEngine, match=r"tiny/core\.py is not UTF-8 text\. Save it as UTF-8"):
        made(project)


def test_two_breaks_of_one_id_are_refused(project):
    project.edit("mutation_config/breaks.toml", 'id = "op:{op}"', 'id = "op"')
    with pytest.raises(ConfigError, match=r"breaks\.toml makes 'op' twice"):
        made(project)


def test_a_break_whose_mutants_change_the_same_text_is_refused(project):
    project.edit(
        "mutation_config/breaks.toml",
        'kind = "canonical"\nfamily = "accumulation"',
        'kind = "canonical"\nfamily = "rest"',
    )
    with pytest.raises(ConfigError, match=r"break 'canonical' combines mutants that change the same text"):
        made(project)


def test_a_partial_break_is_made_of_the_sites_it_names(project):
    project.edit(
        "mutation_config/breaks.toml",
        'id = "canonical"\ntitle = "every += becomes ="\nkind = "canonical"',
        'id = "two"\ntitle = "Two"\nkind = "partial"\nsites = ["add.self", "mul.other"]',
    )
    mutants = made(project)
    two = mutants.find("two")
    assert two.kind == BreakKind.PARTIAL
    assert two.members == (mutants.find("add.self += → =").id, mutants.find("mul.other += → =").id)
