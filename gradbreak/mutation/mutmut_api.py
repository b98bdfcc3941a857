"""The mutations that mutmut makes of a file: where they are and what they change.

This module and ``mutmut_verdicts`` are the only ones that know mutmut's insides.

``create_mutations`` is not a documented API. The dependency is pinned to one minor version, and
``tests/gradbreak/mutation/test_mutmut_api.py`` holds what is relied on here against mutmut's own output.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import libcst as cst
from mutmut.configuration import config as mutmut_config
from mutmut.configuration import reset_config
from mutmut.mutation.file_mutation import Mutation, create_mutations
from mutmut.mutation.pragma_handling import PragmaParseError
from mutmut.mutation.trampoline_templates import mangle_function_name
from mutmut.utils.format_utils import get_mutant_name

from gradbreak.engine.sites import Site
from gradbreak.errors import BadEngine, ConfigError
from gradbreak.model import Location
from gradbreak.mutation.operators import operator_name
from gradbreak.mutation.parsed_text import ParsedText
from gradbreak.mutation.raw_mutation import REPLACING, RawMutation, SitePart


def mutations_of(root: Path, file: str, source: str, sites: Sequence[Site]) -> list[RawMutation]:
    """Every mutant that ``mutmut run`` would make of a file, in the order of the source.

    Args:
        root: the project's folder, whose ``[tool.mutmut]`` may exclude lines.
        file: the path relative to it.
        source: the file's text.
        sites: the accumulating writes in it.

    Raises:
        BadEngine: the file cannot be parsed.
        ConfigError: ``[tool.mutmut]`` does not say where the engine is, or cannot be used.
    """
    try:
        with _mutmut_config_of(root):
            module, mutations, _, _ = create_mutations(file, source)
    except cst.ParserSyntaxError as error:
        raise BadEngine(
            f"{file}, line {error.raw_line}: {' '.join(error.message.split())}", "Correct the syntax of the engine"
        ) from None
    except cst.CSTValidationError as error:
        raise BadEngine(
            f"mutmut cannot mutate {file}: {' '.join(str(error).split())}",
            "Format the engine's source, with blanks around keywords",
        ) from None
    except PragmaParseError as error:
        raise BadEngine(" ".join(str(error).split()), "Correct the `# pragma: no mutate` comments") from None
    return list(_Reader(ParsedText(file, source, module), sites).read(mutations))


@contextlib.contextmanager
def _mutmut_config_of(root: Path) -> Iterator[None]:
    # mutmut reads its configuration from the working folder and keeps it in a global.
    with tempfile.TemporaryDirectory() as empty:
        folder = root
        if not _configures_mutmut(root):
            folder = Path(empty)
            (folder / "pyproject.toml").write_text('[tool.mutmut]\nsource_paths = ["."]\n')
        with contextlib.chdir(folder):
            reset_config()
            try:
                _check_mutmut_config()
                yield
            finally:
                reset_config()


def _configures_mutmut(root: Path) -> bool:
    try:
        tables = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return (root / "setup.cfg").exists() and "[mutmut]" in (root / "setup.cfg").read_text(encoding="utf-8")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"mutmut cannot use [tool.mutmut] in pyproject.toml: {error}", "Correct it") from None
    return "mutmut" in tables.get("tool", {})


def _check_mutmut_config() -> None:
    try:
        for pattern in mutmut_config().do_not_mutate_patterns:
            re.compile(pattern)
    except FileNotFoundError:
        raise ConfigError(
            "pyproject.toml has no [tool.mutmut] with source_paths",
            "Add it, so that `mutmut run` and gradbreak mutate the same files",
        ) from None
    except (ValueError, re.error) as error:
        raise ConfigError(f"mutmut cannot use [tool.mutmut] in pyproject.toml: {error}", "Correct it") from None


class _Reader:
    """Reads off one parsed file what each of its mutations is."""

    def __init__(self, text: ParsedText, sites: Sequence[Site]) -> None:
        self.text = text
        self.sites = sites

    def read(self, mutations: list[Mutation]) -> Iterator[RawMutation]:
        numbers: dict[cst.CSTNode, int] = defaultdict(int)
        found: dict[str, tuple[cst.FunctionDef, list[RawMutation]]] = {}
        for mutation in mutations:
            outermost = mutation.contained_by_top_level_function
            # Statements of a class body have a "function" too, and mutmut makes no mutant of them.
            if isinstance(outermost, cst.FunctionDef):
                numbers[outermost] += 1
                raw = self._read_one(mutation, outermost, numbers[outermost])
                # Of a function that is defined twice the last definition counts: nothing can call the first, and
                # mutmut gives the mutants of both the same names.
                if found.setdefault(raw.function, (outermost, []))[0] is not outermost:
                    found[raw.function] = (outermost, [])
                found[raw.function][1].append(raw)
        kept = [raw for _, of_function in found.values() for raw in of_function]
        yield from sorted(kept, key=lambda raw: raw.start)

    def _read_one(self, mutation: Mutation, outermost: cst.FunctionDef, number: int) -> RawMutation:
        node, text = mutation.original_node, self.text
        class_name = self._class_of(outermost)
        name = outermost.name.value
        start, end, replacement = text.stretch(node, mutation.mutated_node)
        statement = self._statement_of(node)
        operator = operator_name(node, mutation.mutated_node)
        return RawMutation(
            id=get_mutant_name(
                Path(text.file), f"{mangle_function_name(name=name, class_name=class_name)}__mutmut_{number}"
            ),
            function=f"{class_name}.{name}" if class_name else name,
            class_name=class_name,
            operator=operator,
            location=Location(file=text.file, start=text.position(start), end=text.position(end)),
            start=start,
            end=end,
            original=text.source[start:end],
            replacement=replacement,
            statement=text.text_of(statement),
            in_closure=self._enclosing_function(node) is not outermost,
            site=self._site_of(start, end, operator),
            lines=self._lines(node, statement),
        )

    def _class_of(self, function: cst.FunctionDef) -> str | None:
        block = self.text.parents[function]
        owner = self.text.parents[block] if isinstance(block, cst.IndentedBlock) else None
        return owner.name.value if isinstance(owner, cst.ClassDef) else None

    def _enclosing_function(self, node: cst.CSTNode) -> cst.CSTNode | None:
        return next((above for above in self.text.ancestors(node) if isinstance(above, cst.FunctionDef)), None)

    def _site_of(self, start: int, end: int, operator: str) -> SitePart | None:
        for site in self.sites:
            if site.start <= start and end <= site.end:
                is_write = (start, end) == (site.start, site.end) and operator.startswith("augmented")
                # mutmut turns `-= e` into `= e`, which loses the sign too: that is not the break of the accumulation.
                loses_sign = operator == REPLACING and site.replacement.partition(" = ")[2].startswith("-(")
                return SitePart(operand=site.operand, whole=is_write and not loses_sign)
        return None

    def _statement_of(self, node: cst.CSTNode) -> cst.CSTNode:
        return next(
            above
            for above in self.text.ancestors(node)
            if isinstance(above, (cst.BaseSmallStatement, cst.BaseStatement))
        )

    def _lines(self, node: cst.CSTNode, statement: cst.CSTNode) -> tuple[int, int]:
        position = self.text.positions[statement]
        if isinstance(statement, cst.FunctionDef):
            # A default takes effect in a call, so any line of the body shows that it was reached;
            # the line of the `def` runs at import.
            body = self.text.positions[statement.body]
            return body.start.line, body.end.line
        if isinstance(statement, cst.BaseCompoundStatement):
            return position.start.line, self.text.positions[node].end.line
        return position.start.line, position.end.line
