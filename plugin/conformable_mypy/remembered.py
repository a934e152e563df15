"""What was found in bodies, so that mypy's daemon need not have them interpreted again.

The daemon checks all functions of an edited module anew, and of others each that had an error. What was
found in a body holds as long as its text, the bodies that were read for it, the rest of the module, and all
that other modules show are what they were. Where something was found, at some line, nothing may have moved
either.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from conformable_mypy.outline import Outline, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mypy.nodes import Context, FuncDef

    from conformable_mypy.body_exit import Body
    from conformable_mypy.consulted import Consulted
    from conformable_mypy.reports import Report

Place = tuple[int, str]
"""The body of the outline, and the type of the function: mypy checks it for each value of a type variable."""

_TOP: Final = (-1, "")
"""The place of the module's own body."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found in a body.

    Attributes:
        reports: What is reported.
        time: When it was interpreted.
        read: The bodies of the module that this rests on.
        stored: What other modules store that this rests on.
        modules: How many modules there were.
    """

    reports: Sequence[Report]
    time: int
    read: frozenset[int]
    stored: frozenset[str]
    modules: int


@dataclass(slots=True)
class _Module:
    """What is remembered of a module.

    Attributes:
        text: A digest of its text.
        outline: What the text says.
        found: What was found in its bodies.
        stored: What it stores for other modules, by name.
    """

    text: str
    outline: Outline
    found: dict[Place, _Found] = field(default_factory=dict)
    stored: Mapping[str, str] = field(default_factory=dict)

    def edit(self, text: str, outline: Outline, changed: frozenset[int]) -> None:
        """Take another text, and keep what does not rest on what has changed.

        The body of the module is to store again what it stores, as the tree is another one.
        """
        self.text, self.outline = text, outline
        self.found = {
            place: found
            for place, found in self.found.items()
            if place != _TOP and not found.reports and place[0] not in changed and not found.read & changed
        }

    def place(self, function: FuncDef | None) -> Place | None:
        """Name a function whatever stands above it; None for one in another one, or in a loop.

        mypy checks such a function several times, with other types.
        """
        if function is None:
            return _TOP
        index = self.outline.body_at(function.line)
        if index is None or self.outline.bodies[index].first != function.line:
            return None
        checked = function.expanded[-1] if function.expanded else function
        return index, str(checked.type)

    def has_lost(self, place: Place, body: Body) -> bool:
        """Tell whether the body of the module is to store something again, as its tree is another one."""
        return place == _TOP and any(name not in body.tree.names for name in self.stored)

    def read_by(self, bodies: Iterable[Context]) -> frozenset[int]:
        """Give the bodies of the outline that functions belong to; others stand outside all of them."""
        indices = (self.outline.body_at(body.line) for body in bodies)
        return frozenset(index for index in indices if index is not None)


@dataclass(slots=True)
class Remembered:
    """What is remembered from one run of the daemon to the next.

    Attributes:
        is_asked: Whether there will be other runs in this process.
    """

    is_asked: bool = False
    _modules: dict[str, _Module] = field(default_factory=dict)
    _time: int = 0
    _newest: tuple[str, int] = ("", 0)
    _newest_of_another: int = 0

    def begin(self, module: str, text: str | None, *, is_interpreted: bool) -> None:
        """Take note that mypy analyses a module, for the first time or anew.

        Args:
            module: Its full name.
            text: Its text; None if that is not known.
            is_interpreted: Whether its bodies are interpreted: it is neither a stub nor installed.
        """
        known = self._modules.get(module)
        digest = digest_of(text) if text is not None else ""
        if known is not None and known.text == digest:
            return
        before = known.outline if known is not None else None
        outline = Outline.of(text, before) if text is not None and is_interpreted else Outline(digest)
        changed = outline.changed_since(before) if outline is not None and before is not None else None
        if known is not None and outline is not None and changed is not None:
            known.edit(digest, outline, changed)
            return
        self.changed(module)
        self._modules.pop(module, None)
        if text is not None and outline is not None:
            self._modules[module] = _Module(digest, outline)

    def changed(self, module: str) -> None:
        """Take note that other modules may see something else of a module than before."""
        self._time += 1
        newest, when = self._newest
        if newest != module:
            self._newest_of_another = when
        self._newest = module, self._time

    def store(self, module: str, texts: Mapping[str, str]) -> None:
        """Take note of all that a module stores for others.

        Args:
            module: Its full name.
            texts: What it stores, by name.
        """
        known = self._modules.get(module)
        if known is not None and known.stored != texts:
            known.stored = texts
            self.changed(module)

    def recall(self, body: Body) -> Sequence[Report] | None:
        """Give what is found in a body, if that is known without interpreting it."""
        known = self._modules.get(body.tree.fullname)
        place = known.place(body.function) if known is not None else None
        found = known.found.get(place) if known is not None and place is not None else None
        if known is None or place is None or found is None:
            return None
        is_newest = found.time >= self._changed_outside(body)
        if not is_newest or found.modules != body.checker.count_of_modules or known.has_lost(place, body):
            del known.found[place]
            return None
        for name in found.stored:
            body.checker.depend_on(name)
        return found.reports

    def remember(self, body: Body, reports: Sequence[Report], consulted: Consulted) -> None:
        """Take note of what was found in a body.

        Args:
            body: The body.
            reports: What was found.
            consulted: What was read for that.
        """
        known = self._modules.get(body.tree.fullname)
        place = known.place(body.function) if known is not None else None
        if known is not None and place is not None:
            read, stored = known.read_by(consulted.bodies), frozenset(consulted.stored)
            modules = body.checker.count_of_modules
            known.found[place] = _Found(reports, self._time, read, stored, modules)

    def _changed_outside(self, body: Body) -> int:
        """Give when another module than that of a body was seen to change."""
        newest, when = self._newest
        return self._newest_of_another if newest == body.tree.fullname else when
