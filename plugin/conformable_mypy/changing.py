"""The methods and functions that change what an object holds, or which attributes it has, by their names."""

from __future__ import annotations

from typing import Final

CHANGING: Final = frozenset(
    {
        *("append", "extend", "insert", "pop", "clear", "update", "setdefault", "remove"),
        *("add_module", "register_module", "register_parameter", "register_buffer"),
    }
)
"""Methods of lists, dicts and modules that change what these hold."""

REGISTERING: Final = frozenset(
    {"add_module", "register_module", "register_parameter", "register_buffer", "__setattr__", "__delattr__"}
)
"""Methods that store an attribute whose name they are given."""

STORING: Final = frozenset({"setattr", "delattr"})
"""Functions of Python's own that do so."""
