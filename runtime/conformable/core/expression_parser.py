"""Text of an arithmetic axis -> `Expression`: a tokenizer and a precedence parser, never `eval`."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable

from conformable.core import messages
from conformable.core.expression import (
    FUNCTIONS,
    MAX_BITS,
    MAX_DEPTH,
    Constant,
    Expression,
    Hole,
    Operation,
    Variable,
    depth,
)

_TOKEN = re.compile(
    r"(?P<number>[0-9][\w.]*)|(?P<name>[^\W\d]\w*)|(?P<symbol>\*\*|//|[-+*%(),{}.])|(?P<other>.)",
    re.DOTALL,
)
_OPERATORS = {1: ("+", "-"), 2: ("*", "//", "%")}
_TIGHTEST = max(_OPERATORS)
_CHAINED = frozenset({"+", "*"})
_END = ("end", "")


class ExpressionError(ValueError):
    """Text that is not integer arithmetic over axis names; its message is the reason."""


def parse_expression(text: str) -> Expression:
    """Return the expression that the text spells.

    Args:
        text: integers, names, `{holes}`, parentheses, `+ - * // % **`, `min()` and `max()`, without spaces.

    Raises:
        ExpressionError: if the text is anything else, or nested deeper than `MAX_DEPTH`.

    >>> str(parse_expression("(n-1)//2+1"))
    '(n-1)//2+1'
    >>> parse_expression("{self.d}")
    Hole(path=('self', 'd'))
    """
    parser = _Parser(_tokens(text))
    expression = parser.sum()
    parser.expect_end()
    if depth(expression) > MAX_DEPTH:
        raise ExpressionError(messages.too_deep(MAX_DEPTH))
    return expression


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens = []
    for match in _TOKEN.finditer(text):
        kind, token = str(match.lastgroup), match.group()
        if kind == "other":
            raise ExpressionError(messages.not_arithmetic(token))
        tokens.append((kind, token))
    return tokens


class _Parser:
    """Python's grammar of arithmetic, cut down to what has an integer value."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.position = 0
        self.nesting = 0
        self.in_hole = False

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.position] if self.position < len(self.tokens) else _END

    def take(self, *symbols: str) -> str | None:
        kind, token = self.peek()
        if kind == "symbol" and token in symbols:
            self.position += 1
            return token
        return None

    def expect(self, symbol: str) -> None:
        if self.take(symbol) is None:
            raise self.refusal(messages.not_closed(symbol))

    def expect_end(self) -> None:
        if self.peek() != _END:
            raise self.refusal()

    def refusal(self, at_the_end: str = "") -> ExpressionError:
        kind, token = self.peek()
        return ExpressionError(at_the_end if kind == "end" else messages.unexpected(token))

    def sum(self, level: int = 1) -> Expression:
        """Read operands joined by operators of at least this precedence."""
        if level > _TIGHTEST:
            return self.signed()
        chain, chained = [self.sum(level + 1)], ""
        while operator := self.take(*_OPERATORS[level]):
            if operator != chained or operator not in _CHAINED:
                chain, chained = [_joined(chained, chain)], operator
            chain.append(self.sum(level + 1))
        return _joined(chained, chain)

    def signed(self) -> Expression:
        sign = self.take("+", "-")
        if sign is None:
            return self.raised()
        operand = self.nested(self.signed)
        return operand if sign == "+" else Operation("neg", (operand,))

    def raised(self) -> Expression:
        base = self.atom()
        if self.take("**") is None:
            return base
        return Operation("**", (base, self.nested(self.signed)))

    def nested(self, read: Callable[[], Expression]) -> Expression:
        self.nesting += 1
        if self.nesting > MAX_DEPTH:
            raise ExpressionError(messages.too_deep(MAX_DEPTH))
        expression = read()
        self.nesting -= 1
        return expression

    def atom(self) -> Expression:
        kind, token = self.peek()
        if kind == "number":
            self.position += 1
            return Constant(_integer(token))
        if kind == "name":
            self.position += 1
            return self.name(token)
        if self.take("("):
            return self.closed_by(")")
        if not self.in_hole and self.take("{"):
            self.in_hole = True
            expression = self.closed_by("}")
            self.in_hole = False
            return expression
        raise self.refusal(messages.missing_operand())

    def closed_by(self, symbol: str) -> Expression:
        expression = self.nested(self.sum)
        self.expect(symbol)
        return expression

    def name(self, name: str) -> Expression:
        if keyword.iskeyword(name):
            raise ExpressionError(messages.keyword_in_arithmetic(name))
        if self.take("("):
            return self.call(name)
        if self.in_hole:
            return Hole((name, *self.attributes()))
        if name.startswith("_"):
            raise ExpressionError(messages.anonymous_in_arithmetic(name))
        if self.take("."):
            raise ExpressionError(messages.attribute_outside_hole(name))
        return Variable(name)

    def attributes(self) -> list[str]:
        path = []
        while self.take("."):
            kind, token = self.peek()
            if kind != "name":
                raise self.refusal(messages.missing_operand())
            self.position += 1
            path.append(token)
        return path

    def call(self, name: str) -> Expression:
        if name not in FUNCTIONS:
            raise ExpressionError(messages.call_in_arithmetic(name))
        arguments = [self.nested(self.sum)]
        while self.take(",") and self.peek() != ("symbol", ")"):
            arguments.append(self.nested(self.sum))
        self.expect(")")
        if len(arguments) < 2:
            raise ExpressionError(messages.too_few_arguments(name))
        return Operation(name, tuple(arguments))


def _joined(operator: str, operands: list[Expression]) -> Expression:
    first, *others = operands
    if not others:
        return first
    if operator in _CHAINED and isinstance(first, Operation) and first.operator == operator:
        return Operation(operator, (*first.operands, *others))
    return Operation(operator, (first, *others))


def _integer(token: str) -> int:
    try:
        value = int(token, 0)
    except ValueError:
        raise ExpressionError(messages.not_an_integer(token)) from None
    if value.bit_length() > MAX_BITS:
        raise ExpressionError(messages.not_an_integer(token))
    return value
