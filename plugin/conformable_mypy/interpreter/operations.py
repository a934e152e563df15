"""Apply the shape rules of library operations to values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeGuard, TypeVar

from mypy.nodes import RefExpr

from conformable.core import messages
from conformable.core.immutable import dataclass
from conformable.core.ops import REGISTRY
from conformable.core.ops import UNKNOWN as UNKNOWN_ARGUMENT
from conformable.core.ops.arguments import Repeated, Spliced
from conformable.core.proof import CannotTellError, Mismatch, Proof
from conformable.core.shapes import Shape
from conformable.core.side_by_side import keep_apart
from conformable.core.sizes import ONE, Size
from conformable_mypy.interpreter import result_dtypes as dtypes
from conformable_mypy.interpreter import suggestions
from conformable_mypy.interpreter.choices import without_none
from conformable_mypy.interpreter.spelling import spelling
from conformable_mypy.interpreter.values import (
    NONE,
    UNKNOWN,
    Integer,
    Items,
    Library,
    Many,
    Mixed,
    Number,
    Scalar,
    ShapeTuple,
    Tensor,
    Unknown,
    Value,
    symbols_of,
    unknown_from,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mypy.nodes import Context, Expression

    from conformable.core.facts import Facts
    from conformable.core.ops import Argument, Result, Rule
    from conformable.core.proof import Proof
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Operand:
    """An argument of an operation.

    Attributes:
        value: What is known of it.
        node: The expression it came from.
        spread: True for the part of unknown length of a spread `*x.shape`.
        label: What messages call it, where it has no expression of its own.
    """

    value: Value
    node: Expression | None = None
    spread: bool = False
    label: str = ""

    def with_value(self, value: Value) -> Operand:
        """Give the same argument with another value."""
        return Operand(value, self.node, self.spread, self.label)


def _no_hints(mismatch: Mismatch, arguments: tuple[Argument, ...]) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Step:
    """One use of a shape rule.

    Attributes:
        node: Where it stands.
        operation: What messages call it.
        positional: Its positional arguments.
        keywords: Its keyword arguments.
    """

    node: Context
    operation: str
    positional: Sequence[Operand]
    keywords: Mapping[str, Operand]

    def prove(
        self,
        rule: Callable[[Proof, tuple[Argument, ...], Mapping[str, Argument]], T],
        run: Run,
        state: State,
        hints: Callable[[Mismatch, tuple[Argument, ...]], tuple[str, ...]] = _no_hints,
    ) -> T | Unknown:
        """Apply a rule to the arguments, and report the operation if it certainly fails.

        Args:
            rule: Takes the arguments as shape rules do.
            run: Takes the report.
            state: Learns what must hold if the operation succeeds.
            hints: Says what would make a refused operation right.

        Returns:
            What the rule gives; unknown where it cannot tell or the operation was reported.
        """
        operands = (*self.positional, *self.keywords.values())
        proof = run.proof(state, self.node, self.operation)
        arguments = tuple(argument(operand, self.node, run, state) for operand in self.positional)
        named = {name: argument(operand, self.node, run, state) for name, operand in self.keywords.items()}
        if run.frames[0].given_sizes:
            shapes = tuple(operand.value.shape for operand in operands if isinstance(operand.value, Tensor))
            proof.facts = keep_apart(shapes, proof.facts)
        try:
            result = rule(proof, arguments, named)
        except Mismatch as mismatch:
            return run.refuse(self.node, mismatch, describe(operands), hints(mismatch, arguments))
        except CannotTellError:
            return unknown_from(operand.value for operand in operands)
        state.facts = learned_sizes(result, proof.facts.keep_apart(frozenset()))
        for suspicion in proof.suspicions:
            run.report(self.node, "shape-suspicious", suspicion, tuple(describe(operands)))
        return result


_GIVES_NUMBER: Final = frozenset({"torch.Tensor.item", "numpy.ndarray.item"})
"""Operations whose rule gives a shape without axes for a number, which is no tensor."""


def _number(operands: tuple[Operand, ...], mentions: Unknown) -> Value:
    """Give the number that a tensor holds; a boolean, as an index, is none."""
    is_boolean = any(isinstance(one.value, Tensor) and one.value.dtype == "Bool" for one in operands)
    return mentions if is_boolean else Number(mentions.mentions)


def apply(
    name: str,
    positional: tuple[Operand, ...],
    keywords: Mapping[str, Operand],
    node: Context,
    run: Run,
    state: State,
) -> Value:
    """Apply the shape rule of an operation, and report it if it certainly fails.

    Returns:
        The result; unknown if neither a rule nor torch can tell, or the operation was reported.
    """
    own = run.session.rules.rules.get(name)
    rule = own or REGISTRY.find(name)
    operands = (*positional, *keywords.values())
    mentions = unknown_from(operand.value for operand in operands)
    if mentions.refused:
        return mentions
    step = Step(node, short_name(name), positional, keywords)

    def hints(mismatch: Mismatch, arguments: tuple[Argument, ...]) -> tuple[str, ...]:
        if rule is None or keywords:
            return ()
        return suggestions.for_operation(rule, mismatch.code, state.facts, arguments)

    result = step.prove(source_of(name, rule, run), run, state, hints)
    if isinstance(result, Unknown):
        return result
    if own is not None:
        return value_of(result, library_among(operands))
    if name in _GIVES_NUMBER:
        return _number(operands, mentions)
    library = library_of(name)
    if isinstance(result, tuple):
        words = dtypes.of_results(name, len(result), operands)
        return Items(tuple(value_of(item, library, word) for item, word in zip(result, words, strict=True)))
    return value_of(result, library, dtypes.of_result(name, rule, positional, keywords, state.content))


def source_of(
    name: str, rule: Rule | None, run: Run
) -> Callable[[Proof, tuple[Argument, ...], Mapping[str, Argument]], Result]:
    """Give what knows the shapes of an operation: its rule, and where that cannot tell, torch itself."""

    def ask(proof: Proof, positional: tuple[Argument, ...], keywords: Mapping[str, Argument]) -> Result:
        facts = proof.facts
        if rule is not None:
            try:
                return rule.apply(proof, positional, keywords)
            except CannotTellError:
                proof.facts = facts
        if run.fallback is None:
            raise CannotTellError
        return run.fallback.apply(name, proof, positional, keywords, run.questions)

    return ask


def learned_sizes(result: object, facts: Facts) -> Facts:
    """Learn that an integer which has become the size of an axis is at least 1."""
    for shape in result if isinstance(result, tuple) else (result,):
        if isinstance(shape, Shape):
            for size in (*shape.before, *shape.after):
                if size.least is None:
                    facts = facts.bound(size, ONE)
    return facts


def argument(operand: Operand, node: Context, run: Run, state: State) -> Argument:
    """Turn a value into what shape rules take."""
    value = operand.value if isinstance(operand.value, Scalar) else without_none(operand.value)
    content = state.content(value)
    match content:
        case Items(items):
            return tuple(argument(item, node, run, state) for item in _item_operands(items, operand))
        case Many(item, count=count) if _are_alike(item):
            return Repeated(item.shape, run.fresh_size(node, least=0) if count is None else count)
        case Mixed(parts) if all(isinstance(part, Items) or _are_alike(part.item) for part in parts):
            return Spliced(tuple(_spliced(parts, operand, node, run, state)))
        case ShapeTuple(shape):
            return shape.variadic if operand.spread and shape.variadic is not None else shape.parts
        case _:
            return _single(content, operand)


def _are_alike(item: Value) -> TypeGuard[Tensor]:
    """Tell whether what stands for many tensors has no size that may differ from one to the next."""
    return isinstance(item, Tensor) and all(symbol.rigid for symbol in symbols_of(item))


def _spliced(
    parts: tuple[Items | Many, ...], operand: Operand, node: Context, run: Run, state: State
) -> Iterator[Argument]:
    for part in parts:
        read = argument(Operand(part, operand.node), node, run, state)
        yield from read if isinstance(read, tuple) else (read,)


def _single(value: Value, operand: Operand) -> Argument:
    match value:
        case Tensor(shape):
            return shape.labelled(spelling(operand.node) if operand.node is not None else operand.label)
        case Integer(size):
            return size
        case Number():
            return Shape(())
        case Scalar(bool() | str() | float() | None as known):
            return known
        case _:
            return UNKNOWN_ARGUMENT


def _item_operands(items: tuple[Value, ...], operand: Operand) -> Iterable[Operand]:
    """Name the items of a display `[x, y]` as the user wrote them, those of a variable by their place."""
    written = getattr(operand.node, "items", ())
    if len(written) == len(items):
        return map(Operand, items, written)
    name = spelling(operand.node) if isinstance(operand.node, RefExpr) else operand.label
    return (Operand(item, label=f"{name}[{index}]" if name else "") for index, item in enumerate(items))


def value_of(result: Result, library: Library, dtype: str | None = None) -> Value:
    """Turn what a shape rule gives into a value."""
    match result:
        case Shape():
            return Tensor(Shape(result.parts), library, dtype)
        case Size():
            return Integer(result)
        case tuple():
            return Items(tuple(value_of(item, library) for item in result))
        case Repeated(item, count):
            return Many(Tensor(Shape(item.parts), library), count=count)
        case None:
            return NONE
        case _:
            return UNKNOWN


def describe(operands: Iterable[Operand]) -> list[str]:
    """Say of each tensor operand which shape it has, and where that was declared."""
    notes: dict[str, None] = {}
    for operand in operands:
        value = without_none(operand.value)
        name = spelling(operand.node) if operand.node is not None else ""
        if isinstance(value, Tensor) and name:
            notes[_described(name, value)] = None
    return list(notes)


def _described(name: str, value: Tensor) -> str:
    if value.line is None:
        return messages.derived_operand(name, value.shape)
    return messages.declared_operand(name, annotated(value), value.line)


def annotated(value: Tensor) -> str:
    """Write a tensor's shape as an annotation."""
    array = {"torch": "Tensor", "numpy": "ndarray", "jax": "Array"}[value.library]
    return f'{value.dtype or "Shaped"}[{array}, "{value.shape}"]'


def short_name(name: str) -> str:
    """Give the name under which messages speak of an operation."""
    return messages.OPERATORS.get(name.rpartition(".")[2], name.rpartition(".")[2])


def library_among(operands: Iterable[Operand]) -> Library:
    """Tell whose arrays a function of the project is given, and so most likely gives."""
    values = (without_none(operand.value) for operand in operands)
    return next((value.library for value in values if isinstance(value, Tensor)), "torch")


_INTO_NUMPY: Final = frozenset({"torch.Tensor.numpy", "torch.Tensor.__array__", "jax.device_get"})
"""Operations of other libraries that give arrays of NumPy."""


def library_of(name: str) -> Library:
    """Tell whose arrays an operation gives."""
    root = "numpy" if name in _INTO_NUMPY else name.partition(".")[0]
    return "numpy" if root == "numpy" else "jax" if root == "jax" else "torch"
