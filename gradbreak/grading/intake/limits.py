"""How much of a submission is read."""

from __future__ import annotations

MIB = 1 << 20

MOST_FILES = 1_000
"""Files that are taken."""

MOST_ENTRIES = 20_000
"""Files and folders that are looked at."""

LARGEST_FILE = 1 * MIB
"""Bytes."""

MOST_BYTES = 10 * MIB
"""Bytes of all files together."""

LARGEST_ARCHIVE = 20 * MIB
"""Bytes of an archive as it was handed in: its table of contents is read whole."""

LARGEST_UNPACKED_TAR = 64 * MIB
"""Bytes of a tar archive without its compression, with all that is left out of it."""
