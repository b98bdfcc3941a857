"""One session after the other request, as the page asks; each request is one of somebody's texts."""

from __future__ import annotations

import json
import tomllib

import pytest

from tests.gradbreak.documents import ROOT
from tests.gradbreak.playground.conftest import Messages, levels, of_type, outcomes, played

HONEST = ROOT / "tests/students/honest"
EXPECTED = {
    entry["name"]: entry
    for entry in tomllib.loads((HONEST / "expected.toml").read_text(encoding="utf-8"))["submission"]
}

HEAD = "from minigrad import Value\n\n\n"
DIAMOND = """def test_a_diamond():
    a = Value(2.0)
    b = Value(3.0)
    out = (a * b) * a
    out.backward()
    assert a.grad == 12
"""

TEXTS = {
    "diamond": HEAD + DIAMOND,
    "failing": HEAD + "def test_wrong():\n    assert Value(2.0).data == 3\n",
    "none": "x = 1\n",
    "syntax": "def test_(:\n    pass\n",
    "import": "import nowhere_to_be_found\n\n\ndef test_x():\n    pass\n",
    "exit at import": "import sys\n\nsys.exit(3)\n",
    "exit in a test": HEAD + DIAMOND + "\n\ndef test_exit():\n    raise SystemExit(3)\n",
    "recursion": HEAD + DIAMOND + "\n\ndef test_deep():\n    test_deep()\n",
    "once": HEAD + DIAMOND + "\n\nseen = []\n\n\ndef test_once():\n    seen.append(1)\n    assert len(seen) == 1\n",
    "rewrites": HEAD + DIAMOND + "\n\ndef test_rewrites():\n    Value.__mul__ = lambda self, other: self\n",
    "patches": HEAD + DIAMOND + "\n\ndef test_patches():\n    import pytest\n    pytest.approx = lambda x: x\n",
    "prints": HEAD + "def test_prints():\n    print('x' * 100_000)\n",
    "leaves": HEAD
    + "kept = []\n\n\ndef test_leaves():\n    a = Value(2.0)\n    (a * a).backward()\n"
    + "    if a.grad != 4:\n        kept.append(1)\n    assert not kept\n",
    "reused": HEAD + DIAMOND,
}


@pytest.fixture(scope="module")
def told(project_text, tmp_path_factory) -> dict[str, Messages]:
    """All texts, one after the other in one process."""
    folder = tmp_path_factory.mktemp("played")
    answers = played(folder, project_text, [("run", [text]) for text in TEXTS.values()])
    return dict(zip(TEXTS, answers, strict=True))


def rows(messages: Messages) -> dict[str, dict]:
    return {each["id"]: each for each in of_type(messages, "row")}


def test_a_diamond_catches_the_canonical_break_and_the_writes_that_come_second(told, playground_project):
    caught = {row["id"] for row in rows(told["diamond"]).values() if row["catches"]}
    names = {each.name for each in playground_project.broken if each.id in caught and each.level == "sites"}
    assert "canonical" in caught
    assert names == {"mul.self"}


def test_the_test_that_kills_is_named_with_what_its_assertion_said(told):
    catch = rows(told["diamond"])["canonical"]["catches"][0]
    assert catch["test"].endswith("::test_a_diamond")
    assert catch["failure"]["statement"] == "assert a.grad == 12"
    assert "assert 6.0 == 12" in catch["failure"]["message"]


def test_each_that_lives_has_the_reason(told, playground_project):
    states = {row["id"]: row["state"] for row in rows(told["diamond"]).values()}
    named = {each.name: states[each.id] for each in playground_project.broken if each.level == "sites"}
    assert (named["mul.self"], named["add.self"]) == ("k", "n")
    assert named["mul.other"] == "z"


def test_a_failing_test_is_told_with_its_line_and_counts_nowhere(told):
    test = of_type(told["failing"], "tests")[-1]["tests"][0]
    assert (test["outcome"], test["failure"]["line"]) == ("failed", 5)
    assert levels(told["failing"]) == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("none", "no test here"),
        ("syntax", "SyntaxError"),
        ("import", "nowhere_to_be_found"),
        ("exit at import", "SystemExit"),
    ],
)
def test_a_text_without_tests_is_answered_with_the_reason(text, part, told):
    assert part in of_type(told[text], "unusable")[-1]["message"]


@pytest.mark.parametrize(("text", "name"), [("exit in a test", "test_exit"), ("recursion", "test_deep")])
def test_what_fails_beside_a_good_test_takes_nothing_from_it(text, name, told):
    assert outcomes(told[text])[name][0] == "failed"
    assert levels(told[text])[0] == 1


def test_a_test_that_passes_once_is_set_aside(told):
    assert outcomes(told["once"])["test_once"] == ("passed", "It passes once and fails when it is run again.")
    assert levels(told["once"])[0] == 1


def test_a_test_that_changes_the_engine_is_set_aside_and_the_engine_put_back(told):
    assert outcomes(told["rewrites"])["test_rewrites"][1].startswith("It changes the engine")
    assert levels(told["rewrites"]) == levels(told["diamond"])


def test_a_test_that_patches_pytest_makes_the_interpreter_unusable(told):
    assert "pytest.approx" in of_type(told["patches"], "unclean")[-1]["message"]


def test_what_a_run_on_a_broken_engine_leaves_behind_is_noticed_at_once(told):
    message = of_type(told["leaves"], "unclean")[0]
    assert "test_leaves" in message["message"]
    assert message["row"] == 1


def test_a_flood_of_output_is_cut(told):
    printed = of_type(told["prints"], "done")[-1]["printed"]
    assert 0 < len(printed) < 10_000


def test_after_all_of_that_the_first_text_gets_its_first_answer(told):
    assert levels(told["reused"]) == levels(told["diamond"])


# -- as a grade ------------------------------------------------------------------------------------


GRADED = ("a_plus_a", "lesson_diamond", "one_order", "over_specified", "unittest_style")
"""A few, for their quickness; ``test_in_browser.py`` has them all."""


@pytest.fixture(scope="module")
def honest(project_text, tmp_path_factory) -> dict[str, Messages]:
    texts = {name: next((HONEST / name).glob("test_*.py")).read_text(encoding="utf-8") for name in GRADED}
    answers = played(tmp_path_factory.mktemp("honest"), project_text, [("run", [text]) for text in texts.values()])
    return dict(zip(texts, answers, strict=True))


@pytest.mark.parametrize("name", GRADED)
def test_an_honest_submission_gets_the_levels_of_its_grade(name, honest):
    assert levels(honest[name]) == EXPECTED[name]["caught"]


# -- files that somebody gives ---------------------------------------------------------------------


SAMPLES = ROOT / "tests/engines"
TEST = "def test_a():\n    assert Value(2.0).data == 2"
CLASS = "class Value:\n    def __add__(self, other):\n        return self\n"


def notebook(*cells: str) -> str:
    return json.dumps({"cells": [{"cell_type": "code", "source": cell} for cell in cells]})


GIVEN = {
    "a module": {"test_mine.py": HEAD + DIAMOND},
    "two modules": {"notes.py": "x = 1\n", "test_mine.py": HEAD + DIAMOND},
    "a notebook": {"work.ipynb": notebook("%matplotlib inline\nimport math", CLASS, TEST)},
    "a broken notebook": {"work.ipynb": '{"cells": ['},
    "a notebook without Python": {"work.ipynb": notebook("!ls", "that is no Python")},
    "a notebook without tests": {"work.ipynb": notebook("x = 1")},
    "a broken module": {"test_mine.py": "def test_(:\n"},
}


@pytest.fixture(scope="module")
def taken(project_text, tmp_path_factory) -> dict[str, Messages]:
    requests = [("take", [json.dumps([files, False])]) for files in GIVEN.values()]
    return dict(zip(GIVEN, played(tmp_path_factory.mktemp("taken"), project_text, requests), strict=True))


def test_a_module_of_tests_goes_to_the_editor_as_it_is(taken):
    assert of_type(taken["a module"], "text")[0]["text"] == HEAD + DIAMOND


def test_of_two_files_the_one_with_tests_is_taken_and_the_other_named(taken):
    message = of_type(taken["two modules"], "text")[0]
    assert message["text"] == HEAD + DIAMOND
    assert "test_mine.py was taken, and notes.py was not" in message["says"]


def test_a_notebook_gives_its_tests_without_its_engine_and_names_what_it_skips(taken):
    message = of_type(taken["a notebook"], "text")[0]
    assert message["text"].startswith("from minigrad.scalar import Value\n")
    assert "class Value" not in message["text"]
    assert "(Value) was left out" in message["says"]
    assert "cell 1: %matplotlib inline" in message["says"]


@pytest.mark.parametrize(
    ("files", "part"),
    [
        ("a broken notebook", "cannot be read"),
        ("a notebook without Python", "cell 1: !ls; cell 2: all of it"),
        ("a notebook without tests", "No test is in work.ipynb"),
    ],
)
def test_a_notebook_without_tests_is_refused_with_the_reason(files, part, taken):
    assert part in of_type(taken[files], "refused")[0]["says"]
    assert of_type(taken[files], "text") == []


def test_a_module_that_is_no_python_is_shown_so_that_it_can_be_corrected(taken):
    assert of_type(taken["a broken module"], "text")[0]["text"] == "def test_(:\n"


# -- an engine of one's own ------------------------------------------------------------------------


def looked_at(folder, project_text: str, files: dict[str, str]) -> str:
    """The project that is made of an engine's files."""
    found = played(folder, project_text, [("take", [json.dumps([files, True])])])[0]
    project: str = of_type(found, "engine")[0]["project"]
    assert project, found
    return project


def total(messages: Messages, level: str) -> tuple[int, int]:
    """How many broken engines of a level are caught, and of how many."""
    line = next(each for each in of_type(messages, "summary")[-1]["levels"] if each["level"] == level)
    return line["caught"], line["total"]


@pytest.mark.parametrize("sample", ["set_children/micro.py", "list_of_terms/engine.py"], ids=["sets", "loops"])
def test_an_engine_is_recognised_and_has_every_level(sample, project_text, tmp_path):
    path = SAMPLES / sample
    project = looked_at(tmp_path / "look", project_text, {path.name: path.read_text(encoding="utf-8")})
    diamond = json.loads(project)["starter"].replace("a * b", "a * b * a")
    diamond = diamond.replace("== 3", "== 12").replace("== 2", "== 4")
    alone = played(tmp_path / "run", project, [("run", [diamond])])[0]
    assert of_type(alone, "unusable") == []
    assert levels(alone)[0] == 1
    assert total(alone, "order_proof")[1] == total(alone, "sites")[1]


BOTH = "(a + b) + (a * b)"
"""Whether the sum or the product writes second depends on the order of operands, and so does which write is caught."""


@pytest.mark.parametrize("sample", ["set_children/micro.py", "list_of_terms/engine.py"], ids=["sets", "loops"])
def test_what_is_caught_under_one_order_alone_does_not_count_for_either(sample, project_text, tmp_path):
    path = SAMPLES / sample
    project = looked_at(tmp_path / "look", project_text, {path.name: path.read_text(encoding="utf-8")})
    one = json.loads(project)["starter"].replace("a * b", BOTH).replace("== 3", "== 4").replace("== 2", "== 3")
    other = one.replace(BOTH, "(a * b) + (a + b)").replace("test_the_gradient", "test_the_other_way_round")
    first, second = played(tmp_path / "run", project, [("run", [one]), ("run", [one + other])])
    assert (total(first, "sites")[0], total(first, "order_proof")[0]) == (2, 0)
    assert (total(second, "sites")[0], total(second, "order_proof")[0]) == (4, 4)


def test_an_engine_of_several_files_is_taken_as_a_whole_and_its_tests_with_it(project_text, tmp_path):
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted((SAMPLES / "add_in_place").glob("*.py"))}
    (found,) = of_type(played(tmp_path / "look", project_text, [("take", [json.dumps([files, False])])])[0], "engine")
    assert found["tests"] == files["test_mygrad.py"]
    assert {path.rpartition("/")[2] for path in json.loads(found["project"])["files"]} == {"cell.py", "mygrad.py"}
    told = played(tmp_path / "run", found["project"], [("run", [found["tests"]])])[0]
    assert of_type(told, "unusable") == []
    assert {each["outcome"] for each in of_type(told, "tests")[-1]["tests"]} == {"passed"}


def test_a_notebook_among_an_engine_s_modules_is_refused(project_text, tmp_path):
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted((SAMPLES / "add_in_place").glob("*.py"))}
    found = played(tmp_path, project_text, [("take", [json.dumps([{**files, "work.ipynb": "{}"}, True])])])[0]
    assert "a notebook is an engine by itself" in of_type(found, "engine")[0]["says"]


def test_what_is_no_engine_is_refused_with_the_reason(project_text, tmp_path):
    found = played(tmp_path, project_text, [("take", [json.dumps([{"engine.py": "x = 1\n"}, True])])])[0]
    assert of_type(found, "engine")[0]["says"].startswith("No engine was found in it")
