"""Annotations put into the source of a file, which is otherwise left as it is."""
# ruff: noqa: N802  -- libcst finds the methods of a transformer by these names

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import libcst as cst
from libcst.codemod import CodemodContext
from libcst.codemod.visitors import AddImportsVisitor
from libcst.metadata import MetadataWrapper, PositionProvider

if TYPE_CHECKING:
    from conformable.commands.annotating.spelling import Name, Spelt

_Place = tuple[int, int]


def written(source: bytes, annotations: Iterable[Spelt], statements: Mapping[str, _Place]) -> bytes:
    """Return the source with annotations in it, and with the imports that they need.

    Args:
        source: The file.
        annotations: What is to be written.
        statements: Module -> where names that are imported from it can be added.
    """
    listed = list(annotations)
    needed = {name for each in listed for name in each.needed}
    to_add: dict[_Place, list[str]] = defaultdict(list)
    for name in sorted(needed):
        if name.module in statements:
            to_add[statements[name.module]].append(name.name)
    texts = {(each.hint.line, each.hint.column): each.text for each in listed}
    tree = MetadataWrapper(cst.parse_module(source)).visit(_Writer(texts, to_add))
    return _with_statements(tree, [name for name in sorted(needed) if name.module not in statements]).bytes


def _with_statements(tree: cst.Module, needed: Sequence[Name]) -> cst.Module:
    """Add import statements of their own for what no statement can be added to."""
    context = CodemodContext()
    for name in needed:
        AddImportsVisitor.add_needed_import(context, name.module, name.name)
    return AddImportsVisitor(context).transform_module(tree) if needed else tree


class _Writer(cst.CSTTransformer):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, texts: Mapping[_Place, str], to_add: Mapping[_Place, Sequence[str]]) -> None:
        super().__init__()
        self.texts = texts
        self.to_add = to_add

    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        text = self.texts.get(self._place(original_node))
        if text is None:
            return updated_node
        return updated_node.with_changes(returns=cst.Annotation(cst.parse_expression(text)))

    def leave_Assign(self, original_node: cst.Assign, updated_node: cst.Assign) -> cst.Assign | cst.AnnAssign:
        text = self.texts.get(self._place(original_node))
        if text is None:
            return updated_node
        (target,) = updated_node.targets
        return cst.AnnAssign(
            target=target.target,
            annotation=cst.Annotation(cst.parse_expression(text)),
            equal=cst.AssignEqual(target.whitespace_before_equal, target.whitespace_after_equal),
            value=updated_node.value,
            semicolon=updated_node.semicolon,
        )

    def leave_ImportFrom(self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom) -> cst.ImportFrom:
        for name in self.to_add.get(self._place(original_node), ()):
            updated_node = _with_name(updated_node, name)
        return updated_node

    def _place(self, node: cst.CSTNode) -> _Place:
        start = self.get_metadata(PositionProvider, node).start
        return start.line, start.column


def _with_name(statement: cst.ImportFrom, name: str) -> cst.ImportFrom:
    """Add a name to `from module import a, c`: in its place if they are sorted, else at the end."""
    names = statement.names
    assert not isinstance(names, cst.ImportStar)  # Imports.statements names no such statement.
    spelt = [each.evaluated_name for each in names]
    index = sum(each < name for each in spelt) if spelt == sorted(spelt) else len(spelt)
    between, last = _comma_between(statement, names), names[-1]
    added = cst.ImportAlias(cst.Name(name), comma=between)
    if index < len(names):
        return statement.with_changes(names=[*names[:index], added, *names[index:]])
    behind = [last.with_changes(comma=between), added.with_changes(comma=last.comma)]
    return statement.with_changes(names=[*names[:-1], *behind])


def _comma_between(statement: cst.ImportFrom, names: Sequence[cst.ImportAlias]) -> cst.Comma:
    """Return the comma, with the space or the new line behind it, that stands between two names."""
    first = names[0].comma
    if len(names) > 1 and isinstance(first, cst.Comma):
        return first
    after = statement.lpar.whitespace_after if statement.lpar else cst.SimpleWhitespace("")
    return cst.Comma(whitespace_after=cst.SimpleWhitespace(" ") if after.empty else after)
