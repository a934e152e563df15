"""Axis names that are probably meant to be one: `seq_len` and `seqlen`."""

from __future__ import annotations

from typing import Final

SHORTEST: Final = 4
"""Shorter names differ by one letter on purpose: `dim` and `dims`, `seq` and `seg`."""


def alike(one: str, other: str) -> bool:
    """Tell whether two different names differ only by case, by underscores, or by one slip of the pen.

    A slip is a letter too many, too few, wrong, or swapped with the next, inside a word: at its ends people
    put what tells sizes apart on purpose, as in `seq_q` and `seq_k`, `vdim` and `dim`, `head` and `heads`,
    `batch` and `batch2`. So do single letters, such as `N` and `n`.

    >>> alike("seq_len", "seqlen"), alike("Batch", "batch"), alike("hidden", "hdiden")
    (True, True, True)
    >>> alike("n_in", "n_out"), alike("seq_q", "seq_k"), alike("heads", "head"), alike("N", "n")
    (False, False, False, False)
    """
    if one == other or min(len(one), len(other)) < 2:
        return False
    one, other = one.lower(), other.lower()
    if one == other:
        return True
    if one.replace("_", "") == other.replace("_", ""):
        return one.strip("_") != other.strip("_")  # `n_` is another n
    return min(len(one), len(other)) >= SHORTEST and _one_slip(one, other)


def _one_slip(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    start = next((i for i, letter in enumerate(shorter) if letter != longer[i]), len(shorter))
    left, right = shorter[start:], longer[start:]
    if not _inside_a_word(longer, start) or len(longer) - len(shorter) > 1:
        return False
    if len(shorter) < len(longer):
        return left == right[1:]
    return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])


def _inside_a_word(name: str, position: int) -> bool:
    """Tell whether a letter stands between letters."""
    around = name[max(0, position - 1) : position + 2]
    return len(around) == 3 and position > 0 and around.isalpha()
