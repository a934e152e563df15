"""How mypy's daemon is started for a project: its configuration, its cache, its search path."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from conformable.commands.mypy_invocation import NoMypyRunError, search_path
from conformable.commands.mypy_settings import Settings, configuration_file, find_settings
from conformable.commands.observations.mypy_run import OBSERVE, WANTED, MypyOptions
from conformable.commands.serving.complaints import PLACE_OPTIONS
from conformable.commands.serving.daemon import Start
from conformable.core.messages import mypy_is_missing

#: What a daemon cannot do without, whatever the configuration says; an imported file is not shown anyway.
_DAEMON_OPTIONS: Final = ("--incremental", "--local-partial-types", "--follow-imports=normal")
_FOLLOWED: Final = frozenset({"normal", "silent"})


@dataclass(frozen=True, slots=True)
class Session:
    """The folder, in mypy's cache, of what one server keeps about one project while it runs.

    Attributes:
        folder: The folder.
        start: How the daemon is started.
    """

    folder: Path
    start: Start

    def observed(self, path: Path) -> Path:
        """Return where the plugin writes what it sees in a file: see `conformable_mypy.observing`."""
        return self.folder / "observed" / _digest(path)

    def shadow(self, path: Path) -> Path:
        """Return where the text of a file lies that is not saved."""
        return self.folder / "unsaved" / f"{_digest(path)}.py"


def prepare(folder: Path, options: MypyOptions) -> Session:
    """Prepare to start mypy's daemon.

    Args:
        folder: The folder of the project.
        options: Where to find the configuration and the cache, if not where mypy would.

    Raises:
        NoMypyRunError: If mypy is not installed, or its configuration cannot be read.
    """
    if find_spec("mypy") is None:
        raise NoMypyRunError(mypy_is_missing())
    config_file = None if options.config_file is None else str(folder / options.config_file)
    try:
        settings = find_settings(folder, config_file)
        written = "" if settings.path is None else settings.path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise NoMypyRunError(str(error)) from error
    # Where a project is checked from its root, as paths in its configuration assume.
    root = folder if settings.path is None or config_file is not None else settings.folder
    named = options.cache_dir or os.environ.get("MYPY_CACHE_DIR") or settings.cache_dir
    cache = _cache(root, named)
    made = cache / f"session-{os.getpid()}-{_digest(folder)[:8]}"
    for name in ("observed", "unsaved"):
        (made / name).mkdir(parents=True, exist_ok=True)
    (made / "observed" / WANTED).write_text(json.dumps(None), encoding="utf-8")
    start = Start(
        folder=str(root),
        status_file=str(made / "status.json"),
        options=_options(settings, cache),
        environment={
            **os.environ,
            **search_path(settings, cache, settings.python_executable),
            OBSERVE: str(made / "observed"),
        },
        configuration=written,
    )
    return Session(made, start)


def _cache(root: Path, named: str) -> Path:
    """Return a cache of our own: without what only daemons keep, as in mypy's, a daemon could not use it."""
    base = Path(tempfile.gettempdir(), "conformable") if named == os.devnull else root / named
    cache = (base / "conformable" / "editor").resolve()
    cache.mkdir(parents=True, exist_ok=True)
    return cache


def _options(settings: Settings, cache: Path) -> tuple[str, ...]:
    follows = settings.sections.get("mypy", {}).get("follow_imports", "normal") in _FOLLOWED
    return (
        *("--config-file", str(configuration_file(settings, cache))),
        *("--cache-dir", str(cache)),
        *PLACE_OPTIONS,
        *(_DAEMON_OPTIONS if follows else _DAEMON_OPTIONS[:-1]),
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(os.path.realpath(path).encode()).hexdigest()
