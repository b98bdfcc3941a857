"""Adds the example report to the site, and the pages that are made from the code while it is built.

These are commands, keys of the configuration, exit codes and results.json. A hook of mkdocs; see mkdocs.yml.
"""

from __future__ import annotations

import enum
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from msgspec import Struct, inspect

from gradbreak.cli.app import COMMANDS, cli
from gradbreak.config import types as config_types
from gradbreak.errors import ExitCode
from gradbreak.grading.declarations import types as grading_types
from gradbreak.grading.isolation.limits import IsolationLimits
from gradbreak.results.check_document import check_schema
from gradbreak.results.run_document import run_schema
from gradbreak.results.schema import description, field_descriptions, results_schema

ROOT = Path(__file__).parents[1]
EXAMPLE = "reports/example"

FILES_OF_THE_CONFIGURATION: tuple[tuple[str, type[Struct]], ...] = (
    ("engine.toml", config_types.EngineConfig),
    ("suites.toml, [[suite]]", config_types.SuiteConfig),
    ("families.toml, [[family]]", config_types.FamilyConfig),
    ("families.toml, rules of a family", config_types.FamilyRule),
    ("breaks.toml, [[break]]", config_types.BreakRule),
    ("equivalent.toml, [[equivalent]]", config_types.EquivalentEntry),
    ("examples.toml, [[example]]", config_types.ExampleConfig),
    ("lesson.toml", config_types.LessonConfig),
    ("probes.toml, [[probe]]", config_types.ProbeConfig),
    ("limits.toml", config_types.MutantLimits),
    ("rubric.toml", grading_types.Rubric),
    ("rubric.toml, [points]", grading_types.LevelPoints),
    ("rubric.toml, [engine_points]", grading_types.EnginePoints),
    ("rubric.toml, [limits]", IsolationLimits),
    ("controls.toml, [[control]]", grading_types.Control),
    ("controls.toml, edits of a control", grading_types.ControlEdit),
)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """List the decisions in the navigation; mkdocs calls this first."""
    (decisions,) = [each for each in config.nav or () if "Decisions" in each]
    folder = Path(config.docs_dir)
    decisions["Decisions"] = [path.relative_to(folder).as_posix() for path in sorted(folder.glob("decisions/*.md"))]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages; mkdocs calls this when it has found the others."""
    for name, text in reference_pages().items():
        files.append(File.generated(config, f"reference/{name}", content=text))
    for path in sorted((ROOT / EXAMPLE).glob("*.html")):
        files.append(File.generated(config, f"{EXAMPLE}/{path.name}", abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """Lead links to the example report to the copy in the site; in the repository it is beside docs/."""
    return re.sub(rf"\]\(\.\./((?:\.\./)*{EXAMPLE}/)", r"](\1", markdown)


def reference_pages() -> dict[str, str]:
    """The name of a page → its Markdown."""
    return {
        "commands.md": "\n".join(_commands()),
        "keys.md": "\n".join(_keys()),
        "exit-codes.md": "\n".join(_exit_codes()),
        "results.md": "\n".join(_results()),
        "documents.md": "\n".join(_documents()),
    }


# -- commands ------------------------------------------------------------------------------------


def _commands() -> Iterator[str]:
    yield "# Commands\n"
    context = click.Context(cli, info_name="gradbreak", **cli.context_settings)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        yield from _command(command, click.Context(command, info_name=name, parent=context), 2)


def _command(command: click.Command, context: click.Context, level: int) -> Iterator[str]:
    yield f"{'#' * level} {context.command_path}\n"
    yield f"```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from _command(child, click.Context(child, info_name=name, parent=context), level + 1)


# -- keys of the configuration -------------------------------------------------------------------


def _keys() -> Iterator[str]:
    yield "# Keys of the configuration\n"
    yield "Every file is in `mutation_config/`. Any other key is an error.\n"
    for title, kind in FILES_OF_THE_CONFIGURATION:
        yield f"## {title}\n"
        yield f"{_markdown(description(kind))}\n"
        yield "| key | type | default | meaning |\n|---|---|---|---|"
        said = field_descriptions(kind)
        for field in msgspec.structs.fields(kind):
            default = "needed" if field.required else f"`{_toml(_default(field))}`"
            type_ = _in_words(inspect.type_info(field.type))
            yield f"| `{field.encode_name}` | {type_} | {default} | {_markdown(said.get(field.name, ''))} |"
        yield ""


def _default(field: msgspec.structs.FieldInfo) -> object:
    return field.default_factory() if field.default is msgspec.NODEFAULT else field.default


def _toml(value: object) -> str:
    """A default as it would be written, or in a word where TOML has none for it."""
    if value is None:
        return "left out"
    if isinstance(value, Struct):
        return "see below"
    if isinstance(value, enum.Enum):
        value = value.value
    return msgspec.json.encode(value).decode()


def _in_words(type_: inspect.Type) -> str:
    """A type as somebody who writes TOML would call it."""
    match type_:
        case inspect.UnionType(types=types):
            return " or ".join(_in_words(each) for each in types if not isinstance(each, inspect.NoneType))
        case inspect.StrType():
            return "text"
        case inspect.BoolType():
            return "`true` or `false`"
        case inspect.IntType() | inspect.FloatType():
            return _number(type_)
        case inspect.EnumType(cls=cls):
            return " or ".join(f"`{each.value}`" for each in cls)
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            return f"list of {_in_words(item)}"
        case inspect.DictType(value_type=item):
            return f"table of {_in_words(item)}"
        case inspect.StructType():
            return "table"
        case _:
            raise TypeError(f"{type_} has no words")


def _number(type_: inspect.IntType | inspect.FloatType) -> str:
    name = "whole number" if isinstance(type_, inspect.IntType) else "number"
    limits = [("above", type_.gt), ("from", type_.ge), ("below", type_.lt), ("up to", type_.le)]
    return " ".join([name, *(f"{word} {limit:g}" for word, limit in limits if limit is not None)])


# -- exit codes and results ----------------------------------------------------------------------


def _exit_codes() -> Iterator[str]:
    yield "# Exit codes\n"
    yield "Each number has one meaning in every command.\n"
    yield "| code | name | meaning |\n|---|---|---|"
    for code in ExitCode:
        yield f"| {code.value} | `{code.name}` | {_markdown(code.meaning)} |"


def _documents() -> Iterator[str]:
    """The page of what commands print as JSON."""
    yield "# Output for programs\n"
    for command, schema in (("run", run_schema()), ("check", check_schema())):
        yield f"## gradbreak {command} --format json\n"
        yield from _document(schema, f"gradbreak schema {command}", "###")


def _results() -> Iterator[str]:
    yield "# results.json\n"
    yield from _document(results_schema(), "gradbreak schema", "##")


def _document(schema: dict[str, Any], command: str, heading: str) -> Iterator[str]:
    yield f"{_markdown(schema['description'])} `{command}` prints this as a JSON Schema.\n"
    yield from _properties(schema)
    for name, definition in schema["$defs"].items():
        yield f"{heading} {name}\n"
        yield f"{_markdown(definition.get('description', ''))}\n"
        if "enum" in definition:
            yield f"One of: {', '.join(f'`{each}`' for each in definition['enum'])}\n"
        yield from _properties(definition)
        yield from _places(definition)


def _places(schema: dict[str, Any]) -> Iterator[str]:
    """What stands at each place of a list."""
    if "prefixItems" not in schema:
        return
    yield "| place | name | type | meaning |\n|---|---|---|---|"
    for place, each in enumerate(schema["prefixItems"]):
        yield f"| {place} | `{each['title']}` | {_json_type(each)} | {_markdown(each['description'])} |"
    yield ""


def _properties(schema: dict[str, Any]) -> Iterator[str]:
    if "properties" not in schema:
        return
    yield "| key | type | meaning |\n|---|---|---|"
    for key, each in schema["properties"].items():
        yield f"| `{key}` | {_json_type(each)} | {_markdown(each.get('description', ''))} |"
    yield ""


def _json_type(schema: dict[str, Any]) -> str:
    """A JSON Schema's type in words, with a link to a definition."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_json_type(each) for each in schema["anyOf"])
    if "const" in schema:
        return f"`{schema['const']}`"
    kind = schema.get("type", "any")
    if kind == "array":
        items = schema.get("items") or {}
        return f"list of {_json_type(items)}" if items else "list"
    if kind == "object":
        values = schema.get("additionalProperties")
        return f"object of {_json_type(values)}" if isinstance(values, dict) else "object"
    return str(kind)


def _markdown(text: str) -> str:
    """A docstring's text in a cell of a table: its code as code, and nothing that ends the cell."""
    text = " ".join(text.replace("``", "`").split())
    parts = re.split(r"(`[^`]*`)", text)
    escaped = (part if part.startswith("`") else html.escape(part, quote=False) for part in parts)
    return "".join(escaped).replace("|", "\\|")
