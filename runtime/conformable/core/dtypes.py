"""jaxtyping's words for element types: which types each allows, and what they give together."""

from __future__ import annotations

from typing import Final

_FLOATS: Final = frozenset(
    {
        *("Float8e4m3b11fnuz", "Float8e4m3fn", "Float8e4m3fnuz", "Float8e5m2", "Float8e5m2fnuz"),
        *("BFloat16", "Float16", "Float32", "Float64"),
    }
)
_INTS: Final = frozenset(f"Int{bits}" for bits in (2, 4, 8, 16, 32, 64))
_UNSIGNED: Final = frozenset(f"U{name}" for name in _INTS)
_COMPLEX: Final = frozenset({"Complex64", "Complex128"})
_BOOL: Final = frozenset({"Bool"})

_KINDS: Final = {
    "Bool": _BOOL,
    "UInt": _UNSIGNED,
    "Int": _INTS,
    "Integer": _INTS | _UNSIGNED,
    "Float": _FLOATS,
    "Real": _INTS | _UNSIGNED | _FLOATS,
    "Complex": _COMPLEX,
    "Inexact": _FLOATS | _COMPLEX,
    "Num": _INTS | _UNSIGNED | _FLOATS | _COMPLEX,
}

_ORDER: Final = ("Bool", "Int", "Float")
"""The kinds that promote to each other in a way that does not depend on sizes in bits."""


def exact(word: str) -> frozenset[str]:
    """Give the exact element types that a word allows; none for a word of which it is not known.

    >>> sorted(exact("Complex")), exact("Int8") <= exact("Integer"), exact("Shaped")
    (['Complex128', 'Complex64'], True, frozenset())
    """
    known = _KINDS.get(word)
    if known is not None:
        return known
    return frozenset({word}) if any(word in kind for kind in _KINDS.values()) else frozenset()


def are_disjoint(word: str | None, other: str | None) -> bool:
    """Tell whether no element type is allowed by both words.

    >>> are_disjoint("Float", "Int32"), are_disjoint("Real", "Int32"), are_disjoint("Shaped", "Int32")
    (True, False, False)
    """
    if word is None or other is None:
        return False
    left, right = exact(word), exact(other)
    return bool(left and right) and left.isdisjoint(right)


def kind_of(word: str | None) -> str | None:
    """Give the kind, `Bool`, `Int` or `Float`, that a word is of; None if it is of no single one of them.

    >>> kind_of("BFloat16"), kind_of("Real"), kind_of("UInt8")
    ('Float', None, None)
    """
    types = exact(word) if word is not None else frozenset[str]()
    return next((kind for kind in _ORDER if types and types <= _KINDS[kind]), None)


def promoted(left: str | None, right: str | None) -> str | None:
    """Give the word for what torch makes of two tensors of these element types; None where it is not known.

    The same exact type stays; of two types of one kind, and of two kinds, only the kind is certain, as the
    result may depend on which of the operands has axes.

    Source: https://docs.pytorch.org/docs/stable/tensor_attributes.html#type-promotion-doc

    >>> promoted("Float32", "Float32"), promoted("Float32", "Float16"), promoted("Int64", "Float16")
    ('Float32', 'Float', 'Float')
    """
    kinds = [kind_of(left), kind_of(right)]
    if None in kinds:
        return None
    if left == right:
        return left
    return max(filter(None, kinds), key=_ORDER.index)
