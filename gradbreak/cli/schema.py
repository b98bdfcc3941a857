"""``gradbreak schema``: the contracts of what gradbreak writes as JSON."""

from __future__ import annotations

import json

import click

from gradbreak.grading.api import engine_grades_schema
from gradbreak.results.check_document import check_schema
from gradbreak.results.run_document import run_schema
from gradbreak.results.schema import results_schema

SCHEMAS = {"results": results_schema, "run": run_schema, "check": check_schema, "engine-grade": engine_grades_schema}


@click.command("schema")
@click.argument("document", type=click.Choice(list(SCHEMAS)), default="results")
def schema_command(document: str) -> None:
    """Print the JSON Schema of results.json, or of what `run` or `check --format json` prints; every key is described.

    engine-grade is what `check --each --format json` prints of each engine.

    \b
    gradbreak schema > results.schema.json
    gradbreak schema run > run.schema.json
    gradbreak schema check > check.schema.json
    """
    click.echo(json.dumps(SCHEMAS[document](), indent=2, ensure_ascii=False))
