from __future__ import annotations

from gradbreak.cli.progress import ProgressBar


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
