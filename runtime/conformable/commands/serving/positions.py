"""Places in a text: lines from 1 and characters from 0 here, lines from 0 and the client's units there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsprotocol.types import Position, Range

from conformable.commands.observations.records import Span

if TYPE_CHECKING:
    from pygls.workspace import PositionCodec


@dataclass(frozen=True, slots=True)
class Text:
    """A text as a client counts its places.

    Attributes:
        lines: Its lines.
        codec: The client's way of counting.
    """

    lines: Sequence[str]
    codec: PositionCodec

    @classmethod
    def of(cls, text: str, codec: PositionCodec) -> Text:
        """Split a text."""
        return cls(text.splitlines(keepends=True), codec)

    def position(self, line: int, column: int) -> Position:
        """Turn a place into the client's; one behind the end of the text or of its line is the end of it."""
        if line > len(self.lines):
            return Position(len(self.lines), 0)
        written = self.lines[line - 1].rstrip("\r\n")
        return Position(line - 1, self.codec.client_num_units(written[:column]))

    def range(self, span: Span) -> Range:
        """Turn the place of an expression into the client's."""
        return Range(self.position(span.line, span.column), self.position(span.end_line, span.end_column))

    def line_range(self, line: int) -> Range:
        """Return a line without the blanks at its two ends."""
        written = self.lines[line - 1] if line <= len(self.lines) else ""
        first = len(written) - len(written.lstrip())
        return self.range(Span(line, first, line, len(written.rstrip())))

    def place(self, position: Position) -> tuple[int, int]:
        """Turn a client's place into line and column."""
        found = self.codec.position_from_client_units(self.lines, Position(position.line, position.character))
        return found.line + 1, found.character
