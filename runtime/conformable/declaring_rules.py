"""Rules that a project gives for functions without annotations; the mypy plugin reads them as syntax."""

from __future__ import annotations

from conformable.core.ops.signatures import parse_signature


def rule(operation: str, signature: str) -> None:
    """State the shapes of a function's operands and results.

    It stands in a file that the option `rules` of the mypy plugin names. The plugin reads the file and does
    not run it; run, it only makes sure that the signature can be read.

    Args:
        operation: The full name of the function, or the name under which it is imported.
        signature: The operands and, behind an arrow, the results; an operand `o?` may be left out.

    Raises:
        ValueError: if the signature cannot be read.

    >>> rule("mylib.linear", "*b i, o i, o? -> *b o")
    >>> rule("mylib.linear", "*b i, o i")
    Traceback (most recent call last):
        ...
    ValueError: "*b i, o i" needs one "->" between the operands and the results
    """
    del operation
    parse_signature(signature)
