"""The example project: minigrad, the suites that are compared on it, and their declarations."""

from gradbreak.example.files import example_files
from gradbreak.example.write import write_example

__all__ = ["example_files", "write_example"]
