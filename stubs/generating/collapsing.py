"""Functions and classes with all their overloads in one: what they take is `Any`, what they give is kept."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

_ARRAY: Final = re.compile(r"(NDArray|ndarray|_\w*Array\w*)\[.*|_\w*Array(T|T_co)")
_PLAIN: Final = frozenset(
    {
        "None",
        "int",
        "float",
        "complex",
        "str",
        "bytes",
        "builtins.bool",
        "Self",
        "_DTypeT_co",
        "type[Any]",
        "dtype",
    }
)
_OPERATORS: Final = frozenset(
    f"__{kind}{name}__"
    for kind in ("", "r")
    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor")
)
_ARRAY_TYPE: Final = "NDArray[Any]"


def collapsed(functions: Iterable[ast.FunctionDef], receiver: str = "") -> Iterator[str]:
    """Yield one line for each function, whatever the number of its overloads.

    Args:
        functions: The functions, overloads one after the other.
        receiver: `self` for methods.
    """
    groups: dict[str, list[ast.FunctionDef]] = defaultdict(list)
    for function in functions:
        groups[function.name].append(function)
    for name, group in groups.items():
        decorators = {ast.unparse(each) for function in group for each in function.decorator_list}
        returned = _returned(name, group)
        if "property" in decorators:
            yield f"@property\ndef {name}(self) -> {returned}: ..."
            if f"{name}.setter" in decorators:
                yield f"@{name}.setter\ndef {name}(self, value: Any) -> None: ..."
        elif "classmethod" in decorators or "staticmethod" in decorators:
            yield f"{name}: Any"
        else:
            first = "cls, " if name == "__new__" else receiver
            yield f"def {name}({first}*args: Any, **kwargs: Any) -> {returned}: ..."


def _returned(name: str, group: list[ast.FunctionDef]) -> str:
    getters = [each for each in group if not any(".setter" in ast.unparse(d) for d in each.decorator_list)]
    kinds = {_kind(function.returns) for function in getters}
    if name in _OPERATORS and _ARRAY_TYPE in kinds:
        return _ARRAY_TYPE
    return kinds.pop() if len(kinds) == 1 else "Any"


def _kind(annotation: ast.expr | None) -> str:
    if annotation is None:
        return "Any"
    text = ast.unparse(annotation)
    if text == "_ShapeT_co":
        return "tuple[int, ...]"
    if _ARRAY.fullmatch(text):
        return _ARRAY_TYPE
    match annotation:
        case ast.Subscript(value=ast.Name(id="tuple"), slice=ast.Tuple(elts=items)) if items:
            return f"tuple[{', '.join(map(_item, items))}]"
        case _:
            return text if text in _PLAIN else "Any"


def _item(annotation: ast.expr) -> str:
    return "..." if ast.unparse(annotation) == "..." else _kind(annotation)


def collapsed_class(node: ast.ClassDef) -> str:
    """Return a class with its methods collapsed."""
    methods = [each for each in node.body if isinstance(each, ast.FunctionDef)]
    lines = list(collapsed((each for each in methods if each.name != "__class_getitem__"), "self, "))
    bases = ", ".join(map(ast.unparse, node.bases))
    body = "\n".join(f"    {line}" for text in lines or ["..."] for line in text.splitlines())
    return f"class {node.name}({bases}):\n{body}" if bases else f"class {node.name}:\n{body}"


def kept_variable(statement: ast.Assign | ast.AnnAssign) -> Iterator[str]:
    """Yield a type variable without its bound, an alias, or a variable that is `Any`."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id="TypeVar")) as made):
            keywords = [each for each in made.keywords if each.arg != "bound"]
            yield f"{name} = {ast.unparse(ast.Call(made.func, made.args[:1], keywords))}"
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=other)) if name[0] != "_":
            yield f"{name} = {other}"
        case ast.AnnAssign(target=ast.Name(id=name), annotation=kind, value=value) if name[0] != "_":
            text = ast.unparse(kind)
            if text == "TypeAlias" and value is not None:
                yield f"{name}: TypeAlias = {_known(value)}"
            else:
                yield (
                    f"{name}: {text.removeprefix('Final[').removesuffix(']')}"
                    if text in _FINALS
                    else f"{name}: Any"
                )
        case _:
            pass


_FINALS: Final = frozenset({"Final[float]", "Final[int]", "Final[None]", "Final[str]", "float", "str"})


def _known(value: ast.expr) -> str:
    """Put `Any` in the place of the number of bits."""
    return re.sub(r"\b_\w+", "Any", ast.unparse(value))
