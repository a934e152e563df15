"""The same programs in the notations that other tools read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
NAME = re.compile(r"(?:^|(?<=[\s*+\-/(#]))\*?[A-Za-z]\w*")


def with_declared_axes(source: str) -> str:
    """Put Pyrefly's `@static_jaxtyping("batch n")` on every function and class, with the names inside it.

    A name that an enclosing definition has declared is not declared again: Pyrefly refuses that.
    """
    tree = ast.parse(source)
    _declare(tree, frozenset())
    line = next(n for n, node in enumerate(tree.body) if not isinstance(node, ast.Expr))
    if isinstance(tree.body[line], ast.ImportFrom) and getattr(tree.body[line], "module", "") == "__future__":
        line += 1
    tree.body.insert(line, ast.parse("from shape_extensions import static_jaxtyping").body[0])
    return ast.unparse(ast.fix_missing_locations(tree))


def _declare(node: ast.AST, known: frozenset[str]) -> None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, DEFINITIONS):
            names = frozenset(name for text in _own_shapes(child) for name in NAME.findall(text)) - known
            if names:
                words = " ".join(sorted(names, key=lambda name: (name.startswith("*"), name)))
                child.decorator_list.append(ast.parse(f"static_jaxtyping({words!r})", mode="eval").body)
            _declare(child, known | names)
        else:
            _declare(child, known)


def _own_shapes(node: ast.AST) -> Iterator[str]:
    """Yield the strings of the annotations in a definition, without those of definitions inside it."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                continue
            case ast.Subscript(slice=ast.Tuple(elts=[_, ast.Constant(value=str(text))])):
                yield text
        yield from _own_shapes(child)


def with_shape_objects(source: str) -> str:
    """Write `Float[Tensor, "b n"]` as torchshapeflow's `Annotated[Tensor, Shape("b", "n")]`.

    It has names and numbers only: an annotation with anything else stays as it is, and says nothing to it.
    """
    tree = _ShapeObjects().visit(ast.parse(source))
    imports = ast.parse("from typing import Annotated\nfrom torchshapeflow import Shape").body
    first = next(n for n, node in enumerate(tree.body) if not isinstance(node, ast.Expr))
    tree.body[first:first] = imports
    return ast.unparse(ast.fix_missing_locations(tree))


class _ShapeObjects(ast.NodeTransformer):
    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        self.generic_visit(node)
        match node.slice:
            case ast.Tuple(elts=[base, ast.Constant(value=str(text))]):
                axes = [int(axis) if axis.isdecimal() else axis for axis in text.split()]
                if all(isinstance(axis, int) or axis.isidentifier() for axis in axes):
                    shape = f"Shape({', '.join(map(repr, axes))})"
                    return ast.parse(f"Annotated[{ast.unparse(base)}, {shape}]", mode="eval").body
        return node
