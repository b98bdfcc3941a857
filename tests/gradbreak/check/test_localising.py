from __future__ import annotations

import ast
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from gradbreak.check.checking import EngineCheck, check_in_process
from gradbreak.engine.locating import locate
from gradbreak.engine.sites import Site, accumulating_statements
from tests.engines import samples
from tests.gradbreak.check.checks_in_children import checks

SEEDED = {
    "nested_closures": "",
    "set_children": "micro.py",
    "central_write": "picograd.py",
    "minus_equals": "",
    "helper_function": "scalar.py",
}
"""Sample engines that faults are seeded in, of different shapes."""

WRONG = [sample for sample in samples.read_samples() if sample.wrong]


def check(file: Path, folder: Path) -> EngineCheck:
    return check_in_process(locate([file], folder / "notebooks"))


def faults(source: str, site: Site) -> Iterator[tuple[str, str]]:
    """Single faults at a site: what kind, and what stands there instead."""
    yield "assigned", site.replacement
    parts = re.fullmatch(r"(.*?)\s*([+-])=\s*(.*)", source[site.start : site.end], re.DOTALL)
    if parts is None:
        return
    slot, sign, added = parts.groups()
    yield "wrong sign", f"{slot} {'-' if sign == '+' else '+'}= {added}"
    yield "wrong factor", f"{slot} {sign}= 2 * ({added})"
    term = ast.parse(added, mode="eval").body
    if isinstance(term, ast.BinOp):
        yield "dropped factor", f"{slot} {sign}= {ast.unparse(term.right)}"


def seeded(folder: Path) -> Iterator[tuple[str, int, EngineCheck]]:
    """Every fault of the sample engines that changes a number: its kind, its line, and the check."""
    written: list[tuple[str, int, Path]] = []
    for name, file in SEEDED.items():
        sample = samples.read_sample(name)
        path = sample.folder / (file or sample.engine[0])
        source = path.read_text(encoding="utf-8")
        lines = {site.line for site in sample.sites if not site.never_second}
        for site in accumulating_statements(source):
            if site.line not in lines:
                continue
            for kind, instead in faults(source, site):
                copy = folder / f"{name}_{site.line}_{kind.replace(' ', '_')}"
                copy.mkdir()
                engine = copy / path.name
                engine.write_text(source[: site.start] + instead + source[site.end :], encoding="utf-8")
                written.append((f"{name}: {kind}", site.line, engine))
    for (kind, line, _), found in zip(written, checks((file for *_, file in written), folder), strict=True):
        if not found.is_right:
            yield kind, line, found


def named(found: EngineCheck) -> set[int]:
    """The lines that a check names as the fault."""
    return {
        each.line
        for told in found.explanations
        for each in (told, *told.alternatives, *told.together)
        if each.is_verified
    }


@pytest.mark.slow
def test_the_line_of_a_single_fault_is_named_nine_times_in_ten_and_never_a_wrong_one_alone(tmp_path):
    outcomes: Counter[str] = Counter()
    others = []
    for kind, line, found in seeded(tmp_path):
        lines = named(found)
        outcomes["right" if lines == {line} else "wrong" if lines and line not in lines else "none"] += 1
        if lines != {line}:
            others.append((kind, line, lines))
    assert outcomes["right"] + outcomes["none"] > 40
    assert outcomes["right"] >= 0.9 * sum(outcomes.values()), others
    assert outcomes["wrong"] == 0, others


@pytest.mark.parametrize("sample", WRONG, ids=[sample.name for sample in WRONG])
def test_a_wrong_sample_s_fault_is_found_where_it_is(sample, tmp_path):
    copy = tmp_path / sample.name
    shutil.copytree(sample.folder, copy, ignore=shutil.ignore_patterns("__pycache__"))
    found = check(copy / sample.engine[0], tmp_path)
    assert not found.is_right
    line = sample.wrong["line"]
    [told] = found.explanations
    assert told.line <= line <= told.last_line
    assert told.is_verified or told.kind == "breadth first"


def test_an_engine_that_assigns_everywhere_is_told_all_lines_together(tmp_path):
    sample = samples.read_sample("set_children")
    source = (sample.folder / "micro.py").read_text(encoding="utf-8")
    (tmp_path / "micro.py").write_text(source.replace(".grad +=", ".grad ="), encoding="utf-8")
    found = check(tmp_path / "micro.py", tmp_path)
    assert [told.kind for told in found.explanations] == ["assigns everywhere"]
    assert named(found) == {site.line for site in sample.sites}
