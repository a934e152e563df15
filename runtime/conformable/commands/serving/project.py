"""One project: its open files, and the task that asks mypy about them whenever they have changed."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import logging
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from conformable.commands.mypy_invocation import NoMypyRunError
from conformable.commands.serving.checked import Checked, read_checked
from conformable.commands.serving.complaints import Complaint, read_complaints
from conformable.commands.serving.daemon import Answer, Daemon, DaemonError, Request, fill_cache
from conformable.commands.serving.packages import packages_of
from conformable.commands.serving.preparing import Session, prepare
from conformable.core.messages import mypy_has_stopped, mypy_is_starting

if TYPE_CHECKING:
    from conformable.commands.observations.mypy_run import MypyOptions

#: How long nothing may change before mypy is asked, in seconds.
_QUIET: Final = 0.3

_LOG: Final = logging.getLogger(__name__)

_BLOCKED: Final = 2
"""The status with which mypy ends when it could not begin."""

#: The code of what keeps mypy from checking anything.
_SYNTAX: Final = "syntax"

#: mypy refuses two files of the same module name; an editor may well have both open.
_SAME_NAME: Final = ("Duplicate module named", "Source file found twice")


class Editor(Protocol):
    """What a project tells the editor."""

    def show(self, checked: Checked) -> None:
        """Show what is known of a file."""

    def show_blocked(self, path: Path, complaints: Iterable[Complaint]) -> None:
        """Show what keeps mypy from checking a file."""

    def refresh(self) -> None:
        """Let the editor ask again for what it shows beside the text."""

    def tell(self, text: str) -> None:
        """Show a message to the user."""

    def busy(self, text: str) -> AbstractAsyncContextManager[None]:
        """Show that something goes on that takes long."""


@dataclass(frozen=True, slots=True)
class _Given:
    """What a request is made of: the texts, what they import, and how the daemon is to be told of them."""

    texts: Mapping[Path, str]
    packages: frozenset[str]
    request: Request


class Project:
    """A folder whose files are open in an editor.

    Attributes:
        checked: What is known of each open file.
    """

    def __init__(self, folder: Path, options: MypyOptions, editor: Editor) -> None:
        self.checked: dict[Path, Checked] = {}
        self._folder = folder
        self._options = options
        self._editor = editor
        self._texts: dict[Path, str] = {}
        self._closed: dict[Path, None] = {}
        self._given: Mapping[Path, str] = {}
        self._packages: frozenset[str] = frozenset()
        self._latest: Path | None = None
        self._touched: set[Path] = set()
        self._waits = asyncio.Event()
        self._quiet = 0.0
        self._session: Session | None = None
        self._daemon: Daemon | None = None
        self._told = ""
        self._must_save = False
        self._blocking: set[Path] = set()
        self._task = asyncio.create_task(self._work())

    def edit(self, path: Path, text: str, *, is_typing: bool = False) -> None:
        """Take over the text of an open file.

        Args:
            path: The file.
            text: Its text, saved or not.
            is_typing: Whether more is likely to follow at once.
        """
        self._texts[path] = text
        self._closed.pop(path, None)
        self._latest = path
        if not is_typing:
            self._must_save = False
        self._ask(_QUIET if is_typing else 0.0)

    def close(self, path: Path) -> None:
        """Leave a file to the disk: mypy goes on with it, as what it imports takes long to read again."""
        self._texts.pop(path, None)
        if _is_python(path):
            self._closed[path] = None
        self.checked.pop(path, None)
        self._ask(_QUIET)

    def changed_on_disk(self, paths: Iterable[Path]) -> None:
        """Look anew at files that something else may have written."""
        self._touched.update(paths)
        self._ask(_QUIET)

    async def stop(self) -> None:
        """End the daemon, and leave nothing behind."""
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        await self._end_daemon()
        if self._session is not None:
            shutil.rmtree(self._session.folder, ignore_errors=True)

    def abandon(self) -> None:
        """End the daemon and leave nothing behind, where no loop runs any more."""
        if self._daemon is not None:
            self._daemon.kill()
        if self._session is not None:
            shutil.rmtree(self._session.folder, ignore_errors=True)

    def _ask(self, quiet: float) -> None:
        self._quiet = quiet
        self._waits.set()

    async def _work(self) -> None:
        while True:
            await self._waits.wait()
            while self._waits.is_set():
                self._waits.clear()
                await asyncio.sleep(self._quiet)
            if self._texts and not self._must_save:
                try:
                    await self._check()
                except Exception as error:  # noqa: BLE001  -- the server must outlive it
                    _LOG.exception(self._folder)
                    self._tell(mypy_has_stopped(repr(error)))

    async def _check(self) -> None:
        try:
            session = await asyncio.to_thread(prepare, self._folder, self._options)
            self._session = session
            given = await asyncio.to_thread(self._give, session, dict(self._texts))
            if not given.texts:
                return
            if not given.packages <= self._packages:
                # It takes the daemon longer to read them than to start anew, with them in mypy's cache.
                await self._end_daemon()
                self._packages |= given.packages
            request, answer = await self._answered(session, given)
        except (NoMypyRunError, DaemonError, OSError) as error:
            await self._end_daemon()
            self._must_save = isinstance(error, DaemonError)
            self._closed.clear()
            self._tell(mypy_has_stopped(str(error)))
            return
        self._given = given.texts
        complaints = read_complaints(answer.output)
        texts = {path: text for path, text in given.texts.items() if str(path) in request.files}
        if answer.is_empty:
            # Another one begins with what is imported in mypy's cache.
            await self._end_daemon()
        if answer.status == _BLOCKED or any(each.code == _SYNTAX for each in complaints):
            self._show_blocked(answer, complaints)
        else:
            self._told = ""
            await self._show(session, texts, complaints)

    def _give(self, session: Session, texts: Mapping[Path, str]) -> _Given:
        """Write down what is not saved, and say what has changed since the last time."""
        # mypy reads no file that was never saved, whatever text it is to have.
        texts = {path: text for path, text in texts.items() if path.is_file()}
        shadows = {}
        for path, text in texts.items():
            shadow = session.shadow(path)
            if _on_disk(path) != text:
                shadow.write_bytes(text.encode())
                shadows[str(path)] = str(shadow)
        edited = {path for path in {*texts, *self._given} if texts.get(path) != self._given.get(path)}
        edited |= self._touched
        self._touched = set()
        files = (*texts, *(path for path in self._closed if path.exists()))
        request = Request(tuple(map(str, files)), shadows, tuple(map(str, edited)))
        new = (item for item in texts.items() if item not in self._given.items())
        return _Given(texts, frozenset().union(*(packages_of(path, text) for path, text in new)), request)

    async def _answered(self, session: Session, given: _Given) -> tuple[Request, Answer]:
        """Ask about all files; where mypy refuses that, about those that are open, or the latest alone."""
        request = given.request
        answer = await self._asked(session, request)
        if self._closed and _is_blocked(answer, self._closed):
            self._closed.clear()
            # What a daemon has not come to see, it forgets; to read it again takes longer than to start.
            await self._end_daemon()
            request = replace(request, files=tuple(map(str, given.texts)))
            answer = await self._asked(session, request)
        if any(map(answer.said.__contains__, _SAME_NAME)):
            latest = self._latest if self._latest in given.texts else next(iter(given.texts))
            request = replace(request, files=(str(latest),))
            answer = await self._asked(session, request)
        return request, answer

    async def _asked(self, session: Session, request: Request) -> Answer:
        if self._daemon is not None and self._daemon.start == session.start:
            answer = await self._daemon.ask(request)
            if answer is not None:
                return answer
        await self._end_daemon()
        async with self._editor.busy(mypy_is_starting()):
            await fill_cache(session.start, request)
            self._daemon = await Daemon.started(session.start)
            answer = await self._daemon.ask(request)
        if answer is None:
            raise DaemonError(mypy_is_starting())
        return answer

    async def _end_daemon(self) -> None:
        if self._daemon is not None:
            await self._daemon.stop()
        self._daemon = None

    def _show_blocked(self, answer: Answer, complaints: Iterable[Complaint]) -> None:
        by_path = _by_path(complaints)
        for path, found in by_path.items():
            self._editor.show_blocked(path, found)
        self._blocking |= by_path.keys()
        if not by_path:
            self._tell(mypy_has_stopped(answer.said.strip()))

    async def _show(
        self, session: Session, texts: Mapping[Path, str], complaints: Iterable[Complaint]
    ) -> None:
        said = _by_path(complaints)
        for path in self._blocking - texts.keys():
            self._editor.show_blocked(path, ())
        self._blocking.clear()
        for path, text in texts.items():
            checked = await asyncio.to_thread(
                read_checked, path, text, said.get(path, ()), session.observed(path)
            )
            if path in self._texts:
                self.checked[path] = checked
                self._editor.show(checked)
        self._editor.refresh()

    def _tell(self, text: str) -> None:
        """Tell what is new, not the same after each key."""
        if text != self._told:
            self._told = text
            self._editor.tell(text)


def _is_blocked(answer: Answer, files: Iterable[Path]) -> bool:
    """Tell whether mypy could not check because of one of these files."""
    blocking = {each.path for each in read_complaints(answer.output) if each.code == _SYNTAX}
    refused = any(map(answer.said.__contains__, _SAME_NAME))
    return refused or not blocking.isdisjoint(files)


def _by_path(complaints: Iterable[Complaint]) -> dict[Path, list[Complaint]]:
    found = defaultdict(list)
    for complaint in complaints:
        found[complaint.path].append(complaint)
    return dict(found)


def _is_python(path: Path) -> bool:
    try:
        ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return False
    return True


def _on_disk(path: Path) -> str | None:
    try:
        return path.read_bytes().decode()
    except (OSError, ValueError):
        return None
