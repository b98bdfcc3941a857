"""Tries to end the collection of every file with a sys.exit."""

import sys

sys.exit(0)
