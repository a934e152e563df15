"""Which hook of mypy leads where: look-ups in dictionaries, no logic."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from mypy.plugin import AnalyzeTypeContext, AttributeContext, MethodContext, Plugin, ReportConfigContext
from typing_extensions import override

from conformable_mypy.asked import Asked
from conformable_mypy.config import read_configuration
from conformable_mypy.installed import is_installed
from conformable_mypy.mypy_api import load_once
from conformable_mypy.sources import digest
from conformable_mypy.user_rules.loading import load

if TYPE_CHECKING:
    from mypy.options import Options as MypyOptions
    from mypy.types import Type

    from conformable_mypy.callbacks import Callbacks


class ConformablePlugin(Plugin):
    """The hooks of the plugin; nothing is kept in it that a parallel worker or the next run would need."""

    def __init__(self, options: MypyOptions) -> None:
        super().__init__(options)
        load_once(__package__, options)
        self._configuration = read_configuration(options.config_file)
        self._asked = Asked.of(options)
        self._cache_dir = options.cache_dir
        self._is_daemon = options.fine_grained_incremental
        self._rules = load(self._configuration)
        self._sources = digest()

    @cached_property
    def _callbacks(self) -> Callbacks:
        from conformable_mypy.callbacks import Callbacks
        from conformable_mypy.remembered import Remembered

        remembered = Remembered(self._is_daemon)
        return Callbacks.of(self._configuration, self._asked, self._rules, remembered, self._cache_dir)

    @override
    def get_type_analyze_hook(self, fullname: str) -> Callable[[AnalyzeTypeContext], Type] | None:
        """Lead annotations, aliases of annotations, and the first look at a module to their callbacks."""
        return self._callbacks.for_type(fullname, self._modules or {})

    @override
    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        """Lead the sentinel at the end of a body to its callback."""
        return self._callbacks.methods.get(fullname)

    @override
    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        """Lead the call of a module to its callback."""
        return self._callbacks.attributes.get(fullname)

    @override
    def report_config_data(self, ctx: ReportConfigContext) -> object:
        """Let mypy check the user's modules anew when the plugin or its options have changed.

        For installed packages nothing is reported: they would take half a minute, and the plugin finds
        nothing there. A file that a command asks about is checked anew if its answer is not known.
        """
        if is_installed(ctx.path):
            return self._asked.more_of(ctx.id, ctx.path, is_check=ctx.is_check)
        options = self._configuration.of(ctx.id).as_json()
        config_data = {"sources": self._sources, "options": options, "rules": self._rules.digest}
        return config_data | (self._asked.more_of(ctx.id, ctx.path, is_check=ctx.is_check) or {})
