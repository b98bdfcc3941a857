from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gradbreak.config import MutationPlace, load_config
from gradbreak.config.load import find_root
from gradbreak.errors import ConfigError, ExitCode, NoSuchSuite
from gradbreak.model import BreakKind

FOLDER = "mutation_config"
NEEDED = ["engine", "suites", "families", "breaks", "equivalent", "examples", "limits"]


# -- what is read --------------------------------------------------------------------------------


def test_this_repositorys_own_configuration_loads(config):
    assert config.engine.files == ("minigrad/scalar.py", "minigrad/nn.py")
    assert [suite.name for suite in config.suites] == ["forward", "linear", "gradcheck", "diamond", "training"]


def test_everything_that_the_files_say_is_in_the_configuration(project):
    project.write(
        {
            f"{FOLDER}/families.toml": """
            [[family]]
            id = "all"
            title = "All"
            symbol = "*"
            meaning = "Anything."
            order = 3
            rules = [{ place = "site", functions = ["*.f"], operators = ["o"], statement = "s", change = "c" }]
            """,
            f"{FOLDER}/breaks.toml": """
            [[break]]
            id = "two"
            title = "Two"
            kind = "partial"
            family = "all"
            sites = ["add.self"]
            """,
            f"{FOLDER}/equivalent.toml": """
            [[equivalent]]
            function = "f"
            original = "a"
            replacement = "b"
            argument = "Because it cannot be otherwise."
            """,
        }
    )
    config = load_config(project.root)
    (family,), (rule,), (entry,) = config.families, config.breaks, config.equivalent
    assert (family.id, family.title, family.symbol, family.meaning, family.order) == ("all", "All", "*", "Anything.", 3)
    asked = family.rules[0]
    assert (asked.place, asked.functions, asked.operators) == (MutationPlace.SITE, ("*.f",), ("o",))
    assert (asked.statement, asked.change) == ("s", "c")
    assert (rule.id, rule.title, rule.kind, rule.family) == ("two", "Two", BreakKind.PARTIAL, "all")
    assert rule.sites == ("add.self",)
    assert (entry.function, entry.original, entry.replacement) == ("f", "a", "b")


def test_the_root_is_absolute_wherever_it_was_named_from(project, monkeypatch):
    monkeypatch.chdir(project.root.parent)
    assert load_config(Path(project.root.name)).root == project.root


@pytest.mark.parametrize("name", ["equivalent", "examples"])
def test_a_list_that_may_be_empty_may_be(name, project):
    project.write({f"{FOLDER}/{name}.toml": "# nothing yet\n"})
    config = load_config(project.root)
    assert {"equivalent": config.equivalent, "examples": config.examples}[name] == ()


def test_limits_that_are_not_given_have_their_defaults(project):
    project.write({f"{FOLDER}/limits.toml": "memory_mib = 64\n"})
    limits = load_config(project.root).limits
    assert (limits.test_seconds, limits.test_factor, limits.memory_mib) == (1.0, 20.0, 64)


def test_a_project_without_a_lesson_has_none(project):
    assert load_config(project.root).lesson is None


# -- where it is ---------------------------------------------------------------------------------


def test_the_root_is_found_from_any_folder_below_it(project):
    assert find_root(project.root / "tests/straight") == find_root(project.root) == project.root


def test_the_nearest_root_is_found(project, tmp_path):
    inner = project.root / "inner"
    shutil.copytree(project.root / FOLDER, inner / FOLDER)
    assert find_root(inner) == inner


def test_a_folder_that_is_in_no_project_is_named(tmp_path):
    with pytest.raises(ConfigError, match=rf"no {FOLDER}/engine\.toml in {tmp_path} or any folder above it"):
        find_root(tmp_path)


# -- mistakes ------------------------------------------------------------------------------------


def complaint(project) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        load_config(project.root)
    assert "\n" not in str(caught.value), "it is more than one line"
    assert caught.value.exit_code == ExitCode.BAD_CONFIG
    return caught.value


@pytest.mark.parametrize("name", NEEDED)
def test_a_file_that_is_missing_is_named(name, project):
    (project.root / FOLDER / f"{name}.toml").unlink()
    assert complaint(project).problem == f"{FOLDER}/{name}.toml is missing"


@pytest.mark.parametrize("name", NEEDED)
def test_a_file_that_is_no_toml_is_named_with_the_line(name, project):
    project.write({f"{FOLDER}/{name}.toml": "# a note\n\nkey = \n"})
    problem = complaint(project).problem
    assert problem.startswith(f"{FOLDER}/{name}.toml: ")
    assert "line 3" in problem


@pytest.mark.parametrize("name", NEEDED)
def test_a_file_in_another_encoding_is_named(name, project):
    (project.root / FOLDER / f"{name}.toml").write_bytes(b"# \xe9\n")
    assert complaint(project).problem == f"{FOLDER}/{name}.toml is not UTF-8 text"


@pytest.mark.parametrize("name", NEEDED)
def test_a_key_that_is_unknown_is_named_with_its_file(name, project):
    project.write({f"{FOLDER}/{name}.toml": "surprise = 1\n" + (project.root / FOLDER / f"{name}.toml").read_text()})
    problem = complaint(project).problem
    assert problem.startswith(f"{FOLDER}/{name}.toml: unknown ")
    assert "'surprise'" in problem


@pytest.mark.parametrize(
    ("name", "line", "where"),
    [
        ("suites", 'path = "tests/diamond"\n', "suites.toml, [[suite]] number 2"),
        ("families", 'meaning = "Anything else."\n', "families.toml, [[family]] number 2"),
        ("breaks", 'kind = "per-op"\n', "breaks.toml, [[break]] number 2"),
        ("examples", 'expression = "(a + b)*a"\n', "examples.toml, [[example]] number 1"),
    ],
    ids=lambda value: value.split(" = ")[0] if " = " in value else "",
)
def test_a_key_that_is_missing_is_named_with_its_file_and_entry(name, line, where, project):
    project.edit(f"{FOLDER}/{name}.toml", line, "")
    assert complaint(project).problem == f"{FOLDER}/{where}: the key '{line.split()[0]}' is missing"


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("engine", '"Node"', "3", "engine.toml: Expected 'str', got 'int' at 'node_class'"),
        (
            "engine",
            '"clear"',
            '"clear"\nalso_mutate = "x"',
            "engine.toml: Expected 'array', got 'str' at 'also_mutate'",
        ),
        (
            "engine",
            '"add"',
            '"Add it"',
            "engine.toml: Expected 'str' matching regex '^[a-z][a-z0-9_-]*$' at 'operations",
        ),
        ("suites", '"dia"', '"diam"', "suites.toml, [[suite]] number 2: Expected 'str' of length <= 3 at 'short'"),
        (
            "families",
            "order = 2",
            'order = "2"',
            "families.toml, [[family]] number 2: Expected 'int', got 'str' at 'order'",
        ),
        (
            "families",
            "[{}]",
            "[{ place = 'x' }]",
            "families.toml, [[family]] number 2: Invalid enum value 'x' at 'rules[0]",
        ),
        (
            "families",
            "[{}]",
            "[{ plac = 'x' }]",
            "families.toml, [[family]] number 2: unknown key 'plac' at 'rules[0]'",
        ),
        ("breaks", '"per-op"', '"perop"', "breaks.toml, [[break]] number 2: Invalid enum value 'perop' at 'kind'"),
        ("examples", "a = 2", 'a = "2"', "examples.toml, [[example]] number 1: Expected 'float', got 'str' at 'inputs"),
        ("limits", "6.0", "0", "limits.toml: Expected 'float' > 0.0 at 'wall_factor'"),
        ("limits", "6.0", "nan", "limits.toml: Expected 'float' > 0.0 at 'wall_factor'"),
        ("limits", "6.0", "6.0\nmemory_mib = 1", "limits.toml: Expected 'int' >= 16 at 'memory_mib'"),
    ],
)
def test_a_value_that_does_not_fit_is_named_with_its_file_and_key(name, old, new, problem, project):
    project.edit(f"{FOLDER}/{name}.toml", old, new)
    assert complaint(project).problem.startswith(f"{FOLDER}/{problem}")


def test_an_argument_that_is_too_short_to_be_one_is_refused(project):
    entry = '[[equivalent]]\nfunction = "f"\noriginal = "a"\nreplacement = "b"\nargument = "obvious"\n'
    project.write({f"{FOLDER}/equivalent.toml": entry})
    assert complaint(project).problem == (
        f"{FOLDER}/equivalent.toml, [[equivalent]] number 1: Expected 'str' of length >= 20 at 'argument'"
    )


@pytest.mark.parametrize("text", ["[equivalent]\nfunction = 'f'\n", "equivalent = 3\n"], ids=["one table", "a number"])
def test_a_list_that_is_written_as_something_else_is_told_how_to_begin(text, project):
    project.write({f"{FOLDER}/equivalent.toml": text})
    error = complaint(project)
    assert error.problem == f"{FOLDER}/equivalent.toml: 'equivalent' is not a list of tables"
    assert error.next_step == "Begin each entry with [[equivalent]]"


@pytest.mark.parametrize("file", ["/etc/passwd", "../elsewhere.py", "tiny/../../elsewhere.py"])
def test_an_engine_outside_the_project_is_refused(file, project):
    project.edit(f"{FOLDER}/engine.toml", "tiny/core.py", file)
    assert complaint(project).problem == f"engine.toml names {file!r}, which is outside the project"


def test_two_methods_under_one_operation_are_named(project):
    project.edit(f"{FOLDER}/engine.toml", '__mul__ = "mul"', '__mul__ = "add"')
    assert complaint(project).problem == "engine.toml: the operation 'add' is __add__ and __mul__"


@pytest.mark.parametrize(
    ("kind", "sites", "problem"),
    [
        ("partial", "[]", "names no site"),
        ("canonical", '["add.self"]', "is canonical and names sites"),
    ],
)
def test_a_break_names_sites_where_it_is_partial_and_only_there(kind, sites, problem, project):
    project.edit(f"{FOLDER}/breaks.toml", 'kind = "canonical"', f'kind = "{kind}"\nsites = {sites}')
    assert complaint(project).problem == f"breaks.toml: break 'canonical' {problem}"


def test_an_entry_that_is_no_table_is_named_with_its_number(project):
    project.write({f"{FOLDER}/equivalent.toml": "equivalent = [3]\n"})
    assert complaint(project).problem == (
        f"{FOLDER}/equivalent.toml, [[equivalent]] number 1: Expected 'table', got 'int'"
    )


@pytest.mark.parametrize(("name", "key"), [("suites", "suite"), ("families", "family"), ("breaks", "break")])
def test_a_list_that_may_not_be_empty_is_named(name, key, project):
    project.write({f"{FOLDER}/{name}.toml": "# nothing\n"})
    assert complaint(project).problem == f"{FOLDER}/{name}.toml has no [[{key}]]"


@pytest.mark.parametrize(
    ("name", "old", "new", "twice"),
    [
        ("engine", '"tiny/core.py"', '"tiny/core.py"\nalso_mutate = ["tiny/core.py"]', "tiny/core.py"),
        ("suites", 'name = "diamond"', 'name = "straight"', "straight"),
        ("suites", 'short = "dia"', 'short = "str"', "str"),
        ("families", 'id = "rest"', 'id = "accumulation"', "accumulation"),
        ("breaks", 'id = "op:{op}"', 'id = "canonical"', "canonical"),
    ],
)
def test_a_name_that_is_given_twice_is_named_with_its_file(name, old, new, twice, project):
    project.edit(f"{FOLDER}/{name}.toml", old, new)
    assert complaint(project).problem == f"{name}.toml has '{twice}' 2 times"


def test_two_examples_of_one_name_are_named(project):
    path = project.root / FOLDER / "examples.toml"
    path.write_text(path.read_text() * 2)
    assert complaint(project).problem == "examples.toml has 'diamond' 2 times"


@pytest.mark.parametrize("file", ["tiny/gone.py", "tiny"])
def test_an_engine_file_that_is_not_there_is_named(file, project):
    project.edit(f"{FOLDER}/engine.toml", "tiny/core.py", file)
    assert complaint(project).problem == f"engine.toml names '{file}', and there is no such file"


def test_a_break_of_a_family_that_is_not_there_is_named_with_those_that_are(project):
    project.edit(
        f"{FOLDER}/breaks.toml", 'kind = "canonical"\nfamily = "accumulation"', 'kind = "canonical"\nfamily = "sum"'
    )
    error = complaint(project)
    assert error.problem == "breaks.toml: break 'canonical' combines 'sum', and families.toml has no such family"
    assert error.next_step == "Choose one of: accumulation, rest"


@pytest.mark.parametrize("key", ["statement", "change"])
def test_a_pattern_that_is_no_regular_expression_is_named_with_its_family(key, project):
    project.edit(f"{FOLDER}/families.toml", "[{}]", f"[{{ {key} = 'a(' }}]")
    assert complaint(project).problem.startswith(
        "families.toml: 'a(' in family 'rest' is not a regular expression: missing )"
    )


@pytest.mark.parametrize("path", ["tests/gone", "tests/diamond/test_diamond.py"])
def test_a_suite_whose_folder_is_not_there_has_its_own_exit_code(path, project):
    project.edit(f"{FOLDER}/suites.toml", '"tests/diamond"', f'"{path}"')
    with pytest.raises(
        NoSuchSuite, match=f"suite 'diamond' should be in '{path}', and there is no such folder"
    ) as caught:
        load_config(project.root)
    assert caught.value.exit_code == ExitCode.NO_SUCH_SUITE


@pytest.mark.parametrize("path", ["tests/diamond", "./tests/../tests/diamond/", "tests/diamond/below", "tests"])
def test_two_suites_that_share_tests_are_named(path, project):
    (project.root / "tests/diamond/below").mkdir()
    project.edit(f"{FOLDER}/suites.toml", '"tests/straight"', f'"{path}"')
    problem = complaint(project).problem
    assert problem.startswith("suites.toml: the tests of ")
    assert "'straight'" in problem
    assert "'diamond'" in problem


@pytest.mark.parametrize("number", ["0", "inf", "nan", "-1"])
def test_a_limit_is_a_number_that_a_clock_can_reach(project, number):
    project.write({f"{FOLDER}/limits.toml": f"test_seconds = {number}\n"})
    with pytest.raises(ConfigError, match=r"limits\.toml: Expected 'float' .* 'test_seconds'"):
        load_config(project.root)


# -- hints -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rubric", "hints", "gives_whole_tests"),
    [(None, 3, True), ('feedback = "names"\n', 3, True), ("hints = 2\n", 2, False), ("hints = 0\n", 0, False)],
)
def test_the_rubric_says_how_much_a_hint_may_tell(rubric, hints, gives_whole_tests, project):
    if rubric is not None:
        project.write({f"{FOLDER}/rubric.toml": rubric})
    found = load_config(project.root)
    assert (found.hints, found.gives_whole_tests) == (hints, gives_whole_tests)
