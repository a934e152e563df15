"""What belongs to the interpretation of one body: what it asks, its findings, its limits."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import field
from typing import TYPE_CHECKING, Any, Protocol

from conformable.core import messages
from conformable.core.immutable import dataclass
from conformable.core.proof import Proof
from conformable.core.shapes import Shape
from conformable.core.sizes import Size, Symbol
from conformable_mypy.consulted import Consulted
from conformable_mypy.instrument import written_statements
from conformable_mypy.interpreter.findings import Findings
from conformable_mypy.interpreter.values import REFUSED, REFUSED_FOR_SOME, UNKNOWN
from conformable_mypy.reports import Report

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from mypy.nodes import Context, Expression, FuncItem, MypyFile, Statement, SymbolNode
    from mypy.types import Type

    from conformable.core.facts import Facts
    from conformable.core.proof import Mismatch
    from conformable_mypy.config import Options
    from conformable_mypy.interpreter.frames import Frame
    from conformable_mypy.interpreter.state import State
    from conformable_mypy.interpreter.values import Unknown, Value
    from conformable_mypy.session import Session
    from conformable_mypy.torch_meta.fallback import Fallback

MAX_STEPS = 200_000
"""Expressions and statements that the interpretation of one body may visit."""

MAX_FOLLOWED_STEPS = 5_000
"""Those of them that may lie in functions that calls were followed into."""

MAX_DEPTH = 12
"""Calls of functions without shape annotations that are followed into each other."""


class OutOfStepsError(Exception):
    """The body is too large to be interpreted within the limits."""


class Types(Protocol):
    """Where the types of expressions come from."""

    def type_of(self, expression: Expression) -> Type | None:
        """Give the type that mypy found for an expression, None if there is none."""

    def fits(self, expression: Expression | None, declared: Type) -> bool | None:
        """Tell whether an expression has a subtype of a declared type; None if its type is not known."""

    def find_module(self, fullname: str) -> MypyFile | None:
        """Give a module that is loaded."""

    def find_symbol(self, fullname: str) -> SymbolNode | None:
        """Give what a full name stands for."""

    def store(self, name: str, text: str, dependents: Iterable[str]) -> None:
        """Store a text where the cache keeps it; a change of it re-checks the users of the dependents."""

    def take_back(self, kinds: tuple[str, ...], names: Container[str]) -> None:
        """Remove what is stored under names that begin so, except some."""

    def depend_on(self, changed: str) -> None:
        """Let a change of a name re-check the current body."""


class Evaluator(Protocol):
    """Evaluates an expression; a field of `Run`, so that no part of the interpreter imports all others."""

    def __call__(self, node: Expression, run: Run, state: State, /) -> Value:
        """Give what is known of the expression's value; the state learns from it."""


class Executor(Protocol):
    """Executes a block of statements."""

    def __call__(self, block: Sequence[Statement], run: Run, state: State, /) -> None:
        """Turn the state before the block into the state after it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of a function whoever calls it.

    Attributes:
        findings: The places where it is wrong.
        met: Axis names of its annotations that turn out to be sizes of the instance.
        result: What it gives over its parameters, written as it is stored; None where that is not known.
        consulted: What was read for that.
    """

    findings: frozenset[Context] = frozenset()
    met: tuple[tuple[str, Size], ...] = ()
    result: list[Any] | None = None
    consulted: Consulted = field(default_factory=Consulted)


class Standalone(Protocol):
    """Interprets a function on its own."""

    def __call__(self, function: FuncItem, run: Run, /) -> Outcome:
        """Give what is known of it whoever calls it."""


@dataclass(slots=True)
class Run:
    """The interpretation of one body.

    Attributes:
        module: Full name of the module.
        types: Where the types of expressions come from.
        options: The user's configuration.
        evaluator: Evaluates an expression in a state.
        executor: Executes a block of statements in a state.
        standalone: Interprets a function on its own, for the places of its findings.
        session: What lasts longer than one body.
        checked: Whether the outermost function is the one that mypy has just checked.
        consulted: What was read besides the body.
        stored: What is stored of the module for others, by name.
        frames: The functions that are being interpreted, the innermost last.
        findings: What was found.
        muted: Above zero where findings do not count: inside a `try` that would catch the exception.
        caught: Above zero inside such a `try`: what fails for some sizes goes on for others.
        splits: How many choices between alternatives are being looked at.
        refused_for_some: How many conditions were refused that hold for some sizes.
        call_sites: Where the outermost body called into each further frame.
        outcomes: What is known of followed functions whoever calls them.
        captured: Variables that nested functions mention: what lists among them hold is not known.
        retyped: Variables that were given something unknown or a tensor, which mypy may still take for the
            numbers that they began as.
        volatile: Variables that nested functions assign: their values are not known.
        hidden: The sizes that values were computed from without showing them: by where a size or object was
            made, or by the address of a container.
        path: The followed calls and unrolled iterations that lead to the current statement.
        latest: The value that each expression had when it was evaluated last.
        observed: The value of every expression, where they are asked for.
        proven: Which returned expressions have the declared shape for all sizes, where that is asked for.
        unseen_calls: How many functions of other files were called that may have raised.
        questions: What torch was asked about operations without a rule.
        assumed: What was known before and after an expression that has taught something, likewise.
    """

    module: str
    types: Types
    options: Options
    evaluator: Evaluator
    executor: Executor
    standalone: Standalone
    session: Session
    checked: bool = True
    consulted: Consulted = field(default_factory=Consulted)
    stored: dict[str, str] = field(default_factory=dict)
    frames: list[Frame] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    muted: int = 0
    caught: int = 0
    splits: int = 0
    refused_for_some: int = 0
    call_sites: list[Context] = field(default_factory=list)
    outcomes: dict[FuncItem, Outcome] = field(default_factory=dict)
    captured: set[SymbolNode] = field(default_factory=set)
    volatile: set[SymbolNode] = field(default_factory=set)
    hidden: dict[str | int, frozenset[Symbol]] = field(default_factory=dict)
    retyped: set[SymbolNode] = field(default_factory=set)
    path: list[str] = field(default_factory=list)
    latest: dict[Expression, Value] = field(default_factory=dict)
    observed: dict[Expression, Value] | None = None
    proven: dict[Expression, bool] = field(default_factory=dict)
    unseen_calls: int = 0
    questions: set[str] = field(default_factory=set)
    assumed: dict[Context, list[tuple[Facts, Facts]]] = field(default_factory=dict)
    _steps: int = MAX_STEPS
    _followed_steps: int = MAX_FOLLOWED_STEPS
    _fresh: int = 0

    @property
    def fallback(self) -> Fallback | None:
        """What asks torch about operations without a rule; None where it is turned off."""
        return self.session.fallback if self.options.torch_fallback else None

    @property
    def frame(self) -> Frame:
        """The innermost frame."""
        return self.frames[-1]

    def evaluate(self, node: Expression, state: State) -> Value:
        """Give what is known of an expression's value."""
        return self.evaluator(node, self, state)

    def execute(self, block: Sequence[Statement], state: State) -> None:
        """Turn the state before a block into the state after it."""
        self.executor(block, self, state)

    def type_of(self, node: Expression) -> Type | None:
        """Give the type that mypy found for an expression of the body that is checked.

        What lies in other functions has a type only if mypy has checked them in the same run and before:
        with it, a file that is checked again on its own would be judged differently.
        """
        return self.types.type_of(node) if self.checked and len(self.frames) == 1 else None

    def fits(self, node: Expression | None, declared: Type) -> bool | None:
        """Tell whether an expression has a subtype of a declared type; None if its type is not known."""
        return self.types.fits(node, declared) if self.checked and len(self.frames) == 1 else None

    def recall(self, node: Expression, state: State) -> Value:
        """Give the value of an expression that has been evaluated, without evaluating it again."""
        value = self.latest.get(node)
        if value is not None:
            return value
        self.muted += 1
        try:
            return self.evaluate(node, state.copy())
        finally:
            self.muted -= 1

    def place(self, node: Context) -> str:
        """Name a place, the same on every pass of a loop, another one in each followed call."""
        here = f"{self.module}:{node.line}:{node.column}"
        return "/".join((*self.path, here)) if self.path else here

    def is_own(self, function: FuncItem) -> bool:
        """Tell whether a function's body belongs to this module: mypy does not load those of others."""
        if function.info:
            return function.info.module_name == self.module
        # mypy gives the bare name to a function inside another one, where no other module can see it.
        return function.fullname.rpartition(".")[0] in {"", self.module}

    def statements_of(self, function: FuncItem) -> Sequence[Statement]:
        """Give the body of a function of this module as it was written."""
        self.consulted.bodies.add(function)
        return written_statements(function.body.body)

    def observe(self, node: Expression, value: Value, state: State) -> None:
        """Keep the value of an expression for whoever asked for all of them.

        Of an expression that is gone through item by item, only what is the same for all items counts.
        """
        if self.observed is None or self.call_sites:
            return
        whole = state.whole(value)
        differs = bool(self.path) and self.observed.get(node, whole) != whole
        self.observed[node] = UNKNOWN if differs else whole

    def learned(self, node: Expression, before: Facts, after: Facts) -> None:
        """Keep what an expression has taught for whoever asked; inside a followed call, for the call."""
        if self.observed is None or before is after:
            return
        place = self.call_sites[0] if self.call_sites else node
        self.assumed.setdefault(place, []).append((before, after))

    def spend(self) -> None:
        """Count one step.

        Raises:
            OutOfStepsError: if there have been too many.
        """
        self._steps -= 1
        if self.call_sites:
            self._followed_steps -= 1
        if self._steps < 0:
            raise OutOfStepsError

    @contextmanager
    def afresh(self) -> Iterator[None]:
        """Take steps that are not counted here: whichever body needs a thing first makes it for all."""
        counted = self._steps, self._followed_steps
        self._steps, self._followed_steps = MAX_STEPS, MAX_FOLLOWED_STEPS
        try:
            yield
        finally:
            self._steps, self._followed_steps = counted

    @property
    def can_follow(self) -> bool:
        """Whether calls may still be followed into the bodies of functions."""
        return self._followed_steps > 0 and len(self.call_sites) < MAX_DEPTH

    def fresh_scope(self, node: Context) -> str:
        """Name a place so that no other visit has the same name."""
        self._fresh += 1
        return f"{self.module}:{node.line}:{node.column}#{self._fresh}"

    def fresh_size(self, node: Context, name: str = "_", least: int | None = None) -> Size:
        """Make the size of an integer of which nothing is known."""
        return Size.of(Symbol(name, self.fresh_scope(node), rigid=False, least=least))

    def fresh_shape(self, node: Context) -> Shape:
        """Make the shape of a tensor of which nothing is known."""
        return Shape.unknown(self.fresh_scope(node))

    def address(self) -> int:
        """Make the address of a new mutable object."""
        self._fresh += 1
        return self._fresh

    @property
    def names_given(self) -> int:
        """How many fresh names and addresses there are; setting it keeps those below it from being given."""
        return self._fresh

    @names_given.setter
    def names_given(self, count: int) -> None:
        self._fresh = max(self._fresh, count)

    def proof(self, state: State, node: Context, operation: str = "") -> Proof:
        """Begin to apply an operation at a place."""
        return Proof(state.facts, self.fresh_scope(node), operation)

    def refuse(
        self, node: Context, mismatch: Mismatch, operands: Iterable[str] = (), hints: Iterable[str] = ()
    ) -> Unknown:
        """Report a condition that certainly fails, once at a place.

        Args:
            node: Where it stands.
            mismatch: What fails.
            operands: A note on each operand.
            hints: Notes on what would make it right.

        Returns:
            What stands for the result. In a loop the way ends there: what is said of later iterations is said
            of those in which the operation has not been reached before.
        """
        witness = mismatch.witness
        depends = witness is not None and bool(witness.shown)
        self.refused_for_some += depends
        if depends or not self._is_behind_a_condition_of_a_call():
            shown = (messages.fails_for(witness),) if witness is not None and depends else ()
            self.report(node, mismatch.code, mismatch.message, (*operands, *shown, *mismatch.notes, *hints))
        return REFUSED_FOR_SOME if depends and not self.is_in_loop else REFUSED

    @property
    def is_in_loop(self) -> bool:
        """Whether the current place may be reached several times."""
        return any(frame.loops for frame in self.frames)

    def _is_behind_a_condition_of_a_call(self) -> bool:
        """Tell whether the call that was followed may go another way, which numbers would not show."""
        if not self.call_sites:
            return False
        return self.findings.conditions > self.frames[-len(self.call_sites)].conditions

    def report(self, node: Context, code: str, message: str, notes: tuple[str, ...] = ()) -> None:
        """Report a finding at a place; inside a followed call, at the call."""
        if self.muted:
            return
        if self.call_sites:
            if self._is_own_finding(node):
                return
            inner = messages.inside_call(node.line)
            node, notes = self.call_sites[0], (inner, *notes)
        self.findings.add(Report(node, code, message, notes))

    def _is_own_finding(self, node: Context) -> bool:
        """Tell whether a followed function is wrong whoever calls it: then it is reported there."""
        function = self.frame.function
        return function is not None and node in self.outcome(function).findings

    def outcome(self, function: FuncItem) -> Outcome:
        """Give what is known of a function of this module whoever calls it."""
        if function not in self.outcomes:
            self.outcomes[function] = Outcome()
            self.outcomes[function] = self.standalone(function, self)
        self.consulted.include(self.outcomes[function].consulted)
        return self.outcomes[function]

    def reveal(self, node: Context, message: str) -> None:
        """Show a shape, where the user asked for it."""
        if not self.muted and not self.call_sites:
            self.findings.add(Report(node, None, message, severity="note"))
