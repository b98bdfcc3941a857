"""Packs gradbreak itself as a wheel, so that students install the version that grades them, with one line."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from importlib.metadata import PackageNotFoundError, distribution

from gradbreak import __version__
from gradbreak.errors import GradbreakError
from gradbreak.grading.assignment.package_files import PACKAGE, package_files

WHEEL = f"{PACKAGE}-{__version__}-py3-none-any.whl"
"""Its name; pip reads the version and what it fits from it."""

_FORMAT = f"Wheel-Version: 1.0\nGenerator: {PACKAGE}\nRoot-Is-Purelib: true\nTag: py3-none-any\n"

_DATE = (1980, 1, 1, 0, 0, 0)
"""Of every file, so that the same package gives the same bytes."""


def wheel() -> bytes:
    """The wheel of the installed package (PEP 427).

    Raises:
        GradbreakError: the package is not installed, so nobody knows what it needs.
    """
    try:
        installed = distribution(PACKAGE)
    except PackageNotFoundError:
        raise GradbreakError(f"{PACKAGE} is not installed, only on the path", "Install it with pip") from None
    metadata, scripts = (installed.read_text(name) for name in ("METADATA", "entry_points.txt"))
    info = f"{PACKAGE}-{__version__}.dist-info"
    files = {
        **package_files(),
        # An installation that can be edited keeps its metadata under another name.
        f"{info}/METADATA": (metadata or installed.read_text("PKG-INFO") or "").encode(),
        f"{info}/entry_points.txt": (scripts or "").encode(),
        f"{info}/WHEEL": _FORMAT.encode(),
    }
    record = "".join(f"{name},sha256={_digest(content)},{len(content)}\n" for name, content in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
