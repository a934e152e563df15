"""The real pre-commit refuses a bad commit with our message, in both hooks."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

GOOD = """\
from jaxtyping import Float
from torch import Tensor


def linear(x: Float[Tensor, "batch n_in"], w: Float[Tensor, "n_out n_in"]) -> Float[Tensor, "batch n_out"]:
    return x @ w.T
"""
BAD = GOOD.replace("w.T", "w")
MESSAGE = "matmul: inner sizes differ: n_in (axis -1 of x) and n_out (axis -2 of w)  [shape-matmul]"


def test_the_hooks_are_described(root: Path) -> None:
    text = (root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert re.findall(r"^- id: (.*)$", text, re.MULTILINE) == ["conformable", "conformable-system"]
    assert re.findall(r"^  language: (.*)$", text, re.MULTILINE) == ["python", "system"]
    assert set(re.findall(r"^  entry: (.*)$", text, re.MULTILINE)) == {"conformable check"}


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """An environment in which pre-commit keeps its own files elsewhere, and git knows who commits."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))}
    commands = Path(sys.executable).parent
    return {
        **inherited,
        "PATH": f"{commands}{os.pathsep}{inherited['PATH']}",
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit")),
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@example.org",
    }


@pytest.fixture
def project(tmp_path: Path, environment: Mapping[str, str]) -> Path:
    """A repository with one good file and one bad file, both in the index."""
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "good.py").write_text(GOOD, encoding="utf-8")
    (folder / "bad.py").write_text(BAD, encoding="utf-8")
    for command in (["git", "init", "--quiet"], ["git", "add", "."]):
        subprocess.run(command, cwd=folder, env=environment, check=True)
    return folder


@pytest.fixture(scope="module")
def hooks(root: Path, tmp_path_factory: pytest.TempPathFactory, environment: Mapping[str, str]) -> Path:
    """A repository with what lies in this checkout, which need not be one itself."""
    folder = tmp_path_factory.mktemp("hooks") / "conformable"
    unwanted = shutil.ignore_patterns(
        ".git", ".venv", ".cache", ".*_cache", ".hypothesis", "__pycache__", "dist"
    )
    shutil.copytree(root, folder, ignore=unwanted)
    for command in (
        ["git", "init", "--quiet"],
        ["git", "add", "."],
        ["git", "commit", "--quiet", "-m", "all"],
    ):
        subprocess.run(command, cwd=folder, env=environment, check=True)
    return folder


@pytest.mark.long
@pytest.mark.parametrize("hook", ["conformable", "conformable-system"])
def test_a_bad_file_is_refused_and_a_good_one_passes(
    hook: str, hooks: Path, project: Path, environment: Mapping[str, str]
) -> None:
    def tried(*files: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", "try-repo", str(hooks), hook, "--files", *files],
            cwd=project,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    bad = tried("good.py", "bad.py")
    assert bad.returncode == 1, bad.stdout + bad.stderr
    assert f"bad.py:6: error: {MESSAGE}" in bad.stdout
    assert "good.py:" not in bad.stdout
    good = tried("good.py")
    assert good.returncode == 0, good.stdout + good.stderr
    assert re.search(r"^conformable.*Passed$", good.stdout, re.MULTILINE)


@pytest.mark.long
@pytest.mark.parametrize("hook", ["conformable", "conformable-system"])
def test_a_commit_is_refused(hook: str, hooks: Path, project: Path, environment: Mapping[str, str]) -> None:
    revision = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=hooks, env=environment, capture_output=True, text=True, check=True
    )
    configuration = {"repos": [{"repo": str(hooks), "rev": revision.stdout.strip(), "hooks": [{"id": hook}]}]}
    # JSON is YAML.
    (project / ".pre-commit-config.yaml").write_text(json.dumps(configuration), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "pre_commit", "install"], cwd=project, env=environment, check=True)
    subprocess.run(["git", "add", "."], cwd=project, env=environment, check=True)
    commit = ["git", "commit", "--quiet", "-m", "first"]
    refused = subprocess.run(
        commit, cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert MESSAGE in refused.stdout + refused.stderr
    subprocess.run(["git", "rm", "--quiet", "--cached", "bad.py"], cwd=project, env=environment, check=True)
    made = subprocess.run(commit, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    if hook == "conformable":
        installed = {path.name for path in Path(environment["PRE_COMMIT_HOME"]).glob("**/site-packages/*")}
        assert "mypy" in installed
        assert installed.isdisjoint({"torch", "numpy"})
