"""What the parts of an engine are called: all that the rest of this package knows about one."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass

from gradbreak.engine.source_files import module_name
from gradbreak.errors import BadEngine


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineShape:
    """The names of an engine's parts.

    Attributes:
        file: the path of the file that defines the node class, relative to the project's root.
        node_class: the class whose instances are nodes.
        value: its attribute that holds the forward value.
        gradient: its attribute that accumulates.
        closure: its attribute that holds the function which passes the gradient on.
        parents: its attribute that holds the operands.
        entry_point: its method that runs the sweep.
        reset: its method that sets a graph's gradients to zero.
        operations: method name → operation name; a method that is not listed goes by its own name.
        module_name: the dotted name that the file is imported under; empty where it follows from the path.
        can_be_recorded: every contribution is an assignment to the gradient's attribute.
        site_lines: path and line of each write that passes a gradient on; empty where closures tell.
    """

    file: str
    node_class: str
    value: str
    gradient: str
    closure: str
    parents: str
    entry_point: str
    reset: str
    operations: Mapping[str, str]
    module_name: str = ""
    can_be_recorded: bool = True
    site_lines: frozenset[tuple[str, int]] = frozenset()

    @property
    def module(self) -> str:
        """The dotted name under which tests import the file."""
        return self.module_name or module_name(self.file)

    def loaded_class(self) -> type:
        """The node class of the module that this process has imported.

        Raises:
            BadEngine: the module has no class of this name.
            KeyError: the module is not imported.
        """
        found = getattr(sys.modules[self.module], self.node_class, None)
        if not isinstance(found, type):
            raise BadEngine(f"{self.file} has no class {self.node_class}", "Correct node_class in engine.toml")
        return found
