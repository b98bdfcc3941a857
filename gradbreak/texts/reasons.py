"""Translates the sentences that say why a file, a test or a submission does not count.

They are made where nobody's language is known, partly in a sandbox, and a journal keeps them in English. What a
student's own code said, such as the message of an exception, stays as it is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

SPANISH = {
    # what a run on correct engines shows
    "Its outcome differs between runs on engines that behave exactly the same: it depends on chance, on the time, or on"
    " how the engine's code looks.": (
        "Su resultado cambia entre ejecuciones con motores que se comportan exactamente igual: depende del azar, de la"
        " hora o del aspecto del código del motor."
    ),
    "It is over-specified: it depends on {}, and fails on a correct engine that differs only in that{}": (
        "Exige de más: depende de {} y falla con un motor correcto que solo se diferencia en eso{}"
    ),
    "It passes on the correct engine, but not every time: it depends on the order of the tests, on hashing or on"
    " chance{}": ("Pasa con el motor correcto, pero no siempre: depende del orden de los tests, del hash o del azar{}"),
    "It fails on the correct engine{}": "Falla con el motor correcto{}",
    "It is skipped.": "Se omite.",
    "It is not collected every time, or its outcome is lost.": "No se recolecta siempre, o su resultado se pierde.",
    "It ends the process that runs it.": "Termina el proceso que lo ejecuta.",
    "It takes more time or memory than allowed. The limit is {} seconds.": (
        "Tarda más o usa más memoria de lo permitido. El límite son {} segundos."
    ),
    "No test was found.": "No se encontró ningún test.",
    "Its tests together take longer than a submission may.": (
        "Sus tests juntos tardan más de lo que se permite a una entrega."
    ),
    "how a gradient is added to: in place or not": "cómo se suma a un gradiente: en el sitio o no",
    "the order in which a sweep visits the operands": "el orden en que un barrido visita los operandos",
    "how a sweep walks the graph": "cómo recorre el grafo un barrido",
    "the names of private attributes": "los nombres de atributos privados",
    "whether a node takes attributes of its own, or has a dictionary of them": (
        "si un nodo admite atributos propios o los tiene en un diccionario"
    ),
    "how a write is written instead of what it does": "cómo está escrita una escritura y no de lo que hace",
    # the process of a test
    "the process that runs the tests was ended, or could not be started again": (
        "el proceso que ejecuta los tests fue terminado, o no se pudo volver a iniciar"
    ),
    "no other user than root can read Python, or the folder of temporary files": (
        "nadie más que root puede leer Python o la carpeta de archivos temporales"
    ),
    "it was not found in this run": "no se encontró en esta ejecución",
    "it was not found on this engine": "no se encontró con este motor",
    "too many tests ended their process": "demasiados tests terminaron su proceso",
    "the time for all tests together was over": "se acabó el tiempo para todos los tests juntos",
    "only the first {} tests are run": "solo se ejecutan los primeros {} tests",
    "the engine was not imported: {}": "el motor no se importó: {}",
    "its process ended before it did": "su proceso acabó antes que él",
    "it took more than {} s of CPU time": "tardó más de {} s de CPU",
    "it took more than {} s": "tardó más de {} s",
    "it took more than {} MiB of memory": "usó más de {} MiB de memoria",
    "it had {} processes with {} threads": "tenía {} procesos con {} hilos",
    "it wrote too much to where results are collected": "escribió demasiado donde se recogen los resultados",
    "a test's name is longer than {} characters": "el nombre de un test tiene más de {} caracteres",
    "there is no fixture {}": "no hay ninguna fixture {}",
    "it was not run, because it is async def and no plugin runs coroutines here": (
        "no se ejecutó, porque es async def y aquí ningún plugin ejecuta corrutinas"
    ),
    "there is no such module": "no existe ese módulo",
    "{}; of packages tests have {}": "{}; los tests disponen de los paquetes {}",
    "the server does not accept requests": "el servidor no acepta peticiones",
    "the server did not answer in time": "el servidor no respondió a tiempo",
    "the server has ended": "el servidor ha terminado",
    "the server sent too much": "el servidor envió demasiado",
    "the server sent an invalid message": "el servidor envió un mensaje no válido",
    "its first message was not a greeting": "su primer mensaje no fue un saludo",
    "the grader failed on it: {}: {}": "el calificador falló con ella: {}: {}",
    # an engine that is checked
    "no engine was found in it": "no se encontró ningún motor en ella",
    "what its check says cannot be read": "lo que dice su comprobación no se puede leer",
    "its check was ended: {}": "su comprobación fue terminada: {}",
    "it was not run": "no se ejecutó",
    # who gets no mark
    "it fits several students: {}": "corresponde a varios estudiantes: {}",
    "{} fits several students": "{} corresponde a varios estudiantes",
    "it fits no student of the roster": "no corresponde a ningún estudiante de la lista",
    "several submissions fit {}": "a {} le corresponden varias entregas",
    "several submissions fit {}: {}": "a {} le corresponden varias entregas: {}",
    # what the text of a submission shows
    "no test reaches the engine under test, {}": "ningún test llega al motor que se examina, {}",
    "no test reaches the engine under test, {}: yours imports {} instead": (
        "ningún test llega al motor que se examina, {}: los tuyos importan {}"
    ),
    "it imports {}, and the engine under test is {}": "importa {}, y el motor que se examina es {}",
    "it needs Python {} ({}), and it is graded with Python {}": "necesita Python {} ({}), y se califica con Python {}",
    "a type statement": "una sentencia type",
    "type parameters": "parámetros de tipo",
    "a template string": "una cadena de plantilla",
    "exceptions without parentheses": "excepciones sin paréntesis",
    "an f-string of the newer kind": "una f-string de las nuevas",
    '{}() ends the import of the file: put it below `if __name__ == "__main__":`': (
        '{}() termina la importación del archivo: ponlo debajo de `if __name__ == "__main__":`'
    ),
    "its fixtures are used when tests are graded, and its hooks and plugins are not: {}": (
        "sus fixtures se usan al calificar, y sus hooks y plugins no: {}"
    ),
    "it was not collected, because other files are named test_*.py and this one is not": (
        "no se recolectó, porque otros archivos se llaman test_*.py y este no"
    ),
    "it was not collected, because its name does not begin with test": (
        "no se recolectó, porque su nombre no empieza por test"
    ),
    "it was not collected, because it is defined inside another function": (
        "no se recolectó, porque está definido dentro de otra función"
    ),
    "it was not collected, because it has an {}: use a fixture, or setup_method": (
        "no se recolectó, porque tiene un {}: usa una fixture o setup_method"
    ),
    "it was not collected, because the name of the class does not begin with Test": (
        "no se recolectó, porque el nombre de la clase no empieza por Test"
    ),
    "only the last of {} was collected, because they have one name": (
        "solo se recolectó el último de {}, porque se llaman igual"
    ),
    "it cannot fail: it asserts nothing": "no puede fallar: no afirma nada",
    "it cannot fail: it asserts nothing, so write assert in front of what must be true": (
        "no puede fallar: no afirma nada, así que escribe assert delante de lo que tiene que ser cierto"
    ),
    "it cannot fail: it asserts a tuple, which is always true, so remove the parentheses": (
        "no puede fallar: afirma una tupla, que siempre es cierta, así que quita los paréntesis"
    ),
    "it cannot fail: what it asserts is always true, or the failed assertion is caught": (
        "no puede fallar: lo que afirma siempre es cierto, o la afirmación fallida se captura"
    ),
    "it cannot fail: it returns a value, which nobody looks at, so write assert instead of return": (
        "no puede fallar: devuelve un valor, que nadie mira, así que escribe assert en vez de return"
    ),
    "its engine ({}) is left out: the tests are graded on another": (
        "su motor ({}) se deja fuera: los tests se califican con otro"
    ),
    "skipped, because it is no Python: {}": "se omite, porque no es Python: {}",
    "cell {}: {}": "celda {}: {}",
    # what is handed in
    "there is no Python file in it": "no contiene ningún archivo de Python",
    "there is no Python file in it, and of several archives none is opened: {}": (
        "no contiene ningún archivo de Python, y de varios archivos comprimidos no se abre ninguno: {}"
    ),
    "there is no Python file in it, and archives like {} are not opened: hand in a zip archive": (
        "no contiene ningún archivo de Python, y archivos comprimidos como {} no se abren: entrega un zip"
    ),
    "there is no Python file in it, and its notebook defines an engine and no test: `gradbreak check` says whether that"
    " is right": (
        "no contiene ningún archivo de Python, y su cuaderno define un motor y ningún test: `gradbreak check` dice si"
        " es correcto"
    ),
    "there is no Python file in it, and no notebook in it defines a class": (
        "no contiene ningún archivo de Python, y ningún cuaderno define una clase"
    ),
    "there is no Python file in it, and no notebook in it defines a test": (
        "no contiene ningún archivo de Python, y ningún cuaderno define un test"
    ),
    "there is no such file or folder": "no existe ese archivo o carpeta",
    "it cannot be read: {}": "no se puede leer: {}",
    "the folder cannot be read: {}": "la carpeta no se puede leer: {}",
    "it cannot be opened": "no se puede abrir",
    "it cannot be opened ({})": "no se puede abrir ({})",
    "it takes more than {} seconds to open": "tarda más de {} segundos en abrirse",
    "it needs more than {} MB of memory to open": "necesita más de {} MB de memoria para abrirse",
    "too much would have to be said about it": "habría demasiado que decir sobre ella",
    "the archive is larger than {} MB": "el archivo comprimido ocupa más de {} MB",
    "the archive is damaged": "el archivo comprimido está dañado",
    "the archive unpacks to more than {} MB": "el archivo comprimido ocupa más de {} MB al descomprimirse",
    "more than {} folders are nested": "hay más de {} carpetas anidadas",
    "it has more than {} files": "tiene más de {} archivos",
    "{} in it cannot be opened: {}": "{}, dentro, no se puede abrir: {}",
    "{} in it cannot be read: {}": "{}, dentro, no se puede leer: {}",
    "{} in it is larger than {} MB": "{}, dentro, ocupa más de {} MB",
    # a file of it
    "it is a link": "es un enlace",
    "it is damaged": "está dañado",
    "it is encrypted": "está cifrado",
    "it is not an ordinary file": "no es un archivo normal",
    "its compression method is not supported": "su método de compresión no se admite",
    "its folder is passed over": "su carpeta se pasa por alto",
    "it is larger than {} MB": "ocupa más de {} MB",
    "all files together are larger than {} MB": "todos los archivos juntos ocupan más de {} MB",
    "no more than {} files are taken": "no se aceptan más de {} archivos",
    "only the first {} files are looked at": "solo se miran los primeros {} archivos",
    "{} more are left out or remarked upon": "otros {} se dejan fuera o tienen una observación",
    "another file has the same name": "otro archivo tiene el mismo nombre",
    "another file has a folder of this name": "otro archivo tiene una carpeta con este nombre",
    "a newer upload of the same name counts": "cuenta una entrega más reciente con el mismo nombre",
    "it is not opened: too many archives are packed into each other": (
        "no se abre: hay demasiados archivos comprimidos unos dentro de otros"
    ),
    "the folder is passed over: it holds {}": "la carpeta se pasa por alto: contiene {}",
    "git's own files": "los archivos propios de git",
    "what macOS adds to an archive": "lo que macOS añade a un archivo comprimido",
    "packages of Node": "paquetes de Node",
    "installed packages": "paquetes instalados",
    "an installed package": "un paquete instalado",
    "a virtual environment": "un entorno virtual",
    "what a build makes": "lo que genera una compilación",
    "files of a version control system": "archivos de un sistema de control de versiones",
    "its name leads out of the submission": "su nombre lleva fuera de la entrega",
    "its name is not made of readable characters": "su nombre no consta de caracteres legibles",
    "its name is too long": "su nombre es demasiado largo",
    "configuration of pytest is not used when tests are graded": "la configuración de pytest no se usa al calificar",
    "what Python runs at its start is not used when tests are graded": (
        "lo que Python ejecuta al arrancar no se usa al calificar"
    ),
    "compiled code is not used when tests are graded": "el código compilado no se usa al calificar",
    "tests are graded on the grader's own engine": "los tests se califican con el motor del propio calificador",
}
"""The English sentence → the Spanish one. ``{}`` stands for anything, which is translated itself where it is known."""

REASONS: Mapping[str, Mapping[str, str]] = {"en": {}, "es": SPANISH}


_LIST = re.compile(r"([\w.]+(?:, [\w.]+)*) (or|and) ([\w.]+)")
_CONJUNCTIONS: Mapping[str, Mapping[str, str]] = {"es": {"or": "o", "and": "y"}}


def reason(text: str, language: str) -> str:
    """A reason in a language.

    Args:
        text: in English, with a capital letter and a full stop or without.
        language: a key of ``REASONS``.

    Returns:
        The translation; the text itself where the language does not know it.
    """
    if not REASONS[language]:
        return text
    found = _translated(text, language)
    if found is not None:
        return found
    inner = _translated(text[:1].lower() + text[1:].removesuffix("."), language)
    if inner is None:
        return text
    return inner[:1].upper() + inner[1:] + ("." if text.endswith(".") else "")


def _translated(text: str, language: str) -> str | None:
    """The translation of a whole text; None where some of it is not known."""
    for pattern, translation in _patterns(language):
        found = pattern.fullmatch(text)
        if found:
            return translation.format(*(_gap(part, language) for part in found.groups()))
    parts = [_translated(part, language) for part in text.split("; ")] if "; " in text else [None]
    return None if None in parts else "; ".join(part for part in parts if part is not None)


def _gap(text: str, language: str) -> str:
    listed = _LIST.fullmatch(text)
    if listed:
        return f"{listed[1]} {_CONJUNCTIONS[language][listed[2]]} {listed[3]}"
    found = _translated(text, language)
    return text if found is None else found


@functools.cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns with their translations. The longest come first, so that none is taken for a shorter one."""
    entries = sorted(REASONS[language].items(), key=lambda entry: -len(entry[0]))
    return tuple(
        (re.compile("(.*?)".join(map(re.escape, original.split("{}"))), re.DOTALL), translation)
        for original, translation in entries
    )
