from __future__ import annotations

import json

from gradbreak.run.worker_client import WorkerClient
from tests.gradbreak.cli.ending import gradbreak


def test_every_mutant_and_break_is_in_the_json(finished):
    listed = json.loads(gradbreak("mutants", "--format", "json", "--root", finished.project.root).out)
    assert [mutant["id"] for mutant in listed["mutants"]] == [mutant.id for mutant in finished.results.mutants]
    assert [each["id"] for each in listed["breaks"]] == ["canonical", "op:add", "op:mul"]
    assert set(listed["mutants"][0]) >= {
        "id",
        "title",
        "family",
        "op",
        "operand",
        "operator",
        "location",
        "original",
        "replacement",
        "diff",
    }


def test_a_family_can_be_listed_alone(finished):
    arguments = ["mutants", "--family", "accumulation", "--root", finished.project.root]
    listed = json.loads(gradbreak(*arguments, "--format", "json").out)
    assert [mutant["title"] for mutant in listed["mutants"]] == [
        "add.self  += → =",
        "add.other  += → =",
        "mul.self  += → =",
        "mul.other  += → =",
    ]
    assert listed["breaks"] == []
    text = gradbreak(*arguments).out
    assert ("Accumulation" in text, "The rest" in text, "canonical" in text) == (True, False, False)


def test_with_ids_it_has_both_names_of_every_mutant_by_family(finished, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    lines = gradbreak("mutants", "--ids", "--root", finished.project.root).out.splitlines()
    assert "Accumulation  += → =  4" in lines
    assert "The rest    35" in lines
    for mutant in finished.results.mutants:
        assert any(line.split("tiny.core.")[0].strip() == mutant.title and mutant.id in line for line in lines)
    assert any(line.split() == ["canonical", "every", "+=", "becomes", "=", "4"] for line in lines)


def test_a_name_is_in_one_piece_however_narrow_the_terminal_is(finished, monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    lines = gradbreak("mutants", "--ids", "--root", finished.project.root).out.splitlines()
    for mutant in finished.results.mutants:
        assert any(line.startswith(f"{mutant.title} ") and line.endswith(f" {mutant.id}") for line in lines)


def test_a_place_is_listed_once_in_a_family_with_all_that_is_changed_there(finished):
    lines = gradbreak("mutants", "--root", finished.project.root).out.splitlines()
    for family in finished.results.families:
        members = [mutant for mutant in finished.results.mutants if mutant.family == family.id]
        start = next(number for number, line in enumerate(lines) if line.startswith(f"{family.title}  "))
        listed = [line.split(maxsplit=1) for line in lines[start + 1 : lines.index("", start)]]
        assert [line[0] for line in listed] == list(dict.fromkeys(mutant.place for mutant in members))
        changes = [change for line in listed for change in (line[1].split("  ·  ") if line[1:] else [family.symbol])]
        assert sorted(changes) == sorted(mutant.change for mutant in members)


def test_a_title_in_brackets_is_shown_as_it_is(project, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    project.edit("tiny/core.py", "order.append(node)", "order.extend([node])")
    assert "pull  [node] → None" in gradbreak("mutants", "--ids", "--root", project.root).out
    lines = gradbreak("mutants", "--root", project.root).out.splitlines()
    assert any(line.startswith("pull ") and "[node] → None" in line for line in lines)


def test_an_equivalent_mutant_is_marked(project, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    project.write(
        {
            "mutation_config/equivalent.toml": """\
            [[equivalent]]
            function = "Node.clear"
            original = "0.0"
            replacement = "1.0"
            argument = "It is not, and that is for the reader to judge."
            """
        }
    )
    assert "0.0 → 1.0  (equivalent)" in gradbreak("mutants", "--root", project.root).out
    out = gradbreak("mutants", "--ids", "--root", project.root).out
    marked = [line for line in out.splitlines() if "(equivalent)" in line]
    assert len(marked) == 1
    assert marked[0].startswith("clear  0.0 → 1.0")


def test_nothing_is_run(finished, monkeypatch):
    def refuse(*_: object) -> None:
        raise AssertionError("a worker was started")

    monkeypatch.setattr(WorkerClient, "__init__", refuse)
    assert gradbreak("mutants", "--root", finished.project.root).code == 0
