"""Which hook of mypy leads where: look-ups in dictionaries, no logic."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from mypy.plugin import AnalyzeTypeContext, MethodContext, Plugin, ReportConfigContext
from typing_extensions import override

from conformable_mypy.annotations import ANNOTATED, Annotations
from conformable_mypy.body_exit import body_exit
from conformable_mypy.config import read_options
from conformable_mypy.door import DOOR, enter, is_installed
from conformable_mypy.instrument import SENTINEL_METHOD
from conformable_mypy.module_facts import facts_of
from conformable_mypy.mypy_api import OwnAnalysis
from conformable_mypy.observing import read_request
from conformable_mypy.sources import digest

if TYPE_CHECKING:
    from mypy.nodes import MypyFile
    from mypy.options import Options as MypyOptions
    from mypy.types import Type


class ConformablePlugin(Plugin):
    """The hooks of the plugin; nothing is kept in it that a parallel worker or the next run would need."""

    def __init__(self, options: MypyOptions) -> None:
        super().__init__(options)
        chosen = read_options(options.config_file)
        self._request = read_request(options.cache_dir)
        self._own = OwnAnalysis()
        self._annotations = Annotations(self._own, chosen)
        self._type_hooks: dict[str, Callable[[AnalyzeTypeContext], Type]] = {
            DOOR: partial(enter, self._annotations),
            **{name: partial(self._annotations.annotated, name) for name in ANNOTATED},
            **{name: partial(self._annotations.wrapped, name) for name in chosen.wrappers},
        }
        self._method_hooks: dict[str, Callable[[MethodContext], Type]] = {
            SENTINEL_METHOD: partial(body_exit, chosen, self._request)
        }
        self._config_data = {"sources": digest(), "options": chosen.as_json()}

    @override
    def get_type_analyze_hook(self, fullname: str) -> Callable[[AnalyzeTypeContext], Type] | None:
        """Lead annotations, aliases of annotations, and the first look at a module to their callbacks."""
        hook = self._type_hooks.get(fullname) or self._alias_hook(fullname)
        return None if hook is None or self._own.passes_over(fullname) else hook

    def _alias_hook(self, fullname: str) -> Callable[[AnalyzeTypeContext], Type] | None:
        module, _, name = fullname.rpartition(".")
        tree: MypyFile | None = self._modules.get(module) if self._modules is not None else None
        return partial(self._annotations.aliased, fullname) if name in facts_of(tree).aliases else None

    @override
    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        """Lead the sentinel at the end of a body to its callback."""
        return self._method_hooks.get(fullname)

    @override
    def report_config_data(self, ctx: ReportConfigContext) -> object:
        """Let mypy check the user's modules anew when the plugin or its options have changed.

        For installed packages nothing is reported: they would take half a minute, and the plugin finds
        nothing there. A file that is to be observed is always checked anew.
        """
        if self._request is not None and self._request.wants(ctx.path):
            return {**self._config_data, "observed": self._request.folder.name}
        return None if is_installed(ctx.path) else self._config_data
