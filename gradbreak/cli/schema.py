"""``gradbreak schema``: the contract of ``results.json``."""

from __future__ import annotations

import json

import click

from gradbreak.results.schema import results_schema


@click.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of results.json, with a description of every key.

    \b
    gradbreak schema > results.schema.json
    """
    click.echo(json.dumps(results_schema(), indent=2, ensure_ascii=False))
