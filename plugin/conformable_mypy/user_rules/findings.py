"""What was found in a project's files of rules: the rules, and what is wrong with the rest."""

from __future__ import annotations

import ast
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformable.core import messages

if TYPE_CHECKING:
    from pathlib import Path

    from conformable.core.ops.registry import Rule


@dataclass(slots=True)
class Found:
    """The rules of a project.

    Attributes:
        rules: Name of a function -> its rule.
        problems: What a user reads about lines that are no rules.
        digest: Changes with every change of the files.
    """

    rules: dict[str, Rule] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    _bytes: hashlib._Hash = field(default_factory=hashlib.sha256)

    @property
    def digest(self) -> str:
        """A text that changes with every change of the files."""
        return self._bytes.hexdigest()

    def parsed(self, path: Path) -> ast.Module | None:
        """Parse a file; None if it cannot be read."""
        try:
            text = path.read_bytes()
            self._bytes.update(text)
            return ast.parse(text)
        except SyntaxError as error:
            self.problem(path, error.lineno or 1, messages.unreadable_rules(error.msg))
        except OSError as error:
            self.problem(path, 1, messages.unreadable_rules(error.strerror or str(error)))
        except ValueError as error:
            self.problem(path, 1, messages.unreadable_rules(str(error)))
        return None

    def add(self, path: Path, line: int, rule: Rule) -> None:
        """Add a rule, unless its function has one."""
        if rule.name in self.rules:
            self.problem(path, line, messages.rule_given_twice(rule.name))
        else:
            self.rules[rule.name] = rule

    def problem(self, path: Path, line: int, said: str) -> None:
        """Add what is wrong with a line."""
        self.problems.append(messages.rule_problem(path.name, line, said))
