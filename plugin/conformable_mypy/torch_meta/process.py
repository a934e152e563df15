"""The other process: it has torch loaded, and mypy has not."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

#: Seconds that the process may take for an answer; the first one includes the import of torch.
PATIENCE: Final = 30.0
FIRST_PATIENCE: Final = 120.0

#: So often the process may end or be too slow; then it is not asked any more.
MOST_FAILURES: Final = 6

PATIENCE_WITH_THE_DYING: Final = 5.0

_PROGRAM: Final = (
    "import sys; sys.path.append({root!r}); "
    "from conformable_mypy.torch_meta.kernels.serving import serve; serve()"
)


@dataclass(slots=True)
class TorchProcess:
    """Asks a process that is started with the first question, and ends when mypy does."""

    _process: subprocess.Popen[str] | None = None
    _failures: int = 0

    def ask(self, question: dict[str, Any]) -> dict[str, Any] | None:
        """Return the answer to a question; None if the process cannot give one.

        A kernel that ends the process, twice, has answered: nothing is known then, now or later.
        """
        crashes = 0
        for _ in range(2):
            if self._failures >= MOST_FAILURES:
                return None
            found = self._exchange(json.dumps(question))
            if found is not None:
                return found
            crashes += self._has_crashed()
            self.stop()
            self._failures += 1
        return {} if crashes == 2 else None

    def _exchange(self, line: str) -> dict[str, Any] | None:
        patience = PATIENCE
        if self._process is None:
            self._process, patience = self._started(), FIRST_PATIENCE
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return None
        timer = threading.Timer(patience, process.kill)
        timer.start()
        try:
            process.stdin.write(f"{line}\n")
            process.stdin.flush()
            found = json.loads(process.stdout.readline())
        except (OSError, ValueError):
            return None
        finally:
            timer.cancel()
        return found if isinstance(found, dict) else None

    def _started(self) -> subprocess.Popen[str] | None:
        root = str(Path(__file__).parents[2])
        # Without -P, a file of the user's in the current folder could be imported in the place of a library.
        command = [sys.executable, "-P", "-c", _PROGRAM.format(root=root)]
        try:
            return subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
        except OSError:
            return None

    def _has_crashed(self) -> bool:
        """Say whether the process ended by itself, and was not killed for being too slow."""
        if self._process is None:
            return False
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(PATIENCE_WITH_THE_DYING)
        return self._process.poll() not in {None, 0, -signal.SIGKILL}

    def stop(self) -> None:
        """End the process, if there is one; the next question starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
