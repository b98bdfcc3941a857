"""Titles of the columns by which Canvas and Moodle identify and name a student, in the languages that Moodle writes."""

from __future__ import annotations

CANVAS_KEYS = ("ID", "SIS User ID", "SIS Login ID")

MOODLE_KEYS = {
    "userid": ("userid",),
    "useridnumber": ("useridnumber", "ID number", "ID-Nummer", "Número de ID"),
    "username": ("username", "Username", "Anmeldename", "Nombre de usuario"),
    "useremail": ("useremail", "Email address", "E-Mail-Adresse", "Dirección de correo", "Adresse de courriel"),
}
"""What Moodle identifies a user by → the columns of an export that hold it."""

PARTICIPANT = ("Identifier", "Kennung", "Identificador", "Identifiant")
"""The column of a grading worksheet with ``Participant 4711``."""

FULL_NAMES = ("Student", "Full name", "Vollständiger Name", "Nombre completo", "Nom complet")

NAME_PARTS = (
    ("First name", "Last name"),
    ("First name", "Surname"),
    ("Vorname", "Nachname"),
    ("Nombre", "Apellido(s)"),
    ("Prénom", "Nom de famille"),
)
"""Columns with a first and a last name."""

WORKSHEET_GRADE = ("Grade", "Bewertung", "Calificación", "Note")
"""The column of a grading worksheet that takes the mark."""

WORKSHEET_FEEDBACK = (
    "Feedback comments",
    "Feedback als Kommentar",
    "Comentarios de retroalimentación",
    "Feedback par commentaires",
)
"""The column of a grading worksheet that takes the feedback."""

ALL = frozenset(
    {
        *CANVAS_KEYS,
        *(column for columns in MOODLE_KEYS.values() for column in columns),
        *PARTICIPANT,
        *FULL_NAMES,
        *(column for parts in NAME_PARTS for column in parts),
    }
)
"""A file with none of these columns is no roster."""
