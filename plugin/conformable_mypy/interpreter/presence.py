"""Whether an object has an attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

if TYPE_CHECKING:
    from conformable_mypy.interpreter.values import Object


def has(made: Object, name: str) -> bool | None:
    """Tell whether an object has an attribute; None where that is open.

    Some of the ways that lead here may not have set it, and of `self` another method may have set it since.
    """
    if name in dict(made.attributes):
        return True if made.complete and name not in made.sometimes else None
    return False if made.exact and lacks(made, name) else None


def lacks(made: Object, name: str) -> bool:
    """Tell whether an object certainly has no such attribute: neither itself nor through its class."""
    symbol = made.info.get(name)
    if not made.complete or _computes_attributes(made.info):
        return False
    declared_only = (
        symbol is not None
        and isinstance(symbol.node, nodes.Var)
        and (symbol.implicit or not symbol.node.has_explicit_value)
    )
    return symbol is None or declared_only


def _computes_attributes(info: nodes.TypeInfo) -> bool:
    """Tell whether a class of the program looks attributes up by itself."""
    return any(
        name in base.names and not base.fullname.startswith("torch.")
        for base in info.mro[:-1]
        for name in ("__getattr__", "__getattribute__")
    )
