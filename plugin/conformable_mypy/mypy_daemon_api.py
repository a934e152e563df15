"""Every use of mypy's daemon: none of it is mypy's documented plugin API, see `mypy_api`.

The reasons are facts about mypy 2.4.1; the tests in tests/lsp show whether they still hold.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from mypy.dmypy_server import Server
from mypy.fswatcher import FileData
from mypy.main import process_options
from mypy.version import __version__

from conformable_mypy.installed import is_installed

#: What the daemon answers: `out`, `err` and `status` as mypy's own, or `restart` with a reason.
Answer = dict[str, object]


class Daemon:
    """mypy's daemon in this process, without its socket.

    Over the socket there is no way to give it the text of a file that is not saved, and it takes a file of
    the same size, saved within the same second, for unchanged. `--shadow-file` gives one file the text of
    another, but only from the start; here the very map that it fills is changed between two runs.
    """

    def __init__(self, arguments: Sequence[str], status_file: str) -> None:
        """Prepare the daemon; nothing is read yet.

        Args:
            arguments: mypy's own, with which every run is asked for.
            status_file: Where a daemon with a socket would write its address; nothing is written.
        """
        _, options = process_options(["-i", *arguments], require_targets=False, server_options=True)
        self._options = options
        self._server = Server(options, status_file)

    @property
    def config_file(self) -> str | None:
        """The configuration file that mypy has read."""
        return self._options.config_file

    def run(self, arguments: Sequence[str], shadows: Mapping[str, str], edited: AbstractSet[str]) -> Answer:
        """Check files.

        Args:
            arguments: mypy's own, and the files.
            shadows: File -> the file whose text it is to have.
            edited: The real paths of files whose text is another than in the last run.
        """
        self._options.shadow_file = [[file, shadow] for file, shadow in shadows.items()]
        if self.is_empty:
            self._begin(arguments)
        if self._server.fine_grained_manager is not None:
            manager = self._server.fine_grained_manager.manager
            manager.shadow_map = dict(shadows)
            manager.shadow_equivalence_map = {}
            self._take_for_changed(edited)
        return self._run(arguments)

    def _begin(self, arguments: Sequence[str]) -> None:
        """Read what is in mypy's cache; from there, a daemon does not learn of the errors in a file."""
        self._run(arguments)
        if not self.is_empty:
            watched = self._server.fswatcher.dump_file_data()
            self._take_for_changed({os.path.realpath(path) for path in watched if not is_installed(path)})

    @property
    def is_empty(self) -> bool:
        """Whether it has not read anything yet, or could not."""
        return self._server.fine_grained_manager is None

    def _run(self, arguments: Sequence[str]) -> Answer:
        return self._server.cmd_run(
            __version__, arguments, export_types=False, is_tty=False, terminal_width=80
        )

    def _take_for_changed(self, edited: AbstractSet[str]) -> None:
        watcher = self._server.fswatcher
        for path in watcher.dump_file_data():
            if os.path.realpath(path) in edited:
                watcher.set_file_data(path, FileData(st_mtime=0.0, st_size=-1, hash=""))
