"""What is said at run time about the arguments and the result of a call."""
# ruff: noqa: D103  -- a message says itself what it says

from __future__ import annotations

from collections.abc import Iterable, Sequence

from conformable.core.messages.operations import axis_count


def tensor_annotation(dtype: str, array_type: str, axes: str) -> str:
    return f'{dtype}[{array_type}, "{axes}"]'


def in_hint_of(owner: str, function: str) -> str:
    if owner == "return":
        return f'in the return annotation of "{function}"'
    return f'in the annotation of "{owner}" of "{function}"'


def treepath_outside_tree() -> str:
    return '"?" has a meaning only inside a PyTree whose structure has a name, such as PyTree[..., "T"]'


def unknown_hole(name: str, function: str) -> str:
    return f'"{function}" has no argument "{name}"'


def unbound_name(name: str) -> str:
    return f'no axis of this signature is "{name}"'


def unresolved_hint(owner: str, function: str, problem: str) -> str:
    return f'the hint of "{owner}" of "{function}" is not checked: {problem}'


# --- a value that does not fit its hint ---


ASSIGNED = "assigned "
BODY = "isinstance in the body"
_RESULTS = {"return": "return value", "yield": "yielded value"}


def assigned_path(target: str) -> str:
    """Return the path of a value that is assigned to an annotated name."""
    return f"{ASSIGNED}{target}"


def subject(path: str, function: str) -> str:
    """Name a value; `path` is an argument, "return", "yield" or an assigned path, with the items up to it."""
    name, bracket, items = path.partition("[")
    if name in _RESULTS:
        return f'{_RESULTS[name].capitalize()}{bracket}{items} of "{function}"'
    if path.startswith(ASSIGNED):
        return f'Value assigned to "{path.removeprefix(ASSIGNED)}" in "{function}"'
    return f'Argument "{path}" to "{function}"'


def wrong_kind(value: str, expected: str) -> str:
    return f"is {value}; expected {expected}"


def wrong_dtype(dtype: str, expected: str) -> str:
    return f"has dtype {dtype}; expected {expected}"


def wrong_sizes(shape: str, expected: str, reason: str) -> str:
    return f"has shape {shape}; expected {expected}: {reason}"


def wrong_structure(structure: str, expected: str, name: str, known: str, origin: str) -> str:
    where = f", where {name} is {known}{_bound_by(origin)}" if known else ""
    return f"has the structure {structure}; expected {expected}{where}"


def structure_is(structure: str) -> str:
    return f"its structure is {structure}"


def size_of_leaf(leaf: int, structure: str) -> str:
    """Return what jaxtyping puts before the name of a size that each leaf of a tree has for itself."""
    return f"(Leaf {leaf} in structure {structure}) "


def kind_is(value: str) -> str:
    return f"it is {value}"


def dtype_is(dtype: str) -> str:
    return f"its dtype is {dtype}"


def an_array(kind: str, dtype: str, shape: str) -> str:
    return f"{_article(dtype)} {dtype}{kind} of shape {shape}"


def a_value(kind: str) -> str:
    return "None" if kind == "NoneType" else f"{_article(kind)} {kind}"


def _article(word: str) -> str:
    return "an" if word[:1].lower() in set("aeiou") else "a"


def wrong_count(shape: str, expected: str, got: int, count: int, *, at_least: bool) -> str:
    wanted = f"{'at least ' if at_least else ''}{axis_count(count)}"
    return f"has {axis_count(got)}, {shape}; expected {wanted}, {expected}"


def rank_differs(got: int, expected: int, *, at_least: bool) -> str:
    return f"it has {axis_count(got)}, not {'at least ' if at_least else ''}{expected}"


def size_differs(index: int, got: object, expected: str, origin: str) -> str:
    return f"axis {index} is {got}, not {expected}{_bound_by(origin)}"


def run_differs(name: str, got: str, expected: str, origin: str) -> str:
    return f'"*{name}" is {got}, not {expected}{_bound_by(origin)}'


def run_not_broadcastable(name: str, got: str, expected: str, origin: str) -> str:
    return f'"*{name}" is {got}, which cannot be broadcast with {expected}{_bound_by(origin)}'


def no_size(index: int, axis: str, problem: str) -> str:
    return f"axis {index} is declared as {axis}, which has no size: {problem}"


def no_attribute(path: str) -> str:
    return f"{path} does not exist"


def not_a_size(path: str, kind: str) -> str:
    return f"{path} is {kind}, not a whole number"


def alternative_refused(alternative: str, reason: str) -> str:
    return f"    not {alternative}: {reason}"


def a_tuple_of(length: int) -> str:
    return f"a tuple of length {length}"


def _bound_by(origin: str) -> str:
    return f" (bound by {origin})" if origin else ""


def value_origin(path: str) -> str:
    """Say what bound a name: an argument, a result, an assignment, or a size of the instance."""
    name, bracket, items = path.partition("[")
    if name in _RESULTS:
        return f"{_RESULTS[name]}{bracket}{items}"
    if path.startswith(ASSIGNED):
        return f'"{path.removeprefix(ASSIGNED)}"'
    if path in {"", BODY} or path.startswith("self."):
        return path
    return f'argument "{path}"'


def bound_names(bound: Iterable[tuple[str, str, str]]) -> str:
    """List all names that are bound, each with what bound it."""
    return "\n".join(f"    {name}={size}{_bound_by(origin)}" for name, size, origin in bound)


def refused_while_compiling(path: str, function: str, expected: str) -> str:
    return f"{subject(path, function)} does not fit {expected}; {_ASK_WITHOUT_COMPILER}"


def call_refused_while_compiling(function: str) -> str:
    return f'The arguments of "{function}" do not fit; {_ASK_WITHOUT_COMPILER}'


_ASK_WITHOUT_COMPILER = "the same call outside of torch.compile says why"


# --- an exception raised inside a checked function ---


def shapes_in_call(
    function: str,
    operation: str,
    arguments: Sequence[tuple[str, str]],
    others: Sequence[tuple[str, str]],
) -> str:
    """List the tensors that a function was called with, and the others at hand."""
    place = f", at {operation}" if operation else ""
    return "\n".join(
        [
            f'in "{function}"{place}, called with',
            *_listed(arguments),
            *(["other tensors there"] if others else []),
            *_listed(others),
        ]
    )


def operation_inside(operation: str, inner: str, function: str) -> str:
    return f'{inner} in "{function}", called by {operation}' if inner and operation else operation or inner


def _listed(shapes: Sequence[tuple[str, str]]) -> list[str]:
    return [f"    {name}: {shape}" for name, shape in shapes]


# --- the import hook ---


def hooked_already(package: str, other: str) -> str:
    return (
        f'"{package}" is checked by the import hook of {other} already; '
        "only one of two hooks can load a module: remove the other one, conformable checks what it does"
    )


def imported_before_hook(modules: Sequence[str]) -> str:
    names = ", ".join(f'"{module}"' for module in modules[:3])
    more = f" and {len(modules) - 3} more" if len(modules) > 3 else ""
    verb = "is" if len(modules) == 1 else "are"
    return f"{names}{more} {verb} imported already and {verb} not checked: install the import hook before"
