"""Annotations as the file spells them: `Float[Tensor, "b n"]`, `jt.Float[torch.Tensor, 'b n']`."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from conformable.commands.annotating.hints import Hint
    from conformable.commands.annotating.imports import Imports
    from conformable.commands.observations.sources import Source


class Name(NamedTuple):
    """A name of a library."""

    module: str
    name: str

    @property
    def full(self) -> str:
        """The full name."""
        return f"{self.module}.{self.name}"


_JAXTYPING: Final = "jaxtyping"

#: What the class of a library's arrays is called; the first name is imported where the file has none.
_ARRAYS: Final[Mapping[str, tuple[Name, ...]]] = {
    "jax": (Name("jax", "Array"), Name("jaxtyping", "Array")),
    "numpy": (Name("numpy", "ndarray"),),
    "torch": (Name("torch", "Tensor"),),
}


@dataclass(frozen=True, slots=True)
class Spelt:
    """An annotation as it is to be written.

    Attributes:
        hint: What it annotates.
        text: The annotation.
        needed: What has to be imported for it.
    """

    hint: Hint
    text: str
    needed: frozenset[Name]


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a file spells annotations.

    Attributes:
        imports: What it imports.
        arrays: Full name -> how it writes the class of arrays, where it has written it.
        quote: What it puts around dim strings.
    """

    imports: Imports
    arrays: Mapping[str, str]
    quote: str

    def spelt(self, hint: Hint) -> Spelt | None:
        """Write an annotation; None if a name in it means something else, or is not there at run time."""
        evaluated = hint.kind == "return" and not self.imports.postpones_annotations
        texts: list[str] = []
        needed: set[Name] = set()
        for array in hint.arrays:
            written: list[str] = []
            for names in ((Name(_JAXTYPING, array.word),), _ARRAYS[array.library]):
                text = self._written(names, evaluated=evaluated)
                if text is None and not self._can_be_imported(names[0], evaluated=evaluated):
                    return None
                needed |= {names[0]} if text is None else set()
                written.append(text or names[0].name)
            word, kind = written
            texts.append(f"{word}[{kind}, {self.quote}{array.dims}{self.quote}]")
        text = f"tuple[{', '.join(texts)}]" if hint.is_tuple else texts[0]
        return Spelt(hint, text, frozenset(needed))

    def _written(self, names: Iterable[Name], *, evaluated: bool) -> str | None:
        """Return how the file can write one of several names of a thing already."""
        for name in names:
            own = self.arrays.get(name.full)
            for text in [*([own] if own else []), *self.imports.spellings(name.full)]:
                root = text.partition(".")[0]
                if root not in self.imports.others and (not evaluated or root in self.imports.at_run_time):
                    return text
        return None

    def _can_be_imported(self, name: Name, *, evaluated: bool) -> bool:
        """Tell whether a name is free, and not kept from the run on purpose."""
        imports = self.imports
        if name.name in imports.others or name.name in imports.names:
            return False
        own = {local for local, full in imports.names.items() if f"{full}.".startswith(f"{name.module}.")}
        return not evaluated or not own or not own.isdisjoint(imports.at_run_time)


def read_spelling(source: Source, imports: Imports) -> Spelling:
    """Read how a file spells its annotations.

    Args:
        source: The file.
        imports: What it imports.
    """
    arrays: Counter[tuple[str, str]] = Counter()
    quotes: Counter[str] = Counter()
    for array, dims in _annotations(source.tree, imports):
        arrays[imports.full_name(array), ast.unparse(array)] += 1
        quotes[source.segment(dims)[:1]] += 1
    most_used = {full: text for (full, text), _ in reversed(arrays.most_common())}
    return Spelling(imports, most_used, "'" if quotes["'"] > quotes['"'] else '"')


def _annotations(tree: ast.Module, imports: Imports) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield the class and the dim string of each annotation of jaxtyping's."""
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(value=word, slice=ast.Tuple(elts=[array, dims])):
                if imports.full_name(word).startswith(f"{_JAXTYPING}."):
                    yield array, dims
            case _:
                pass
