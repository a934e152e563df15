"""What a module's imports and aliases say about annotations, kept where mypy's cache keeps it.

mypy drops the annotation of `Tokens = Int[Tensor, "b p"]`, and does not tell `Float` from `Int`. Both are
read from a module before it is analysed, and stored as the type of a variable that no program can name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from mypy.nodes import MypyFile, Var
from mypy.types import Instance, LiteralType, get_proper_type

from conformable.core.immutable import dataclass
from conformable_mypy import mypy_api

#: The name of the variable; dmypy keeps names with an "@" when it analyses a module anew.
FACTS: Final = "__conformable__@facts"


@dataclass(frozen=True, slots=True)
class AliasedAnnotation:
    """What the right-hand side of `Tokens = Int[Tensor, "b p"]` says."""

    dtype: str | None
    text: str


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """What a module's imports and aliases say about annotations.

    Attributes:
        renamed: Name -> jaxtyping's word, where the two differ.
        aliases: Name of a type alias -> the annotation it stands for.
    """

    renamed: Mapping[str, str]
    aliases: Mapping[str, AliasedAnnotation]


NO_FACTS: Final = ModuleFacts(MappingProxyType({}), MappingProxyType({}))


def facts_of(tree: MypyFile | None) -> ModuleFacts:
    """Return the stored facts of a module; none if the module is not there or has none."""
    symbol = tree.names.get(FACTS) if tree is not None else None
    variable = symbol.node if symbol is not None else None
    stored = get_proper_type(variable.type) if isinstance(variable, Var) else None
    return _decoded(str(stored.value)) if isinstance(stored, LiteralType) else NO_FACTS


def store_facts(tree: MypyFile, facts: ModuleFacts, text_type: Instance) -> None:
    """Store the facts of a module, and let a change of them re-check, in dmypy, whoever uses the names.

    Args:
        tree: The module.
        facts: Its facts.
        text_type: `builtins.str`.
    """
    fullname = f"{tree.fullname}.{FACTS}"
    mypy_api.declare(tree, FACTS, mypy_api.constant(fullname, LiteralType(_encoded(facts), text_type)))
    for name in (*facts.renamed, *facts.aliases):
        mypy_api.wake(tree, fullname, f"{tree.fullname}.{name}")


def _encoded(facts: ModuleFacts) -> str:
    aliases = {name: (alias.dtype, alias.text) for name, alias in facts.aliases.items()}
    return json.dumps([dict(facts.renamed), aliases], sort_keys=True)


@lru_cache(maxsize=1024)
def _decoded(text: str) -> ModuleFacts:
    renamed, aliases = json.loads(text)
    return ModuleFacts(renamed, {name: AliasedAnnotation(*alias) for name, alias in aliases.items()})
