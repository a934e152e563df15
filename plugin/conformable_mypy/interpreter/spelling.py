"""How messages call an expression: as the user wrote it, if that is short."""

from __future__ import annotations

from typing import Final

from mypy import nodes

from conformable_mypy.interpreter.by_class import ByClass

LONGEST: Final = 40


def spelling(node: nodes.Node) -> str:
    """Write an expression as in the source, or give "" where that would be long."""
    text = _spell(node)
    return text if len(text) <= LONGEST else ""


@ByClass
def _spell(node: nodes.Node) -> str:
    return " " * (LONGEST + 1)


@_spell.register(nodes.NameExpr)
def _(node: nodes.NameExpr) -> str:
    return node.name


@_spell.register(nodes.MemberExpr)
def _(node: nodes.MemberExpr) -> str:
    return f"{_operand(node.expr)}.{node.name}"


@_spell.register(nodes.IntExpr)
def _(node: nodes.IntExpr) -> str:
    return str(node.value)


@_spell.register(nodes.StrExpr)
def _(node: nodes.StrExpr) -> str:
    return repr(node.value)


@_spell.register(nodes.EllipsisExpr)
def _(node: nodes.EllipsisExpr) -> str:
    return "..."


@_spell.register(nodes.UnaryExpr)
def _(node: nodes.UnaryExpr) -> str:
    return f"{node.op}{_operand(node.expr)}"


@_spell.register(nodes.OpExpr)
def _(node: nodes.OpExpr) -> str:
    return f"{_operand(node.left)} {node.op} {_operand(node.right)}"


@_spell.register(nodes.TupleExpr)
def _(node: nodes.TupleExpr) -> str:
    return f"({', '.join(map(_spell, node.items))})"


@_spell.register(nodes.ListExpr)
def _(node: nodes.ListExpr) -> str:
    return f"[{', '.join(map(_spell, node.items))}]"


@_spell.register(nodes.SliceExpr)
def _(node: nodes.SliceExpr) -> str:
    parts = (node.begin_index, node.end_index, *([node.stride] if node.stride else []))
    return ":".join("" if part is None else _spell(part) for part in parts)


@_spell.register(nodes.IndexExpr)
def _(node: nodes.IndexExpr) -> str:
    index = node.index
    inner = ", ".join(map(_spell, index.items)) if isinstance(index, nodes.TupleExpr) else _spell(index)
    return f"{_operand(node.base)}[{inner}]"


@_spell.register(nodes.CallExpr)
def _(node: nodes.CallExpr) -> str:
    arguments = (
        f"{name}={_spell(argument)}" if name else _spell(argument)
        for name, argument in zip(node.arg_names, node.args, strict=True)
    )
    return f"{_spell(node.callee)}({', '.join(arguments)})"


def _operand(node: nodes.Node) -> str:
    """Write an expression as a part of a larger one: in parentheses, if it has an operator of its own."""
    text = _spell(node)
    return f"({text})" if isinstance(node, nodes.OpExpr | nodes.UnaryExpr) else text
