"""What is said about wrong options; imported when there is one."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from conformable.core import messages
from conformable_mypy.codes import CODES
from conformable_mypy.config import CHOICES, TYPES, is_right
from conformable_mypy.mypy_api import is_worker

if TYPE_CHECKING:
    from conformable_mypy.config_files import Tables


def tell(tables: Tables) -> None:
    """Say on stderr what is wrong, one line each; once, if mypy has parallel workers.

    Args:
        tables: What the configuration says about the plugin.
    """
    if is_worker():
        return
    for file, section, said in _problems(tables):
        print(messages.configuration_problem(file, section, said), file=sys.stderr)


def _problems(tables: Tables) -> Iterator[tuple[str, str, str]]:
    file = tables.path.name
    for table in tables.found:
        if table.modules == ():
            yield file, table.name, messages.override_without_module()
        for key, value in table.values.items():
            if not is_right(key, value):
                yield file, table.name, problem(key, value)
    for other, name in tables.unread:
        yield other, name, messages.unread_table(tables.right, file)


def problem(key: str, value: object) -> str:
    """Return what is wrong with an option that is not right."""
    kind = TYPES.get(key)
    if kind is None:
        return messages.unknown_option(key, _nearest(key, TYPES))
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        unknown = next(item for item in value if not is_right(key, [item]))
        return messages.unknown_code(key, unknown, _nearest(unknown, CODES))
    return messages.wrong_option_type(key, _expected(key, kind), value)


def _expected(key: str, kind: type) -> str:
    if key in CHOICES:
        return " or ".join(f'"{choice}"' for choice in CHOICES[key])
    return "true or false" if kind is bool else "a list of strings"


def _nearest(word: str, known: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(word, list(known), n=1)), None)
