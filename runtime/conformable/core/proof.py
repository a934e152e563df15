"""Apply conditions to facts: refuse what is certainly wrong, learn what else must hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformable.core.arithmetic import broadcast_size, floor_divide
from conformable.core.comparison import Verdict, at_least, compare, compare_broadcast, same
from conformable.core.facts import Facts
from conformable.core.shapes import Shape, Variadic
from conformable.core.sizes import Size, Symbol

if TYPE_CHECKING:
    from conformable.core.comparison import Comparison
    from conformable.core.witness import Witness


class Mismatch(Exception):  # noqa: N818 (a finding about the user's program, not an error of ours)
    """A condition that certainly fails.

    Attributes:
        code: The error code it is reported under.
        message: What a user reads.
        witness: Values of the sizes for which it fails; None where it fails for all.
        notes: Further lines, such as what would make it right.
    """

    def __init__(
        self, code: str, message: str, witness: Witness | None = None, notes: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.witness = witness
        self.notes = notes


class CannotTellError(Exception):
    """Raised by a shape rule that cannot tell what the result is."""


@dataclass(slots=True)
class Proof:
    """The facts before an operation, and what its conditions add to them.

    Attributes:
        facts: What is known; replaced by a larger set as conditions are let through.
        scope: Where the operation stands; tells its fresh sizes from others.
        operation: How messages call the operation.
        suspicions: Things that are legal but almost surely wrong, as messages.
        made: How many fresh sizes there are; forks count together.
    """

    facts: Facts = field(default_factory=Facts)
    scope: str = ""
    operation: str = ""
    suspicions: list[str] = field(default_factory=list)
    made: list[int] = field(default_factory=lambda: [0], repr=False)

    def fork(self) -> Proof:
        """Begin to try an alternative from what is known; fresh sizes stay apart from those given here."""
        return Proof(self.facts, self.scope, self.operation, made=self.made)

    def differ(self, left: Size, right: Size) -> Witness | None:
        """Give a witness if two sizes that must be equal are not; else learn that they are."""
        comparison = compare(left, right, self.facts)
        if comparison.verdict is Verdict.UNKNOWN:
            self.facts = self.facts.equate(left, right)
        return comparison.witness

    def refuse_broadcast(self, left: Size, right: Size) -> Witness | None:
        """Give a witness if two aligned axes cannot be broadcast; nothing is learned."""
        return compare_broadcast(left, right, self.facts).witness

    def broadcast(self, left: Size, right: Size) -> Size:
        """Give the size that two aligned axes broadcast to, simplified by the facts."""
        if same(left, right, self.facts):
            return left
        if self.facts.links and same(left, right, self.facts.linked()):
            self.facts = self.facts.equate(left, right)
            return left
        return broadcast_size(self._known(left), self._known(right))

    def same(self, left: Size, right: Size) -> bool:
        """Tell whether two sizes are certainly equal; nothing is learned."""
        return same(left, right, self.facts)

    def below(self, size: Size, bound: Size) -> Comparison:
        """Decide the range condition `size >= bound`; learn it unless it fails for all sizes."""
        comparison = at_least(size, bound, self.facts)
        if comparison.verdict is Verdict.UNKNOWN:
            self.facts = self.facts.bound(size, bound)
        return comparison

    def number(self, size: Size) -> int | None:
        """Give the value of a size, where the facts determine it."""
        return self.facts.simplify(size).number

    def fresh(self, least: int | None = 1) -> Size:
        """Make a size that is equal only to itself."""
        return Size.of(Symbol("_", self._fresh_scope(), rigid=False, least=least))

    def fresh_shape(self) -> Shape:
        """Make a shape of unknown rank."""
        return Shape.unknown(self._fresh_scope())

    def fresh_variadic(self) -> Variadic:
        """Make a run of axes that is equal only to itself."""
        return Variadic("...", self._fresh_scope(), rigid=False)

    def divide(self, whole: Size, part: Size) -> Size:
        """Divide where there must be no remainder, and learn that there is none."""
        for numerator, divisor in ((whole, part), (self.facts.simplify(whole), self.facts.simplify(part))):
            quotient = floor_divide(numerator, divisor)
            if not self.facts.simplify(whole - part * quotient).terms:
                return quotient
        quotient = floor_divide(whole, part)
        self.facts = self.facts.equate(whole, part * quotient)
        return quotient

    def _known(self, size: Size) -> Size:
        number = self.number(size)
        return size if number is None else Size.of(number)

    def _fresh_scope(self) -> str:
        number = self.made[0]
        self.made[0] = number + 1
        return f"{self.scope}#{number}"
