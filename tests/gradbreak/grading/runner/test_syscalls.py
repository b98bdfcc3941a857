"""The filter as a program; what it does in a process is tested with the examiner."""

from __future__ import annotations

import struct

import pytest

from gradbreak.grading.runner.syscalls import ALLOW, BY_ARGUMENT, MACHINES, REFUSE, RETURN, program

SERVER = 77


def verdict(machine, number, argument=0, identity=None):
    """What the program returns, by running it as the kernel would."""
    described = {0: number, 4: machine.identity if identity is None else identity, 16: argument & 0xFFFFFFFF}
    steps = list(struct.iter_unpack("HBBI", program(machine, SERVER)))
    place, loaded = 0, 0
    while True:
        code, jump_if, jump_else, value = steps[place]
        place += 1
        if code == RETURN:
            return "allowed" if value == ALLOW else "refused" if value & REFUSE else "?"
        if code == 0x20:
            loaded = described[value]
        else:
            holds = {0x15: loaded == value, 0x35: loaded >= value, 0x45: bool(loaded & value)}[code]
            place += jump_if if holds else jump_else


@pytest.fixture(params=MACHINES)
def machine(request):
    return MACHINES[request.param]


def test_every_machine_has_the_same_calls():
    first, *others = (set(machine.calls) for machine in MACHINES.values())
    assert all(names == first for names in others)


def test_listed_calls_are_refused_and_others_allowed(machine):
    listed = {number: name for name, number in machine.calls.items()}
    for number in range(480):
        expected = "refused" if listed.get(number, "read") not in {*BY_ARGUMENT, "read"} else "allowed"
        if number != machine.calls["socket"]:
            assert verdict(machine, number) == expected, listed.get(number)


@pytest.mark.parametrize(
    ("name", "argument", "expected"),
    [
        ("kill", SERVER, "refused"),
        ("kill", -1, "refused"),
        ("kill", 0, "allowed"),
        ("kill", 78, "allowed"),
        ("tgkill", SERVER, "refused"),
        ("tgkill", 78, "allowed"),
        ("prlimit64", 0, "allowed"),
        ("prlimit64", SERVER, "refused"),
        ("socket", 1, "allowed"),
        ("socket", 2, "refused"),
        ("socket", 10, "refused"),
        ("clone", 0x01200011, "allowed"),  # what fork passes
        ("clone", 0x003D0F00, "allowed"),  # what a new thread passes
        ("clone", 0x10000011, "refused"),
        ("clone", 0x00020011, "refused"),
    ],
)
def test_the_first_argument_decides(machine, name, argument, expected):
    assert verdict(machine, machine.calls[name], argument) == expected


def test_calls_as_on_another_machine_are_refused(machine):
    assert verdict(machine, 0, identity=0x40000003) == "refused"


def test_calls_of_the_second_set_are_refused():
    assert verdict(MACHINES["x86_64"], 0x40000000) == "refused"
