"""What is said about wrong options; imported when there is one."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Mapping

from conformable.core import messages
from conformable_mypy.codes import CODES
from conformable_mypy.config import TYPES, is_right
from conformable_mypy.mypy_api import is_worker


def tell(file: str, section: str, wrong: Mapping[str, object]) -> None:
    """Say on stderr what is wrong, one line for each option; once, if mypy has parallel workers.

    Args:
        file: The name of the configuration file.
        section: Its section.
        wrong: Key -> value of the options that are not right.
    """
    if is_worker():
        return
    for key, value in wrong.items():
        print(messages.configuration_problem(file, section, problem(key, value)), file=sys.stderr)


def problem(key: str, value: object) -> str:
    """Return what is wrong with an option that is not right."""
    kind = TYPES.get(key)
    if kind is None:
        return messages.unknown_option(key, _nearest(key, TYPES))
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        unknown = next(item for item in value if not is_right(key, [item]))
        return messages.unknown_code(key, unknown, _nearest(unknown, CODES))
    return messages.wrong_option_type(key, "true or false" if kind is bool else "a list of strings", value)


def _nearest(word: str, known: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(word, list(known), n=1)), None)
