"""Limits on how much of a submission is read."""

from __future__ import annotations

MIB = 1 << 20

MOST_FILES = 1_000
"""How many files are taken."""

MOST_ENTRIES = 20_000
"""How many files and folders are looked at."""

LARGEST_FILE = 1 * MIB
"""Bytes."""

MOST_BYTES = 10 * MIB
"""Bytes of all files together."""

LARGEST_ARCHIVE = 20 * MIB
"""Bytes of an archive before unpacking. Its table of contents is read as a whole."""

LARGEST_UNPACKED_TAR = 64 * MIB
"""Bytes of a tar archive after decompression, including files that are then left out."""
