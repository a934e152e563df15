"""Which hook of mypy leads where: look-ups in dictionaries, no logic."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from mypy.plugin import AnalyzeTypeContext, MethodContext, Plugin, ReportConfigContext
from typing_extensions import override

from conformable_mypy.config import read_options
from conformable_mypy.installed import is_installed
from conformable_mypy.observing import read_request
from conformable_mypy.sources import digest

if TYPE_CHECKING:
    from mypy.options import Options as MypyOptions
    from mypy.types import Type

    from conformable_mypy.callbacks import Callbacks


class ConformablePlugin(Plugin):
    """The hooks of the plugin; nothing is kept in it that a parallel worker or the next run would need."""

    def __init__(self, options: MypyOptions) -> None:
        super().__init__(options)
        self._options = read_options(options.config_file)
        self._request = read_request(options.cache_dir)
        self._config_data = {"sources": digest(), "options": self._options.as_json()}

    @cached_property
    def _callbacks(self) -> Callbacks:
        from conformable_mypy.callbacks import Callbacks

        return Callbacks.of(self._options, self._request)

    @override
    def get_type_analyze_hook(self, fullname: str) -> Callable[[AnalyzeTypeContext], Type] | None:
        """Lead annotations, aliases of annotations, and the first look at a module to their callbacks."""
        return self._callbacks.for_type(fullname, self._modules or {})

    @override
    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        """Lead the sentinel at the end of a body to its callback."""
        return self._callbacks.methods.get(fullname)

    @override
    def report_config_data(self, ctx: ReportConfigContext) -> object:
        """Let mypy check the user's modules anew when the plugin or its options have changed.

        For installed packages nothing is reported: they would take half a minute, and the plugin finds
        nothing there. A file that is to be observed is always checked anew.
        """
        if self._request is not None and self._request.wants(ctx.path):
            return {**self._config_data, "observed": self._request.folder.name}
        return None if is_installed(ctx.path) else self._config_data
