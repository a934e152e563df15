"""What is said about operations that name their axes: the equations of einsum, the patterns of einops."""
# ruff: noqa: D103  -- a message says itself what it says

from __future__ import annotations


def ellipsis_of(label: str) -> str:
    return f'"..." of {label}' if label else '"..."'


def einsum_sizes(operation: str, name: str, left: str, right: str) -> str:
    return f'{operation}: sizes of "{name}" differ: {left} and {right}'


def einsum_operands(operation: str, wanted: int, got: int) -> str:
    return f"{operation}: the equation names {_operands(wanted)}; {_operands(got)} given"


def _operands(count: int) -> str:
    return f"{count} operand{'' if count == 1 else 's'}"


def malformed(operation: str, text: str, reason: str) -> str:
    return f'{operation}: "{text}": {reason}'


def einsum_new_name(name: str) -> str:
    return f'"{name}" of the result is in no operand'


def einsum_repeated_name(name: str) -> str:
    return f'"{name}" comes twice in the result'


def einsum_two_ellipses() -> str:
    return 'a tensor has only one "..."'


def einsum_not_a_letter(character: str) -> str:
    return f'"{character}" is not a letter'


def einsum_two_arrows() -> str:
    return 'there is more than one "->"'


def einsum_lost_ellipsis(operation: str) -> str:
    return f'{operation}: NumPy does not sum over "..."; the result needs it too'


# --- patterns of einops ------------------------------------------------------------------------------------


def pattern_arrow() -> str:
    return 'a pattern has exactly one "->"'


def pattern_new_ellipsis() -> str:
    return '"..." is on the right side only'


def pattern_ellipsis_in_parentheses() -> str:
    return '"..." cannot stand in parentheses on the left side'


def pattern_parentheses() -> str:
    return "parentheses are not balanced"


def pattern_nested() -> str:
    return "parentheses cannot stand in parentheses"


def pattern_not_a_name(token: str) -> str:
    return f'"{token}" is not a name that einops takes'


def pattern_zero() -> str:
    return "an axis cannot have size 0"


def pattern_duplicate(name: str) -> str:
    return f'"{name}" comes twice on one side'


def pattern_number_in_rearrange() -> str:
    return "rearrange takes no numbers but 1"


def pattern_one_sided(name: str) -> str:
    return f'"{name}" is on one side only'


def pattern_lost(name: str) -> str:
    return f'"{name}" is on the left side only, and repeat cannot drop it'


def pattern_new(name: str) -> str:
    return f'"{name}" is on the right side only, and reduce cannot add it'


def pattern_without_size(name: str) -> str:
    return f'the size of the new axis "{name}" is not given'


def pattern_unused(name: str) -> str:
    return f'"{name}" is given but not in the pattern'


def pattern_two_unknown(group: str, names: list[str]) -> str:
    listed = " and ".join(f'"{name}"' for name in names)
    return f'of {listed} in "{group}" all but one must be given'


def pattern_reduction(operation: str, reduction: str, known: list[str]) -> str:
    return f'{operation}: "{reduction}" is not one of {", ".join(known)}'


def size_of_group(size: object, group: str) -> str:
    return f"{size}" if group in {str(size), "()"} else f'{size} ("{group}")'


def pattern_einsum_names_only() -> str:
    return "einsum takes names only, without parentheses and numbers"


def pattern_without_star() -> str:
    return '"*" is missing'


def unpack_two_unknown(operation: str) -> str:
    return f"{operation}: only one of the packed shapes can have a -1"


def packed_sizes(size: object) -> str:
    return f"{size} (the packed shapes together)"


def rest_of(whole: str, used: object) -> str:
    return f"{whole} without {used}"
