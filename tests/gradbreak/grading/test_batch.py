from __future__ import annotations

import functools
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from gradbreak.errors import CouldNotGrade
from gradbreak.grading import batch
from gradbreak.grading.batch import grade_all
from gradbreak.grading.journal import FILE, open_grade_journal
from tests.gradbreak.grading.pretended import CANONICAL, SELF, PretendedSandbox, grader, notices, pretended

ROOT = Path(__file__).parents[3]

SUITES = {f"s{number}": {"test_a": notices(*([CANONICAL] if number % 2 else [SELF]))} for number in range(8)}


def readers(names, suites=SUITES, problem=""):
    return [functools.partial(pretended, name, suites.get(name, {}), problem) for name in names]


def graded(sandbox, names, folder, *, jobs=2, progress=None, reading=readers):
    with open_grade_journal(folder) as journal:
        return list(grade_all(grader(sandbox), reading(names), journal, jobs=jobs, progress=progress))


def test_grades_come_in_the_order_of_the_submissions(tmp_path):
    names = ["s3", "s1", "s2"]
    assert [each.grade.submission for each in graded(PretendedSandbox(**SUITES), names, tmp_path)] == names


def test_a_slow_submission_keeps_its_place(tmp_path):
    def slow(seen):
        time.sleep(0.005)
        return True

    suites = {**SUITES, "slow": {"test_a": slow}}
    names = ["slow", "s1", "s2", "s3"]
    grades = graded(
        PretendedSandbox(**suites), names, tmp_path, jobs=4, reading=functools.partial(readers, suites=suites)
    )
    assert [each.grade.submission for each in grades] == names
    finished = [msgspec.json.decode(line) for line in (tmp_path / FILE).read_bytes().split(b"\n") if line]
    assert finished[-1]["graded"]["grade"]["submission"] == "slow"


def test_the_number_of_jobs_and_the_order_change_no_grade(tmp_path):
    names = list(SUITES)
    every = [
        graded(PretendedSandbox(**SUITES), order, tmp_path / str(number), jobs=jobs)
        for number, (jobs, order) in enumerate([(1, names), (2, names), (5, names[::-1]), (2, names[::-1])])
    ]
    texts = [[msgspec.json.encode(g) for g in sorted(grades, key=lambda g: g.grade.submission)] for grades in every]
    assert all(text == texts[0] for text in texts)


@pytest.mark.parametrize(("jobs", "at_most"), [(1, 2), (2, 4), (3, 6)])
def test_no_more_submissions_are_open_than_jobs_allow(jobs, at_most, tmp_path):
    sandbox = PretendedSandbox(**SUITES)
    graded(sandbox, list(SUITES), tmp_path, jobs=jobs)
    assert sandbox.most_open <= at_most
    assert sandbox.open_now == 0


def test_every_submission_has_examiners_of_its_own(tmp_path):
    sandbox = PretendedSandbox(**SUITES)
    graded(sandbox, list(SUITES), tmp_path)
    assert sorted(sandbox.opened) == sorted((name, seed) for name in SUITES for seed in (1, 2))


def test_a_submission_that_cannot_be_read_is_a_row(tmp_path):
    def reading(names):
        _broken, *rest = readers(names)
        return [functools.partial(pretended, "broken", {}, "it is no archive"), *rest]

    first, second = graded(PretendedSandbox(**SUITES), ["broken", "s1"], tmp_path, reading=reading)
    assert (first.grade.verdict, second.grade.verdict) == ("not_gradable", "catches")


def test_what_is_graded_already_is_not_run_again(tmp_path):
    names = list(SUITES)
    first = graded(PretendedSandbox(**SUITES), names, tmp_path)
    sandbox = PretendedSandbox(**SUITES)
    assert graded(sandbox, names, tmp_path) == first
    assert sandbox.opened == []


def test_the_same_files_under_another_name_have_a_grade_under_that_name(tmp_path):
    sandbox = PretendedSandbox(one=SUITES["s1"], two=SUITES["s1"])

    def reading(names):
        return [
            lambda name=name: msgspec.structs.replace(pretended(name, SUITES["s1"]), sha256="same") for name in names
        ]

    assert [g.grade.submission for g in graded(sandbox, ["one", "two"], tmp_path, reading=reading)] == ["one", "two"]


def test_progress_is_told_once_for_each_submission(tmp_path):
    told = []
    graded(PretendedSandbox(**SUITES), list(SUITES), tmp_path, progress=lambda done, total: told.append((done, total)))
    assert told == [(number, 8) for number in range(1, 9)]


def test_a_sandbox_that_does_not_work_ends_the_batch(tmp_path):
    def open_nothing(submission, hash_seed):
        raise CouldNotGrade("no sandbox", "Install one")

    broken = msgspec.structs.replace(grader(PretendedSandbox()), open=open_nothing)
    with open_grade_journal(tmp_path) as journal, pytest.raises(CouldNotGrade):
        list(grade_all(broken, readers(list(SUITES)), journal, jobs=2))


def test_nothing_runs_on_when_nobody_wants_more_grades(tmp_path):
    sandbox = PretendedSandbox(**SUITES)
    with open_grade_journal(tmp_path) as journal:
        grades = grade_all(grader(sandbox), readers(list(SUITES)), journal, jobs=2)
        next(grades)
        grades.close()
    assert sandbox.open_now == 0
    assert len({name for name, _ in sandbox.opened}) < len(SUITES)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ThreadPool")]


def test_a_submission_that_is_being_graded_stops_at_its_next_run(tmp_path, monkeypatch):
    runs, began, stopped = [], threading.Event(), threading.Event()

    class Pool(ThreadPoolExecutor):
        def shutdown(self, *arguments, **options):
            stopped.set()
            super().shutdown(*arguments, **options)

    def slow(seen):
        runs.append(seen.engine)
        began.set()
        assert stopped.wait(300)
        return True

    monkeypatch.setattr(batch, "ThreadPoolExecutor", Pool)
    suites = {"s1": SUITES["s1"], "slow": {"test_a": slow}}
    with open_grade_journal(tmp_path) as journal:
        grades = grade_all(grader(PretendedSandbox(**suites)), readers(["s1", "slow"], suites), journal, jobs=2)
        next(grades)
        assert began.wait(300)
        grades.close()
    assert len(runs) == 1


# -- a batch that is killed ----------------------------------------------------------------------

MANY = {f"m{number}": {"test_a": notices(*([CANONICAL] if number % 2 else [SELF]))} for number in range(60)}
KILLS = 10

BATCH = """
import functools, sys, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tests.gradbreak.grading import test_batch as t

def behaviour(suite):
    def test(seen):
        time.sleep(0.004)
        return suite["test_a"](seen)
    return {"test_a": test}

suites = {name: behaviour(suite) for name, suite in t.MANY.items()}
t.graded(t.PretendedSandbox(**suites), list(suites), Path(sys.argv[1]), jobs=2, reading=t.many)
"""

many = functools.partial(readers, suites=MANY)


def finished(folder: Path) -> list[str]:
    """The keys of the grades that are in the journal whole."""
    if not (folder / FILE).exists():
        return []
    lines = (folder / FILE).read_bytes().split(b"\n")[:-1]
    return [msgspec.json.decode(line)["key"] for line in lines if line[-1:] == b"}"]


def killed_after(folder: Path, count: int, seconds: float) -> int:
    """Go on with the batch and kill it so long after so many grades are finished; how many are in the end."""
    process = subprocess.Popen([sys.executable, "-c", BATCH, str(folder)], cwd=ROOT)
    while len(finished(folder)) < count:
        assert process.poll() is None, "the batch ended before it could be killed"
        time.sleep(0.002)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return len(finished(folder))


@pytest.mark.slow
def test_a_batch_killed_at_ten_moments_ends_with_the_grades_of_one_never_killed(tmp_path):
    never = graded(PretendedSandbox(**MANY), list(MANY), tmp_path / "never", reading=many)
    folder = tmp_path / "killed"
    folder.mkdir()
    chance = random.Random(1)
    # Every process has to finish some grades more than all those before it, and is killed amid the next ones.
    kept = []
    for _ in range(KILLS):
        kept.append(killed_after(folder, (kept[-1] if kept else 0) + 1, chance.uniform(0, 0.05)))
    assert len(set(kept)) == KILLS
    assert kept == sorted(kept)
    assert kept[-1] < len(MANY), "the last one was killed when there was nothing left to do"
    sandbox = PretendedSandbox(**MANY)
    assert graded(sandbox, list(MANY), folder, reading=many) == never
    assert len({name for name, _ in sandbox.opened}) == len(MANY) - kept[-1]
    assert len(set(finished(folder))) == len(finished(folder)) == len(MANY), "a grade that was finished was made again"


def test_a_defect_that_one_submission_brings_to_light_costs_that_one_alone(tmp_path, monkeypatch):
    grade_as_usual = batch.grade_one

    def grade_one(grader, submission, **options):
        if submission.name == "s2":
            raise RuntimeError("a defect")
        return grade_as_usual(grader, submission, **options)

    monkeypatch.setattr(batch, "grade_one", grade_one)
    grades = graded(PretendedSandbox(**SUITES), ["s1", "s2", "s3"], tmp_path)
    assert [each.grade.verdict for each in grades] == ["catches", "not_gradable", "catches"]
    assert grades[1].grade.set_aside[0].reason == "The grader failed on it: RuntimeError: a defect."


def test_a_journal_that_is_rewritten_in_the_middle_of_a_batch_changes_no_grade(tmp_path):
    whole = graded(PretendedSandbox(**SUITES), ["s1", "s2"], tmp_path / "whole")

    def rewrite(done, total):
        if done == total:
            (tmp_path / "rewritten" / FILE).write_bytes(b"{}")

    sandbox = PretendedSandbox(**SUITES)
    assert graded(sandbox, ["s1", "s2"], tmp_path / "rewritten", jobs=1, progress=rewrite) == whole
