"""A virtual environment for each tool, outside the repository."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

#: What programs import: our examples import our decorator.
LIBRARIES = (str(ROOT), "torch", "numpy", "einops", "jaxtyping")

#: What is installed for each tool. mypy, jaxtyping and beartype come with Conformable.
PACKAGES: dict[str, tuple[str, ...]] = {
    "conformable": (f"{ROOT}[mypy]", *LIBRARIES),
    "pyrefly": ("pyrefly", *LIBRARIES),
    # The newest stubs are those of 1.4.0; they and Pyrefly are released "in lockstep".
    "pyrefly_stubs": ("pyrefly==1.4.0", "pyrefly-torch-stubs", *LIBRARIES),
    "torchtyc": ("torchtyc[einops]", *LIBRARIES),
    "torchshapeflow": ("torchshapeflow",),
}


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment.

    Attributes:
        folder: Where it lies.
    """

    folder: Path

    def program(self, name: str) -> str:
        """Return the path of an installed program."""
        return str(self.folder / "bin" / name)

    def run(self, folder: Path, *command: str | Path) -> str:
        """Run an installed program in a folder and return its output, whatever its exit status is.

        Raises:
            RuntimeError: If it has printed nothing but errors of its own.
        """
        program, *arguments = map(str, command)
        done = subprocess.run(
            [self.program(program), *arguments], cwd=folder, capture_output=True, text=True, check=False
        )
        if done.returncode not in {0, 1} or (done.stderr and not done.stdout and done.returncode):
            raise RuntimeError(f"{program} has failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def version(self, package: str) -> str:
        """Return the installed version of a package."""
        code = f"import importlib.metadata as m; print(m.version({package!r}))"
        return self.run(self.folder, "python", "-c", code).strip()


def made(name: str, folder: Path) -> Environment | None:
    """Make an environment, or take the one that is there; None if a package cannot be installed."""
    environment = Environment(folder / name)
    complete = environment.folder / ".complete"
    if complete.exists():
        return environment
    subprocess.run([sys.executable, "-m", "venv", "--clear", environment.folder], check=True)
    pinned = ("-c", str(ROOT / "constraints.txt"))
    command = [environment.program("python"), "-m", "pip", "install", "--quiet", *pinned, *PACKAGES[name]]
    if subprocess.run(command, check=False).returncode:
        return None
    complete.touch()
    return environment
