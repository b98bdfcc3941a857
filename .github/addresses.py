"""Writes the addresses of the repository that builds a release into what the release contains.

A clone does not know where it is published, so pyproject.toml has no addresses, README.md links files by their paths,
and the documents say OWNER. The release workflow calls this in its checkout:

    python .github/addresses.py https://host/owner/gradbreak v0.1.0
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

MARKER = "# [project.urls]"
"""What the line of pyproject.toml begins with above which the table is written."""

_LINK = re.compile(r"(!?\[[^\[\]]*\]|\])\((?!https?:|#)([^)\s]+)\)")


def write_addresses(folder: Path, address: str, tag: str) -> None:
    """Rewrite pyproject.toml, README.md and the documents below a folder.

    Args:
        folder: a checkout.
        address: of the repository, without a slash at the end.
        tag: of the release, which links lead to.
    """
    project = folder / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    if text.count(f"\n{MARKER}") != 1:
        raise SystemExit(f"{project} has no line that begins with {MARKER}")
    urls = {
        "Source": address,
        "Documentation": f"{address}/blob/{tag}/docs/index.md",
        "Changelog": f"{address}/blob/{tag}/CHANGELOG.md",
        "Issues": f"{address}/issues",
    }
    table = "\n".join(["[project.urls]", *(f'{name} = "{url}"' for name, url in urls.items())])
    project.write_text(text.replace(f"\n{MARKER}", f"\n{table}\n\n{MARKER}"), encoding="utf-8")
    readme = folder / "README.md"
    readme.write_text(_absolute(readme.read_text(encoding="utf-8"), address, tag), encoding="utf-8")
    for path in sorted((folder / "docs").rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        text = text.replace("https://github.com/OWNER/gradbreak", address)
        path.write_text(text.replace("OWNER/gradbreak", "/".join(address.split("/")[-2:])), encoding="utf-8")


def _absolute(text: str, address: str, tag: str) -> str:
    """A README whose links also lead somewhere on a package index."""

    def link(found: re.Match[str]) -> str:
        what, path = found.groups()
        # A package index shows an image only from where its bytes are, not from the page about it.
        kind = "raw" if what.startswith("!") else "tree" if path.endswith("/") else "blob"
        return f"{what}({address}/{kind}/{tag}/{path})"

    return _LINK.sub(link, text)


if __name__ == "__main__":
    write_addresses(Path.cwd(), *sys.argv[1:])
