"""What the hooks lead to; imported when the first is asked for: a run that checks nothing asks for none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from conformable.core.immutable import dataclass
from conformable_mypy.annotations import ANNOTATED, Annotations
from conformable_mypy.body_exit import body_exit
from conformable_mypy.door import DOOR, enter
from conformable_mypy.instrument import SENTINEL_METHOD
from conformable_mypy.module_calls import CALL, type_of_call
from conformable_mypy.module_facts import facts_of
from conformable_mypy.mypy_api import OwnAnalysis
from conformable_mypy.session import Session
from conformable_mypy.torch_meta.fallback import Fallback
from conformable_mypy.unions import MARK

if TYPE_CHECKING:
    from mypy.nodes import MypyFile
    from mypy.plugin import AnalyzeTypeContext, AttributeContext, MethodContext
    from mypy.types import Type

    from conformable_mypy.asked import Asked
    from conformable_mypy.config import Configuration
    from conformable_mypy.remembered import Remembered
    from conformable_mypy.user_rules.loading import Loaded

TypeHook = Callable[["AnalyzeTypeContext"], "Type"]
MethodHook = Callable[["MethodContext"], "Type"]
AttributeHook = Callable[["AttributeContext"], "Type"]


@dataclass(frozen=True, slots=True)
class Callbacks:
    """The plugin's callbacks by the names that mypy asks for.

    Attributes:
        types: Full name of a type -> its callback.
        methods: Full name of a method -> its callback.
        attributes: Full name of an attribute -> its callback.
        annotations: The callbacks for annotations, and for aliases of them.
    """

    types: Mapping[str, TypeHook]
    methods: Mapping[str, MethodHook]
    attributes: Mapping[str, AttributeHook]
    annotations: Annotations

    @classmethod
    def of(
        cls,
        configuration: Configuration,
        asked: Asked,
        rules: Loaded,
        remembered: Remembered,
        cache_dir: str,
    ) -> Callbacks:
        """Return the callbacks for a user's choices.

        Args:
            configuration: The choices.
            asked: What a command asks for.
            rules: The rules that the project gives.
            remembered: What is remembered from one run in this process to the next.
            cache_dir: mypy's cache folder.
        """
        annotations = Annotations(OwnAnalysis(), configuration)
        types: dict[str, TypeHook] = {name: partial(annotations.annotated, name) for name in ANNOTATED}
        types[DOOR] = partial(enter, annotations, asked, remembered)
        session = Session(configuration, asked, rules, Fallback(cache_dir), remembered=remembered)
        methods = {SENTINEL_METHOD: partial(body_exit, session)}
        return cls(types, methods, {CALL: partial(type_of_call, configuration)}, annotations)

    def for_type(self, fullname: str, modules: Mapping[str, MypyFile]) -> TypeHook | None:
        """Return the callback for a type, or for an alias that carries an annotation."""
        hook = self.types.get(fullname)
        if hook is None:
            module, _, name = fullname.rpartition(".")
            tree = modules.get(module)
            # Most types are those of stubs, which have no facts.
            if tree is None or tree.is_stub:
                return None
            if name == MARK:
                return self.annotations.marked
            if name not in facts_of(tree).aliases:
                return None
            hook = partial(self.annotations.aliased, fullname)
        return None if self.annotations.own.passes_over(fullname) else hook
