"""`conformable init`: the plugin is put into mypy's configuration."""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path

from conformable.commands.config_edits import CannotEditError, edited_ini, edited_toml
from conformable.commands.light_stubs import stub_folders
from conformable.commands.mypy_settings import PLUGIN, find_settings
from conformable.core.messages import init_already, init_by_hand, init_done, init_next

__all__ = ["run"]


def run(arguments: list[str]) -> int:
    """Write the configuration, show what has changed, and return the exit status.

    Args:
        arguments: See `conformable init --help`.
    """
    parsed = _parser().parse_args(arguments)
    try:
        settings = find_settings(Path.cwd())
    except ValueError as error:
        print(f"conformable init: {error}", file=sys.stderr)
        return 2
    if settings.path is not None and settings.names_plugin:
        print(init_already(_shown(settings.path)))
        return 0
    path = settings.path or _new_home(Path.cwd())
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    try:
        new = edited_toml(old) if path.suffix == ".toml" else edited_ini(old)
    except CannotEditError:
        print(init_by_hand(_shown(path), PLUGIN), file=sys.stderr)
        return 2
    sys.stdout.writelines(_difference(old, new, _shown(path)))
    if not parsed.dry_run:
        path.write_text(new, encoding="utf-8")
        missing = [folder.name.partition("_")[2] for folder in stub_folders(settings.python_executable)]
        print(init_done(_shown(path)), init_next(missing), sep="\n")
    return 0


def _new_home(folder: Path) -> Path:
    """Return the file of a project that has no configuration of mypy yet."""
    project = folder / "pyproject.toml"
    return project if project.exists() else folder / "mypy.ini"


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _difference(old: str, new: str, name: str) -> list[str]:
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), name, name, lineterm="", n=2)
    return [f"{line}\n" for line in lines]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="conformable init",
        description="Put the plugin into the file that mypy reads, else pyproject.toml, else a new mypy.ini.",
    )
    parser.add_argument("--dry-run", action="store_true", help="only show what would be written")
    return parser
