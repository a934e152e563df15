"""Where in a function an exception was raised: the operation that failed, and the tensors at hand."""

from __future__ import annotations

import ast
import inspect
import linecache
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import CodeType, TracebackType
from typing import Any

from conformable.core.notation import NotationError, ShapeAnnotation, parse

MOST_LOCALS = 20
MOST_CHARACTERS = 100


GENERATED = ("<checked ", "<@beartype")
LIBRARIES = frozenset({"torch", "numpy", "einops", "jax", "tensorflow"})


@dataclass(frozen=True, slots=True)
class Failure:
    """Where a function was when an exception was raised.

    Attributes:
        operation: what it did there.
        inner: what another function of the user did that it had called, and the name of that function.
        names: its local and global names.
        locals: its local names.
    """

    operation: str
    inner: tuple[str, str] | None
    names: Mapping[str, Any]
    locals: Mapping[str, Any]

    def tensors(self) -> dict[str, Any]:
        """Return its local tensors, and the others that the operation names, such as `self.weight`."""
        local = [(name, value) for name, value in self.locals.items() if _is_tensor(value)]
        named = _named_tensors(self.operation, self.names)
        return dict([*local, *(pair for pair in named if pair[0] not in self.locals)][:MOST_LOCALS])


def failure_in(code: CodeType, traceback: TracebackType | None) -> Failure | None:
    """Return where a function was when an exception was raised; None if it did not run.

    Args:
        code: the code of the function.
        traceback: that of the exception.
    """
    steps = list(_steps(traceback))
    own = next((step for step in steps if step.tb_frame.f_code is code), None)
    if own is None:
        return None
    frame = own.tb_frame
    last = [own, *(step for step in steps[steps.index(own) :] if _is_of_user(step))][-1]
    inner = None if last is own else (_operation(last), last.tb_frame.f_code.co_name)
    return Failure(_operation(own), inner, {**frame.f_globals, **frame.f_locals}, frame.f_locals)


def _steps(traceback: TracebackType | None) -> Iterator[TracebackType]:
    while traceback is not None:
        yield traceback
        traceback = traceback.tb_next


def _is_of_user(step: TracebackType) -> bool:
    """Tell whether a frame is neither in a library nor in code that was generated."""
    home = str(step.tb_frame.f_globals.get("__name__", "")).partition(".")[0]
    return home not in LIBRARIES and not step.tb_frame.f_code.co_filename.startswith(GENERATED)


def _operation(step: TracebackType) -> str:
    """Return the source of the operation, on one line; nothing if it cannot be had."""
    code = step.tb_frame.f_code
    positions = list(code.co_positions())
    line, end_line, column, end_column = positions[step.tb_lasti // 2]
    if line is None or end_line is None or column is None or end_column is None:
        return ""
    lines = [linecache.getline(code.co_filename, number).encode() for number in range(line, end_line + 1)]
    lines[-1] = lines[-1][:end_column]
    lines[0] = lines[0][column:]
    text = " ".join(b"".join(lines).decode(errors="replace").split())
    return text if len(text) <= MOST_CHARACTERS else ""


def _is_tensor(value: Any) -> bool:
    return hasattr(type(value), "shape") and hasattr(type(value), "dtype") and len(value.shape) >= 0


def _named_tensors(operation: str, names: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    try:
        tree = ast.parse(operation, mode="eval")
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            value = _value_of(node, names)
            if _is_tensor(value):
                yield ast.unparse(node), value


def _value_of(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """Return what a name or a plain attribute stands for; None if it takes the user's code to know."""
    match node:
        case ast.Name(name):
            return names.get(name)
        case ast.Attribute(owner, name):
            return _attribute(_value_of(owner, names), name)
        case _:
            return None


def _attribute(owner: Any, name: str) -> Any:
    own = getattr(owner, "__dict__", {})
    # Where torch.nn.Module keeps what looks like its attributes.
    for kept in (own, *(own.get(kind) for kind in ("_parameters", "_buffers", "_modules"))):
        if isinstance(kept, dict) and name in kept:
            return kept[name]
    return None


def local_annotations(code: CodeType) -> dict[str, ShapeAnnotation]:
    """Return the shapes that the source of a function declares for what it assigns, by target."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(code)))
    except (OSError, SyntaxError):
        return {}
    found = {}
    for node in ast.walk(tree):
        match node:
            case ast.AnnAssign(target, ast.Subscript(slice=ast.Tuple([_, ast.Constant(str(axes))]))):
                try:
                    found[ast.unparse(target)] = parse(axes)
                except NotationError:
                    continue
            case _:
                pass
    return found
