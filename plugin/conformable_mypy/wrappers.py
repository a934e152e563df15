"""Home-made annotations that leave the array class out: `Float["b n"]`, behind the option `wrappers`.

Such a name is an object of a class with `__getitem__`; to mypy alone, `Float["b n"]` is not a type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.nodes import ImportAll, ImportFrom, MypyFile
from mypy.types import CallableType, RawExpressionType, Type, TypeList, UnboundType, UnionType

from conformable_mypy import mypy_api
from conformable_mypy.instrument import functions_in

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from mypy.types import Instance

#: The classes that such names stand for, the first that is imported.
ARRAYS: Final = ("torch._tensor.Tensor", "numpy.ndarray")


def is_wrapper(written: UnboundType, wrappers: Collection[str], tree: MypyFile) -> bool:
    """Say whether a subscripted name is one of the wrappers: mypy may know it as jaxtyping's own name.

    Args:
        written: The annotation, with one argument.
        wrappers: Full names, as the option says.
        tree: The module that it is written in.
    """
    return any(f"{module}.{name}" in wrappers for module, name in _origins(written.name, tree))


def array_of(analyzer: mypy_api.Analyzer) -> Instance | None:
    """Return the array class, as it is written without arguments; None if none is imported."""
    for fullname in ARRAYS:
        found = analyzer.named_type_or_none(fullname)
        if found is not None:
            return found
    return None


def text_argument(written: UnboundType) -> Type | None:
    """Return the only argument of a wrapper."""
    return written.args[0] if len(written.args) == 1 else None


def keep_texts(tree: MypyFile, wrappers: Collection[str]) -> None:
    """Let mypy take the text in `Float["b"]` for a text: it would look for a class `b`.

    Args:
        tree: A module that mypy has not analysed yet.
        wrappers: Full names, as the option says.
    """

    def is_one(written: UnboundType) -> bool:
        return is_wrapper(written, wrappers, tree)

    for function in functions_in(tree.defs):
        for signature in (function.type, function.unanalyzed_type):
            _keep_texts_in(signature, is_one)


def _keep_texts_in(written: Type | None, is_one: Callable[[UnboundType], bool]) -> None:
    match written:
        case CallableType(arg_types=parameters, ret_type=result):
            for part in (*parameters, result):
                _keep_texts_in(part, is_one)
        case UnionType(items=items) | TypeList(items=items):
            for item in items:
                _keep_texts_in(item, is_one)
        case UnboundType(args=(UnboundType(original_str_expr=str(text)) as literal,)) if is_one(written):
            written.args = (RawExpressionType(text, "builtins.str", literal.line, literal.column),)
        case UnboundType(args=arguments):
            for argument in arguments:
                _keep_texts_in(argument, is_one)
        case _:
            pass


def _origins(name: str, tree: MypyFile) -> Iterable[tuple[str, str]]:
    """Give the modules that a name of a module may come from, and what it is called there."""
    yield tree.fullname, name
    for statement in tree.imports:
        match statement:
            case ImportFrom(names=names):
                module = mypy_api.imported_module(statement, tree)
                yield from ((module, there) for there, local in names if (local or there) == name)
            case ImportAll():
                yield mypy_api.imported_module(statement, tree), name
            case _:
                pass
