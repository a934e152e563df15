"""What is stored of another module: JSON in a variable of its own, which mypy's cache keeps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mypy import nodes, types

if TYPE_CHECKING:
    from conformable_mypy.interpreter.run import Run


def read_stored(module: str, name: str, run: Run) -> Any:
    """Read what `Types.store` has put into a variable; the current body is re-checked when it changes.

    Args:
        module: Full name of the module.
        name: The variable.
        run: The interpretation.

    Returns:
        What is stored; None if nothing is.
    """
    text = read_text(module, name, run)
    return None if text is None else json.loads(text)


def read_of_class(info: nodes.TypeInfo, prefix: str, run: Run) -> dict[str, Any] | None:
    """Read what is stored of a class of another module under a prefix; None if nothing is."""
    stored = read_stored(info.module_name, f"{prefix}{info.name}", run)
    return stored if isinstance(stored, dict) else None


def read_text(module: str, name: str, run: Run) -> str | None:
    """Read what `Types.store` has put into a variable, as it was written."""
    found = run.types.find_module(module)
    symbol = found.names.get(name) if found is not None else None
    if symbol is None or not isinstance(symbol.node, nodes.Var):
        return None
    run.consulted.stored.add(f"{module}.{name}")
    text = types.get_proper_type(symbol.node.type)
    return str(text.value) if isinstance(text, types.LiteralType) else None
