"""What is kept from one body of a module to the next, while mypy goes through the module."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy.nodes import CallExpr, ClassDef, Expression, FuncDef, FuncItem, MypyFile, TypeInfo

    from conformable_mypy.consulted import Consulted
    from conformable_mypy.interpreter.attribute_stores import Stores
    from conformable_mypy.interpreter.chosen_sizes import ChosenSizes
    from conformable_mypy.interpreter.classes import OwnObject
    from conformable_mypy.mypy_api import Checker


@dataclass(slots=True)
class Kept:
    """The objects that the methods of a module find as `self`: made once for each class.

    Attributes:
        own_objects: By class.
        stored: What methods other than the constructor change of the object, by class, with the tree
            that they were read from.
        mentions: The attributes that each method mentions, by class.
        chosen: What is known of the sizes of a configuration, by class.
        untyped_sizes: The parameters without annotations that are sizes, by constructor, each with whether
            it may be `None`.
        number_fields: The attributes that methods store, each with whether it is a number, by class.
        module_values: What the variables of the module are given that never change; None before it is read.
        variants: The functions of the module that share their name with another one; None before it is read.
        consulted: What was read for the objects and sizes, by class or constructor.
    """

    own_objects: dict[TypeInfo, OwnObject] = field(default_factory=dict)
    stored: dict[TypeInfo, tuple[ClassDef, Stores]] = field(default_factory=dict)
    mentions: dict[TypeInfo, dict[str, list[str] | None]] = field(default_factory=dict)
    chosen: dict[TypeInfo, ChosenSizes] = field(default_factory=dict)
    untyped_sizes: dict[FuncDef, Mapping[str, bool]] = field(default_factory=dict)
    number_fields: dict[TypeInfo, Mapping[str, bool]] = field(default_factory=dict)
    module_values: Mapping[str, Expression] | None = None
    variants: frozenset[FuncItem] | None = None
    consulted: dict[TypeInfo | FuncDef, Consulted] = field(default_factory=dict)
    _tree: MypyFile | None = None
    _since: CallExpr | None = None

    def enter(self, checker: Checker, sentinel: CallExpr, function: FuncItem | None) -> None:
        """Go to the next body, and drop what may not hold for it any more.

        mypy forgets the types of a module's expressions when it begins to check the module anew, as it does
        in a daemon: then what was made of other modules may have changed. A constructor that has been
        checked tells more of its attributes than before.

        Args:
            checker: Knows the types of the expressions that have been checked.
            sentinel: The end of the body.
            function: The function whose body it is.
        """
        begins = checker.tree is not self._tree or self._has_begun_anew(checker)
        if begins:
            self.mentions.clear()
            self.chosen.clear()
            self.untyped_sizes.clear()
            self.number_fields.clear()
            self.module_values = None
            self.variants = None
            self.consulted.clear()
        if begins or _is_constructor(function):
            self.own_objects.clear()
            self._tree, self._since = checker.tree, sentinel

    def _has_begun_anew(self, checker: Checker) -> bool:
        return self._since is None or checker.type_of(self._since) is None


def _is_constructor(function: FuncItem | None) -> bool:
    return function is not None and function.name == "__init__"
