from __future__ import annotations

import pytest

from gradbreak.cli.progress import ProgressBar
from gradbreak.run.breaks_first import EarlyFinding, SuiteKills


def show_two_phases() -> None:
    with ProgressBar() as progress:
        progress.begin("making mutants", 1)
        progress.advance()
        progress.begin("running", 3)
        for _ in range(3):
            progress.advance()


def test_where_nobody_looks_on_each_phase_is_one_line(capsys, monkeypatch):
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    show_two_phases()
    assert capsys.readouterr().err.strip().splitlines() == ["making mutants", "running (3)"]


def test_a_person_sees_how_far_each_phase_is(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    show_two_phases()
    shown = capsys.readouterr()
    assert "3/3" in shown.err
    assert shown.out == ""


def test_a_step_before_every_phase_is_no_mistake():
    ProgressBar().advance()


@pytest.mark.parametrize(("seconds", "time"), [(3.2, "4 s"), (900.0, "15 min")])
def test_what_the_first_mutants_showed_is_one_line_with_how_long_the_others_take(capsys, monkeypatch, seconds, time):
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    suites = (SuiteKills(suite="linear", killed=0, breaks=0), SuiteKills(suite="diamond", killed=4, breaks=3))
    finding = EarlyFinding(total=4, breaks=3, suites=suites, left=50, seconds_left=seconds)
    with ProgressBar() as progress:
        progress.breaks_judged(finding)
    assert capsys.readouterr().err.strip() == (
        "killed of the mutants that replace a gradient: linear 0 of 4, diamond 4 of 4. "
        f"The other 50 mutants follow, in about {time}."
    )
