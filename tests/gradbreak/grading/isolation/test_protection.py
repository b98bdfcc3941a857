"""What is said to stay open is what the kernel leaves open."""

from __future__ import annotations

import os
from types import SimpleNamespace

import pytest

from gradbreak.grading.isolation import what_stays_open
from gradbreak.grading.runner import landlock


@pytest.mark.parametrize(
    ("version", "machine", "said"),
    [
        (7, "x86_64", "semaphores in /dev/shm"),
        (6, "x86_64", "semaphores in /dev/shm"),
        (5, "x86_64", "may still send signals"),
        (0, "x86_64", "only the network and some signals are closed"),
        (0, "riscv64", "nothing is closed"),
    ],
)
def test_the_sentence_depends_on_the_kernel(monkeypatch, version, machine, said):
    monkeypatch.setattr(landlock, "version", lambda: version)
    monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(machine=machine))
    assert said in what_stays_open()


def test_where_nothing_hides_the_key_of_the_journal_that_is_said(monkeypatch):
    monkeypatch.setattr(landlock, "version", lambda: 0)
    assert "the key that signs it" in what_stays_open()
