"""What the process that runs a test can find out about the engine, looked for as an attacker would."""

from __future__ import annotations

import json
import random

import pytest

from gradbreak.grading.engines import Engines
from gradbreak.grading.isolation import IsolationLimits
from gradbreak.grading.model import RunRequest
from tests.gradbreak.grading.isolation.examined import examining, needs_bubblewrap

SEARCH = '''
import gc, json, linecache, os, pathlib, re, sys, types

import minigrad.scalar
from minigrad.scalar import Value

MARK = 'a mark that the search must find'

def everything():
    """All objects that can be reached, those of the frames above included."""
    frame, waiting, seen = sys._getframe(), [], set()
    while frame:
        waiting += [frame.f_locals, frame.f_globals, frame.f_code]
        frame = frame.f_back
    waiting += [gc.get_objects(), sys.modules, os.environ._data, linecache.cache, sys.argv, sys.meta_path]
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        yield thing
        waiting += gc.get_referents(thing)
        if isinstance(thing, types.CodeType):
            waiting += [thing.co_consts, thing.co_names, thing.co_filename]

def files():
    for top in ("/proc/self", "/tmp", "/dev/shm"):
        for folder, _, names in os.walk(top):
            if "task" in folder or "/net" in folder or "/map_files" in folder or "/root" in folder or "/cwd" in folder:
                continue
            for name in names:
                try:
                    file = pathlib.Path(folder, name)
                    if file.suffix != ".py" and not file.is_fifo():
                        yield os.readlink(file) if file.is_symlink() else file.read_bytes()[:100_000].decode("latin-1")
                except OSError:
                    continue

def memory():
    """The writable memory of the process, read through the system and not through Python."""
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as mem:
        for line in maps:
            span, rights, *_ = line.split()
            if rights.startswith("rw") and "[v" not in line:
                first, last = (int(number, 16) for number in span.split("-"))
                try:
                    mem.seek(first)
                    yield mem.read(last - first)
                except OSError:
                    continue

def test_search():
    # Each letter in brackets, so that neither this file nor the pattern holds what is looked for.
    text_pattern, pattern = re.compile({wanted}), re.compile({wanted}.encode())
    found = set()
    for thing in everything():
        if isinstance(thing, str):
            found.update(text_pattern.findall(thing))
        elif isinstance(thing, (bytes, bytearray)):
            found.update(one.decode() for one in pattern.findall(thing))
    for text in files():
        found.update(text_pattern.findall(text))
    number = len(found)
    del found
    raw = sum(len(set(pattern.findall(block))) for block in memory())
    raise AssertionError(json.dumps([number, raw, len(Value.__mul__.__code__.co_consts)]))
'''

MARK = "a mark that the search must find"
"""It is in the test file, so a search that does not find it once proves nothing."""

TEXTS = [
    "self.grad += other.data * out.grad",
    "self.grad = other.data * out.grad",
    "other.grad += self.data * out.grad",
    "out._backward = _backward\n",
]
"""Statements of the engine and of a break, as its text has them."""


def names(engines: Engines) -> list[str]:
    """The names that the grader has for engines and that no test could know otherwise."""
    ids = [id_ for target in engines.targets for id_ in target.ids if "mutmut" in id_]
    return [*ids, "right-first", "decoy:reversed", "op:mul"]


def bracketed(texts: list[str]) -> str:
    """A pattern that finds any of some texts and holds none of them."""
    letters = {"\n": "[\\n]", "^": "\\^"}
    return "|".join("".join(letters.get(letter, f"[{letter}]") for letter in text) for text in texts)


@pytest.fixture(scope="module")
def found(engines) -> list:
    """What the search finds on a broken engine, after a run on another."""
    files = {"test_search.py": SEARCH.replace("{wanted}", repr(bracketed([MARK, *TEXTS, *names(engines)])))}
    target, chance = engines.targets[0], random.Random(0)
    limits = IsolationLimits(cpu_seconds=60, wall_seconds=120, run_seconds=200, memory_mib=1024)
    with examining(files, engine=engines.reference.text, limits=limits) as examiner:
        examiner.run(RunRequest(engine=engines.reference.code_for_a_run(chance), tests=("test_search.py::test_x",)))
        (record,) = examiner.run(RunRequest(engine=target.code_for_a_run(chance))).tests
    assert record.message.startswith("AssertionError: ["), record
    return json.loads(record.message.removeprefix("AssertionError: "))


@needs_bubblewrap
def test_no_object_and_no_file_holds_the_text_or_the_name_of_an_engine(found):
    assert found[0] == 1


@needs_bubblewrap
def test_no_memory_of_the_process_holds_the_text_or_the_name_of_an_engine(found):
    assert found[1] >= 1


@needs_bubblewrap
def test_the_search_ran_on_the_engine(found):
    assert found[2] > 1
