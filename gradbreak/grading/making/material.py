"""What is made of one engine: its controls, and the suites by which the grader checks itself."""

from __future__ import annotations

import ast
import hashlib
import importlib.metadata
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from gradbreak import __version__
from gradbreak.check.checking import EngineCheck, check_in_process
from gradbreak.check.suite_writing import WrittenSuite, suite_in_process
from gradbreak.config import Config
from gradbreak.engine.edits import Edit, OverlappingEditsError, apply_edits, by_file
from gradbreak.engine.locating import Located, located
from gradbreak.engine.numbers import number_text
from gradbreak.engine.source_files import module_name
from gradbreak.errors import BadEngine, CouldNotGrade
from gradbreak.grading.engines import Variant, engine_texts
from gradbreak.grading.making.rewriting import explicit_additions, renamed_attributes, slots
from gradbreak.grading.model import Submission
from gradbreak.process.cache import cached

FILE = "grading-material.json"

TEST_FILE = "test_gradients.py"

REFERENCE, LINEAR = "made of the engine", "of linear tests made of the engine"
"""The names of the suites; errors speak of "the reference suite made of the engine"."""


class Material(Struct, frozen=True, kw_only=True):
    """What grading needs of an engine about which nobody has declared anything.

    Attributes:
        variants: correct engines that differ in what no test may depend on; each was checked.
        suite: a suite that catches every site under every order of operands.
        linear: its linear tests alone, which catch none; empty where there are none.
    """

    variants: tuple[Variant, ...]
    suite: str
    linear: str

    @property
    def reference(self) -> Submission:
        """The suite that must get full marks."""
        return _submission(REFERENCE, self.suite)

    @property
    def must_miss(self) -> Submission | None:
        """The suite that must miss the break."""
        return _submission(LINEAR, self.linear) if self.linear else None


def _submission(name: str, text: str) -> Submission:
    return Submission(
        name=name,
        files={TEST_FILE: text.encode()},
        left_out=(),
        problem="",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def made_material(config: Config, folder: Path | None) -> Material:
    """What is made of an engine, from the cache where nothing of the engine has changed.

    Args:
        config: the project, with the sites that an inspection confirmed.
        folder: an existing folder for the cache; None for no cache.

    Raises:
        CouldNotGrade: the engine is wrong, or too little of it is known.
    """
    texts = engine_texts(config)
    parts = [__version__, sys.version, config.engine, sorted(texts.items())]
    digest = hashlib.sha256(msgspec.json.encode(parts)).hexdigest()
    return cached(folder / FILE if folder else None, digest, Material, lambda: _made(config, texts))


def _made(config: Config, texts: Mapping[str, str]) -> Material:
    place = located(config.root / config.engine.file)
    check = check_in_process([place])
    if check.wrong:
        raise _wrong(check)
    suite = suite_in_process([place])
    if suite.missed:
        raise CouldNotGrade(
            f"{config.engine.file} cannot be graded on: no expression that gradbreak knows notices a break of "
            f"{', '.join(suite.missed)}",
            "Declare a reference suite as `reference` in mutation_config/rubric.toml",
        )
    return Material(
        variants=tuple(_variants(config, texts, check, suite, place)),
        suite=suite.text,
        linear=suite.linear_text if suite.linear else "",
    )


def _wrong(check: EngineCheck) -> CouldNotGrade:
    first = check.differences[0]
    inputs = ", ".join(f"{name} = {number_text(number)}" for name, number in first.inputs.items())
    actual = first.error or f"is {first.actual:g}" if first.actual is not None or first.error else "is no number"
    what = f"the gradient of {first.of}" if first.of else "the value"
    return CouldNotGrade(
        f"{check.file} is wrong, so no test can be graded on it: of {first.expression} at {inputs} {what} {actual} and "
        f"should be {first.expected:g}",
        f"Run `gradbreak check {check.file}`, and correct the engine",
    )


def _variants(
    config: Config, texts: Mapping[str, str], check: EngineCheck, suite: WrittenSuite, place: Located
) -> Iterator[Variant]:
    engine = config.engine
    writes = [(each.file, each.site.start, each.site.end) for each in config.sites]
    kept = (engine.value, engine.gradient, engine.entry_point, engine.reset)
    explicit = Variant(
        name="explicit",
        independent_of="how a gradient is added to: in place or not",
        edits=tuple(explicit_additions(writes, texts)),
    )
    if _is_right(config, texts, explicit.edits, check):
        yield explicit
    if suite.has_two_orders:
        yield Variant(
            name="right-first",
            independent_of="the order in which a sweep visits the operands",
            edits=tuple(_rebased(suite.reversal, place, config.root)),
            reverses_operands=True,
            reverses_sets=not suite.reversal,
        )
    for name, independent_of, edits in (
        ("renamed", "the names of private attributes", renamed_attributes(texts, kept)),
        (
            "slots",
            "whether a node takes attributes of its own, or has a dictionary of them",
            slots(engine.file, texts[engine.file], engine.node_class, texts.values()),
        ),
    ):
        variant = Variant(name=name, independent_of=independent_of, edits=tuple(edits))
        if _is_right(config, texts, variant.edits, check):
            yield variant


def _rebased(edits: Iterable[Edit], place: Located, root: Path) -> Iterator[Edit]:
    for edit in edits:
        file = Path(os.path.relpath(Path(place.root) / edit.file, root)).as_posix()
        yield Edit(file=file, start=edit.start, end=edit.end, replacement=edit.replacement)


def _is_right(config: Config, texts: Mapping[str, str], edits: Sequence[Edit], reference: EngineCheck) -> bool:
    """Whether an engine with changes computes what it computed, in a copy that is checked like any engine."""
    if not edits:
        return False
    with tempfile.TemporaryDirectory(prefix="gradbreak-") as folder:
        try:
            changes = by_file(edits)
            for file, text in texts.items():
                path = Path(folder, file)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(apply_edits(text, changes.get(file, ())), encoding="utf-8", newline="")
            module = config.engine.module or module_name(config.engine.file)
            copy = Located(path=str(Path(folder, config.engine.file)), root=folder, import_path=folder, module=module)
            found = check_in_process([copy])
        except (OverlappingEditsError, BadEngine):
            return False
    return not found.wrong and found.operations == reference.operations and found.unusable == reference.unusable


def needed_packages(texts: Iterable[str]) -> tuple[str, ...]:
    """The installed distributions that an engine imports, by name.

    Args:
        texts: of the engine's files.
    """
    tops: dict[str, None] = {}
    for text in texts:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                tops |= dict.fromkeys(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                tops[node.module.partition(".")[0]] = None
    installed = importlib.metadata.packages_distributions()
    return tuple(dict.fromkeys(installed[top][0] for top in tops if top in installed))
