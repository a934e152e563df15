"""What the commands of `conformable` ask of the plugin, besides its reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core.immutable import dataclass
from conformable_mypy.counting import Count, Counting, read_counting, wants
from conformable_mypy.observing import Request, Standing, read_request

if TYPE_CHECKING:
    from mypy.options import Options as MypyOptions

    from conformable_mypy.body_exit import Body
    from conformable_mypy.interpreter.bodies import Watcher


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is asked for.

    Attributes:
        request: The files of which every shape is to be written down.
        counting: Where the proven functions are to be counted.
    """

    request: Request | Standing | None = None
    counting: Counting | None = None

    @classmethod
    def of(cls, options: MypyOptions) -> Asked:
        """Return what the environment of this run asks for."""
        return cls(read_request(options.cache_dir), read_counting(options))

    def watcher(self, body: Body) -> Watcher | None:
        """Return what writes down every shape of a body; None if nobody asks for it."""
        if self.request is None or not self.request.wants(body.tree.path):
            return None
        from conformable_mypy.observations import watcher

        return watcher(body, self.request)

    def count(self, body: Body) -> Count | None:
        """Return what counts a function; None if nobody asks for it."""
        return Count(self.counting, body) if self.counting and wants(self.counting, body.tree.path) else None

    def begin(self, module: str, path: str) -> None:
        """Prepare for a module that mypy is about to analyse."""
        if self.request is not None and self.request.wants(path):
            self.request.begin(path)
        if self.counting is not None and wants(self.counting, path):
            self.counting.begin(module, path)

    def more_of(self, module: str, path: str, *, is_check: bool) -> dict[str, str] | None:
        """Return what makes mypy check a module anew that is in its cache, if the answer is not known.

        Args:
            module: Its full name.
            path: Its file.
            is_check: Whether mypy asks before it takes the module from its cache.
        """
        if self.request is not None and self.request.wants(path):
            return {"observed": self.request.folder.name}
        counting = self.counting
        if is_check and counting is not None and wants(counting, path) and not counting.knows(module, path):
            return {"counted": str(counting.listing)}
        return None
