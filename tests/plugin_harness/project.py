"""A small project that mypy checks with a plugin."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

CONFORMABLE = "conformable_mypy"

#: The flags of all projects that need no others.
FLAGS = ("warn_unreachable = True", "warn_unused_ignores = True")

#: Where the daemon of a project writes its address.
DAEMON = ("--status-file", "status.json")

#: A stand-in for torch: its classes are known by their full names, and torch itself would take half a minute.
TORCH = """
    class Tensor:
        @property
        def T(self) -> "Tensor": ...
        def __matmul__(self, other: "Tensor") -> "Tensor": ...
        def __add__(self, other: "Tensor") -> "Tensor": ...
"""

#: The plugin with an interpreter that finds nothing, and fails on functions called `broken`.
FAILING = str(Path(__file__).parent / "failing_plugin.py")

#: The plugin with a rule of the tests in the place of the interpreter.
SPY = str(Path(__file__).parent / "spy_plugin.py")

#: The plugin, which notes each body that it interprets in the file that a variable names.
NOTING = str(Path(__file__).parent / "noting_plugin.py")
NOTED = "NOTED_BODIES"


@dataclass(frozen=True)
class Project:
    """A folder that mypy checks, with a cache of its own.

    Attributes:
        folder: Where the files are.
        plugin: What the configuration names as its plugin; "" for none.
        environment: Variables for the runs of mypy.
        flags: Lines of the configuration. What is in mypy's cache is of no use under other flags.
    """

    folder: Path
    plugin: str
    environment: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = FLAGS

    @property
    def cache(self) -> Path:
        return self.folder / ".mypy_cache"

    def write(self, **sources: str) -> None:
        """Write modules, given by name."""
        for name, source in sources.items():
            path = self.folder / f"{name}.py"
            before = int(path.stat().st_mtime) if path.exists() else None
            path.write_text(textwrap.dedent(source).lstrip("\n"), encoding="utf-8")
            written = int(path.stat().st_mtime)
            if written == before:
                # mypy's daemon looks at whole seconds: it does not see an edit that changes no more.
                os.utime(path, (written + 1, written + 1))

    def configure(self, *lines: str) -> None:
        """Write mypy's configuration: the plugin, and further lines."""
        plugins = f"plugins = {self.plugin}" if self.plugin else ""
        text = "\n".join(("[mypy]", plugins, *self.flags, *lines, ""))
        (self.folder / "mypy.ini").write_text(text, encoding="utf-8")

    def run(self, *arguments: str, program: str = "mypy") -> subprocess.CompletedProcess[str]:
        """Run mypy, or `mypy.dmypy`, and return what it printed."""
        return subprocess.run(
            [sys.executable, "-m", program, *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONHASHSEED": "0", **self.environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def check(self, *arguments: str) -> list[str]:
        """Check every module, and return the messages."""
        done = self.run("--no-error-summary", *arguments, ".")
        assert done.returncode in (0, 1), done.stdout + done.stderr
        assert not done.stderr, done.stderr
        return done.stdout.splitlines()

    def check_in_daemon(self) -> list[str]:
        """Let the daemon check every module, and return its lines."""
        done = self.run(*DAEMON, "run", "--timeout", "60", "--", ".", program="mypy.dmypy")
        assert done.returncode in {0, 1}, done.stdout + done.stderr
        return sorted(done.stdout.splitlines())
