"""The answers, kept in mypy's cache folder: what is there is never computed again."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import Any, Final

from conformable.core.immutable import dataclass

#: The folder in mypy's cache folder that holds the answers.
FOLDER: Final = "conformable_torch"


@dataclass(frozen=True, slots=True)
class Answers:
    """Question -> answer; a file each, so that parallel workers need not agree on anything.

    Attributes:
        cache_dir: mypy's cache folder.
        version: The version of torch: another one may answer otherwise.
    """

    cache_dir: str
    version: str
    _read: dict[str, Any] = field(default_factory=dict)

    def get(self, question: dict[str, Any]) -> dict[str, Any] | None:
        """Return the answer to a question; None if it has not been answered yet."""
        key = _key(question)
        if key not in self._read:
            with suppress(OSError, ValueError, KeyError):
                found = json.loads(self._file(key).read_text(encoding="utf-8"))
                if _text(found["question"]) == _text(question):
                    self._read[key] = found["answer"]
        return self._read.get(key)

    def put(self, question: dict[str, Any], answer: dict[str, Any]) -> None:
        """Keep the answer to a question."""
        key = _key(question)
        self._read[key] = answer
        if self.cache_dir == os.devnull:
            return
        path = self._file(key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as stream:
                json.dump({"question": question, "answer": answer}, stream)
            Path(stream.name).replace(path)

    def _file(self, key: str) -> Path:
        return Path(self.cache_dir, FOLDER, f"{self.version}-{_made_by()}", f"{key}.json")


def _key(question: dict[str, Any]) -> str:
    return hashlib.blake2s(_text(question).encode(), digest_size=16).hexdigest()


def _text(question: dict[str, Any]) -> str:
    return json.dumps(question, sort_keys=True)


@cache
def _made_by() -> str:
    """Return a text that changes with the code that makes answers."""
    found = hashlib.blake2s(digest_size=4)
    for path in sorted((Path(__file__).parent / "kernels").glob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()
