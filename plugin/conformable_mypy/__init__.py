"""The mypy plugin of Conformable: add `plugins = ["conformable_mypy"]` to the configuration of mypy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy.plugin import Plugin


def plugin(version: str) -> type[Plugin]:
    """Return the plugin class for this version of mypy; this is the entry point that mypy calls."""
    from conformable_mypy.versions import plugin_for

    return plugin_for(version)
