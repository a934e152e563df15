"""Commands that the pages tell to type."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Callable, Mapping

from conformable.commands import COMMANDS
from docs_harness.pages import ROOT, Block

#: Programs of others, which are taken to be there.
OTHERS = frozenset({"git", "cd", "mypy", "dmypy", "pre-commit", "pytest", "source", "export", "."})

#: Options of mypy, which `conformable check` hands on.
OF_MYPY = frozenset({"--config-file", "--cache-dir", "--strict"})


def commands(block: Block) -> list[str]:
    """Return the commands of a block, without comments."""
    joined = block.text.replace("\\\n", " ")
    lines = [line.removeprefix("$ ").partition(" #")[0].strip() for line in joined.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def problem(command: str, help_of: Callable[[str], str]) -> str | None:
    """Say what is wrong with a command, or None.

    Args:
        command: The command.
        help_of: Gives the help of one of our sub-commands.
    """
    program, *arguments = (word for word in shlex.split(command) if not re.fullmatch(r"[A-Z_]+=\S*", word))
    if program == "conformable":
        return _of_conformable(arguments, help_of)
    check = CHECKS.get(program)
    if check is not None:
        return check(arguments)
    return None if program in OTHERS else f"{program} is not known"


def _of_conformable(arguments: list[str], help_of: Callable[[str], str]) -> str | None:
    name, *rest = arguments
    if name not in COMMANDS:
        return f"conformable has no command {name}"
    known = set(re.findall(r"--[\w-]+", help_of(name))) | (OF_MYPY if name == "check" else set())
    used = {word.partition("=")[0] for word in rest if word.startswith("--")}
    return f"conformable {name} has no {used - known}" if used - known else None


def _of_make(arguments: list[str]) -> str | None:
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    missing = [name for name in arguments if name not in targets]
    return f"make has no {missing}" if missing else None


def _of_python(arguments: list[str]) -> str | None:
    if arguments[0] == "-m":
        return None
    return None if (ROOT / arguments[0]).is_file() else f"{arguments[0]} is not there"


def _of_pip(arguments: list[str]) -> str | None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        extra for word in arguments for part in re.findall(r"\[(.*?)\]", word) for extra in part.split(",")
    ]
    missing = [extra for extra in wanted if extra not in project["optional-dependencies"]]
    return f"there is no extra {missing}" if missing else None


CHECKS: Mapping[str, Callable[[list[str]], str | None]] = {
    "make": _of_make,
    "pip": _of_pip,
    "python": _of_python,
}
