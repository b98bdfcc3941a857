"""Limits on how much of a submission is read, and on the process that reads it."""

from __future__ import annotations

MIB = 1 << 20

MOST_FILES = 1_000
"""How many files are taken."""

MOST_ENTRIES = 20_000
"""How many files are looked at, besides those in folders that are passed over."""

MOST_HEADERS = 200_000
"""How many entries of an archive or a folder are counted at all."""

MOST_LEFT_OUT = 100
"""How many files that are left out are named. A page must not have a line for each of 20,000 links."""

DEEPEST_FOLDER = 40
"""How many folders may be nested."""

DEEPEST_ARCHIVE = 2
"""How many archives may be nested in the outermost file or folder."""

LARGEST_FILE = 1 * MIB
"""Bytes."""

MOST_BYTES = 10 * MIB
"""Bytes of all files together."""

LARGEST_ARCHIVE = 20 * MIB
"""Bytes of an archive before unpacking. Its table of contents is read as a whole."""

LARGEST_UNPACKED_TAR = 64 * MIB
"""Bytes of a tar archive after decompression, including files that are then left out."""

READER_CPU_SECONDS = 10
"""CPU time of the process that opens one submission. An honest archive takes less than a second."""

READER_WALL_SECONDS = 200.0
"""Wall time of the same, only for a process that waits for something: on a busy machine its CPU time may take long."""

READER_MEMORY = 384 * MIB
"""Bytes of address space of the same, Python included."""

READER_ANSWER = MOST_BYTES + 4 * MIB
"""Bytes that the process may answer: the files, and what is said about them."""
