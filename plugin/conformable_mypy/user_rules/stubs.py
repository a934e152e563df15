"""Shape stubs: annotated functions in `.pyi` files, for functions that mypy knows without shapes.

`shapes/mylib/ops.pyi` holds the functions of the module `mylib.ops`.
"""

from __future__ import annotations

import ast
from dataclasses import field
from typing import TYPE_CHECKING

from conformable.core import messages
from conformable.core.binding import Binding
from conformable.core.declaring import hole_symbol
from conformable.core.immutable import dataclass
from conformable.core.notation import ShapeAnnotation, parse
from conformable.core.ops.arguments import UNKNOWN
from conformable.core.ops.registry import Parameter, Rule
from conformable.core.ops.signatures import bind_operand
from conformable.core.proof import CannotTellError
from conformable.core.shapes import Shape
from conformable.core.sizes import Size
from conformable_mypy.dtypes import word_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conformable.core.ops.arguments import Argument, Result
    from conformable.core.proof import Proof
    from conformable_mypy.user_rules.findings import Found

Annotated = ShapeAnnotation | tuple["Annotated", ...] | None
"""What an annotation says about shapes: that of a tensor, those of a tuple's items, or nothing."""


def read_stubs(folder: Path, found: Found) -> None:
    """Add a rule for each function in the stubs of a folder."""
    if not folder.is_dir():
        found.problem(folder, 1, messages.no_such_folder())
    for path in sorted(folder.rglob("*.pyi")):
        parts = path.relative_to(folder).with_suffix("").parts
        tree = found.parsed(path)
        if tree is not None:
            module = parts[:-1] if parts[-1] == "__init__" else parts
            _Reader(path, ".".join(module), found).read(tree)


@dataclass(slots=True)
class _Reader:
    """Reads one file.

    Attributes:
        path: The file.
        module: The module whose functions it describes.
        found: Takes the rules.
        words: Local name -> jaxtyping's word, where the two differ.
        aliases: Local name -> what the annotation says that it stands for.
    """

    path: Path
    module: str
    found: Found
    words: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, Annotated] = field(default_factory=dict)

    def read(self, tree: ast.Module) -> None:
        """Read every statement."""
        for statement in tree.body:
            name = f"{self.module}.{getattr(statement, 'name', '')}".rstrip(".")
            try:
                said = self._statement(statement, name)
            except ValueError as error:
                said = messages.unreadable_signature(name, str(error))
            if said is not None:
                self.found.problem(self.path, statement.lineno, said)

    def _statement(self, statement: ast.stmt, name: str) -> str | None:
        """Read one statement, and return what is wrong with it.

        Raises:
            ValueError: if an annotation cannot be read.
        """
        match statement:
            case ast.FunctionDef():
                return self._function(statement, name)
            case ast.ImportFrom(names=names):
                self.words |= {item.asname: item.name for item in names if item.asname}
            case ast.Assign([ast.Name(alias)], value) | ast.AnnAssign(
                ast.Name(alias), value=ast.expr() as value
            ):
                self.aliases[alias] = self._annotation(value)
            case ast.Import() | ast.Expr(ast.Constant()):
                pass
            case _:
                return messages.no_stub(name)
        return None

    def _function(self, function: ast.FunctionDef, name: str) -> str | None:
        given = function.args
        if given.vararg is not None:
            return messages.starred_stub(name)
        parameters = (*given.posonlyargs, *given.args, *given.kwonlyargs)
        annotations = {parameter.arg: self._annotation(parameter.annotation) for parameter in parameters}
        result = self._annotation(function.returns)
        if not any((*annotations.values(), result)):
            return messages.stub_without_shapes(name)
        rule = Rule(name, _StubRule(annotations, result), _parameters(given))
        self.found.add(self.path, function.lineno, rule)
        return None

    def _annotation(self, expression: ast.expr | None) -> Annotated:
        """Read what an annotation says about shapes; of a union, only if one part alone says something.

        Raises:
            ValueError: if a dim string in it cannot be read.
        """
        match expression:
            case ast.Name(name):
                return self.aliases.get(name)
            case ast.Constant(str() as text):
                return self._annotation(_parsed(text))
            case ast.BinOp(left, ast.BitOr(), right):
                said = [part for part in map(self._annotation, (left, right)) if part is not None]
                return said[0] if len(said) == 1 else None
            case ast.Subscript(base, item):
                return self._subscripted(ast.unparse(base), item)
            case _:
                return None

    def _subscripted(self, base: str, item: ast.expr) -> Annotated:
        match item:
            case ast.Tuple([array, ast.Constant(str() as text)]) if word_of(base, self.words) is not None:
                inner = self._annotation(array)
                return parse(f"{text} {inner.text}" if isinstance(inner, ShapeAnnotation) else text)
            case ast.Tuple(items) if base.rpartition(".")[2].lower() == "tuple":
                return tuple(map(self._annotation, items))
            case _:
                return self._annotation(item) if base.rpartition(".")[2] == "Optional" else None


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError:
        return None


@dataclass(frozen=True, slots=True)
class _StubRule:
    """The rule that the annotations of a function state.

    Attributes:
        parameters: Name of a parameter -> what its annotation says.
        result: What the annotation of the result says.
    """

    parameters: Mapping[str, Annotated]
    result: Annotated

    def __call__(self, proof: Proof, /, **arguments: Argument) -> Result:
        """Give the shape of the result; `{n}` is the value of the parameter `n`."""

        def hole(path: tuple[str, ...]) -> Size:
            given = arguments.get(path[0]) if len(path) == 1 else None
            return given if isinstance(given, Size) else hole_symbol(path)

        binding = Binding(proof.scope, hole)
        for name, given in arguments.items():
            self._bind(binding, proof, self.parameters.get(name), given)
        binding.complete(proof)
        if self.result is None:
            raise CannotTellError
        return self._made(binding, proof, self.result)

    def _bind(self, binding: Binding, proof: Proof, annotation: Annotated, given: Argument) -> None:
        if isinstance(annotation, ShapeAnnotation) and isinstance(given, Shape):
            bind_operand(binding, proof, annotation, given)
        elif isinstance(annotation, tuple) and isinstance(given, tuple) and len(annotation) == len(given):
            for inner, item in zip(annotation, given, strict=True):
                self._bind(binding, proof, inner, item)

    def _made(self, binding: Binding, proof: Proof, result: Annotated) -> Result:
        match result:
            case ShapeAnnotation():
                return binding.shape(proof, result)
            case tuple():
                return tuple(self._made(binding, proof, item) for item in result)
            case None:
                return UNKNOWN


def _parameters(given: ast.arguments) -> tuple[Parameter, ...]:
    positional = (*given.posonlyargs, *given.args)
    required = len(positional) - len(given.defaults)
    read = [_parameter(item.arg, required=index < required) for index, item in enumerate(positional)]
    read += [
        _parameter(item.arg, required=default is None)
        for item, default in zip(given.kwonlyargs, given.kw_defaults, strict=True)
    ]
    if given.kwarg is not None:
        read.append(_parameter(given.kwarg.arg, required=False, keywords=True))
    return tuple(read)


def _parameter(name: str, *, required: bool, keywords: bool = False) -> Parameter:
    return Parameter(name, _as_it_is, required, collects=False, unpacks=False, keywords=keywords)


def _as_it_is(argument: Argument, _proof: Proof) -> Argument:
    return argument
