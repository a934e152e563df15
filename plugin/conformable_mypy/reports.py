"""What the interpreter hands back: findings, before the options and mypy have filtered them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from conformable.core.immutable import dataclass

if TYPE_CHECKING:
    from mypy.nodes import Context


@dataclass(frozen=True, slots=True)
class Report:
    """One finding, or one revealed shape.

    Attributes:
        node: Where it stands; the notes stand there too, so that they vanish with the error they belong to.
        code: A key of `codes.CODES`; None for a message without a code, such as a revealed shape.
        message: Its text must be the same each time the body is visited: mypy then drops repetitions.
        notes: Further lines below the message.
        severity: An error, or a mere note.
    """

    node: Context
    code: str | None
    message: str
    notes: tuple[str, ...] = ()
    severity: Literal["error", "note"] = "error"
