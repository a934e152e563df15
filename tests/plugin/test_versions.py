"""Versions of mypy that the plugin does not know."""

from __future__ import annotations

import mypy.version
import pytest
from mypy.options import Options
from mypy.plugin import Plugin

from conformable_mypy import plugin
from conformable_mypy.hooks import ConformablePlugin


@pytest.mark.parametrize("version", ["2.0.0", "2.4.1", "2.4.0+dev.0123abc", mypy.version.__version__])
def test_known_versions_are_served(version: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert plugin(version) is ConformablePlugin
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("version", ["1.19.1", "2.5.0", "3.0", "0.991", "newest"])
def test_other_versions_get_one_line_and_no_hooks(version: str, capsys: pytest.CaptureFixture[str]) -> None:
    idle = plugin(version)(Options())
    said = capsys.readouterr().err
    assert said == (
        f"conformable: shapes are not checked: mypy {version} is not supported; mypy 2.0 to 2.4 is\n"
    )
    assert type(idle) is Plugin
    assert idle.get_type_analyze_hook("builtins.str") is None
