"""The plugin, and at the end of the run, on stderr, the seconds it has spent in its own code."""

from __future__ import annotations

import atexit
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from conformable_mypy import hooks, mypy_api

if TYPE_CHECKING:
    from mypy.plugin import AnalyzeTypeContext, MethodContext, Plugin
    from mypy.types import Type


class Clock:
    """Adds up the time that is spent in the plugin, without what mypy does meanwhile to answer it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._answering = 0.0

    def timed(self, name: str, callback: Callable[[Any], Type]) -> Callable[[Any], Type]:
        """Return a callback that does the same, under the clock."""

        def run(context: Any) -> Type:
            started, answered = time.process_time(), self._answering
            try:
                return callback(context)
            finally:
                spent = time.process_time() - started - (self._answering - answered)
                self.seconds[name] = self.seconds.get(name, 0.0) + spent

        return run

    def stop_while_mypy_answers(self, own: type[mypy_api.OwnAnalysis]) -> None:
        """Do not count mypy's own analysis of a type."""
        answer = own.answer

        def uncounted(self_: mypy_api.OwnAnalysis, fullname: str, context: AnalyzeTypeContext) -> Type:
            started, answered = time.process_time(), self._answering
            try:
                return answer(self_, fullname, context)
            finally:
                self._answering = answered + time.process_time() - started

        own.answer = uncounted  # type: ignore[method-assign]


CLOCK = Clock()
CLOCK.stop_while_mypy_answers(mypy_api.OwnAnalysis)


class TimedPlugin(hooks.ConformablePlugin):
    """The plugin with each of its callbacks under the clock."""

    @override
    def get_type_analyze_hook(self, fullname: str) -> Callable[[AnalyzeTypeContext], Type] | None:
        """Return the plugin's callback for a type."""
        callback = super().get_type_analyze_hook(fullname)
        return None if callback is None else CLOCK.timed("annotations", callback)

    @override
    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        """Return the plugin's callback for a method."""
        callback = super().get_method_hook(fullname)
        return None if callback is None else CLOCK.timed("bodies", callback)


@atexit.register
def report() -> None:
    """Print the sums."""
    print("seconds:", *(f"{name}={spent:.4f}" for name, spent in CLOCK.seconds.items()), file=sys.stderr)


def plugin(_version: str) -> type[Plugin]:
    """Return the plugin class."""
    return TimedPlugin
