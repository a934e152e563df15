"""Which tensors of a function are alive while it runs: those that a variable or a pending operand holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from conformable.core.arithmetic import maximum
from conformable.core.sizes import ZERO, Size, total

#: Buffers that a value may share memory with; a parameter's own is named after it.
Buffers = frozenset[int | str]

NO_BUFFERS: Buffers = frozenset()


@dataclass(slots=True)
class Memory:
    """The buffers that one call of a function has allocated.

    A buffer lives as long as Python holds it: until its variable is assigned anew or the function returns.
    What an operation needs inside is not counted, nor is what autograd keeps.

    Attributes:
        variables: The buffers that each variable may hold.
        live: The bytes of each buffer that is alive.
        pending: The buffers of operands that wait for the others to be computed.
        peaks: How many bytes were alive at each allocation.
        allocated: How many buffers were allocated so far.
    """

    variables: dict[str, Buffers] = field(default_factory=dict)
    live: dict[int, Size] = field(default_factory=dict)
    pending: list[Buffers] = field(default_factory=list)
    peaks: dict[Size, None] = field(default_factory=dict)
    allocated: int = 0

    def allocate(self, size: Size) -> Buffers:
        """Allocate a buffer for the result of an operation, whose operands are pending."""
        if not size.terms:
            return NO_BUFFERS
        self.allocated += 1
        self.live[self.allocated] = size
        self.note(ZERO)
        return frozenset({self.allocated})

    def note(self, extra: Size) -> None:
        """Note how many bytes are alive now, with those that a called function has beside them."""
        alive = total((*self.live.values(), extra))
        if alive.terms:
            self.peaks[alive] = None

    def sweep(self) -> None:
        """Free what nothing holds any more."""
        held = NO_BUFFERS.union(*self.variables.values(), *self.pending)
        self.live = {buffer: size for buffer, size in self.live.items() if buffer in held}

    def branch(self) -> Memory:
        """Return a copy for one of two branches; the peaks of both count."""
        return Memory(dict(self.variables), dict(self.live), list(self.pending), self.peaks, self.allocated)

    def join(self, others: Iterable[Memory]) -> None:
        """Go on where branches meet: what one of them holds may be alive."""
        for other in others:
            for name, buffers in other.variables.items():
                self.variables[name] = self.variables.get(name, NO_BUFFERS) | buffers
            self.live.update(other.live)
            self.allocated = max(self.allocated, other.allocated)

    @property
    def peak(self) -> Size:
        """The most bytes that were alive at one time."""
        return maximum(*self.peaks) if self.peaks else ZERO
