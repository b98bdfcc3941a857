"""Translates the names that gradbreak itself gives: of families, breaks, examples, proofs and phases.

Names that a project chose in its own configuration are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import structs

from gradbreak.model import Results

SPANISH = {
    # families
    "Accumulation": "Acumulación",
    "The gradient is replaced instead of added to: only the last path counts.": (
        "El gradiente se reemplaza en vez de sumarse: solo cuenta el último camino."
    ),
    "Sign": "Signo",
    "The contribution is subtracted instead of added.": "La contribución se resta en vez de sumarse.",
    "Local derivative": "Derivada local",
    "The factor that an operation contributes is wrong.": "El factor que aporta una operación es erróneo.",
    "Graph": "Grafo",
    "An operand is not remembered, or a closure is not attached.": (
        "Un operando no se recuerda, o una clausura no se enlaza."
    ),
    "Seed and order": "Semilla y orden",
    "The sweep starts with the wrong seed, visits nodes in the wrong order, or visits some twice.": (
        "El barrido empieza con una semilla errónea, visita los nodos en mal orden o visita alguno dos veces."
    ),
    "Reset": "Puesta a cero",
    "Gradients of an earlier sweep stay when they should be zeroed.": (
        "Los gradientes de un barrido anterior se quedan cuando deberían ponerse a cero."
    ),
    "Forward value": "Valor hacia delante",
    "The result itself is wrong, before any gradient is taken.": (
        "El resultado mismo es erróneo, antes de tomar ningún gradiente."
    ),
    "Interface": "Interfaz",
    "A number on the left, a conversion, or an error that should be raised.": (
        "Un número a la izquierda, una conversión o un error que debería lanzarse."
    ),
    "Labels and repr": "Etiquetas y repr",
    "What people read is wrong and every number is right.": (
        "Lo que leen las personas está mal y todos los números están bien."
    ),
    # examples
    "linear": "lineal",
    "diamond": "diamante",
    # names of breaks
    "every += becomes =": "cada += pasa a ser =",
    "every += of {} becomes =": "cada += de {} pasa a ser =",
    # kinds of breaks
    "canonical": "canónica",
    "per-op": "de una operación",
    "partial": "parcial",
    # proofs
    "every suite passes on the engine as it is": "todas las suites pasan con el motor tal como está",
    "every test passes in a process of its own": "cada test pasa en su propio proceso",
    "a mutant that changes nothing survives every test": "un mutante que no cambia nada sobrevive a todos los tests",
    "a mutant in which every mutated function raises is killed by every suite": (
        "un mutante en el que toda función mutada lanza una excepción muere en todas las suites"
    ),
    "the imported engine is the mutated file, unchanged from start to end": (
        "el motor importado es el archivo mutado, sin cambios de principio a fin"
    ),
    "every test ran on every mutant under each order of the engine's sets": (
        "cada test se ejecutó con cada mutante con cada orden de los conjuntos del motor"
    ),
    "forwards and reversed": "hacia delante y al revés",
    "every test ran on every accumulation mutant and break in several processes": (
        "cada test se ejecutó con cada mutante de acumulación y cada ruptura en varios procesos"
    ),
    "{} processes": "{} procesos",
    "{} tests": "{} tests",
    "sha256 {}": "sha256 {}",
    # why a test is set aside
    "fails": "falla",
    "flickers": "oscila",
    "hangs": "no acaba",
    "crashes": "acaba con su proceso",
    "skipped": "omitido",
    "not imported": "no se importa",
    "depends on order": "depende del orden",
    # phases
    "baseline": "línea base",
    "matrix": "matriz",
    "traces": "trazas",
    "first differences": "primeras diferencias",
    "analysis": "análisis",
}
"""The English text → the Spanish one; ``{}`` stands for a word."""

TERMS: Mapping[str, Mapping[str, str]] = {"en": {}, "es": SPANISH}


def in_language(results: Results, language: str) -> Results:
    """A run with what gradbreak named in it put into a language.

    Args:
        results: the run, in English.
        language: a key of ``TERMS``.
    """
    terms = TERMS[language]

    def said(text: str) -> str:
        return translated(text, terms)

    return structs.replace(
        results,
        families=tuple(
            structs.replace(each, title=said(each.title), meaning=said(each.meaning)) for each in results.families
        ),
        breaks=tuple(structs.replace(each, title=said(each.title)) for each in results.breaks),
        examples=tuple(structs.replace(each, name=said(each.name)) for each in results.examples),
        proofs=tuple(structs.replace(each, name=said(each.name), detail=said(each.detail)) for each in results.proofs),
        timing=structs.replace(
            results.timing, seconds={said(phase): seconds for phase, seconds in results.timing.seconds.items()}
        ),
    )


def term(text: str, language: str) -> str:
    """A name that gradbreak gave, in a language; any other text as it is.

    Args:
        text: in English.
        language: a key of ``TERMS``.
    """
    return translated(text, TERMS[language])


def translated(text: str, terms: Mapping[str, str]) -> str:
    """A text as a language has it, or as it is where the language does not know it."""
    if text in terms:
        return terms[text]
    for original, translation in terms.items():
        head, mark, tail = original.partition("{}")
        if mark:
            found = re.fullmatch(rf"{re.escape(head)}(\S+){re.escape(tail)}", text)
            if found:
                return translation.format(found[1])
    return text
