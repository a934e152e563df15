"""Run tests on a Python that the machine does not have: 3.14, as WebAssembly, from the npm package `pyodide`.

    python .ci/webassembly.py [tests/checking/test_deferred_annotations.py ...]

Needs node, npm and pip, and downloads 20 MB. There is neither torch nor NumPy: only tests without them
can run, such as those of annotations that are evaluated late (PEP 649).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PYODIDE = "314.0.7"
PYTHON = "3.14"
WHEELS = (
    *("beartype", "jaxtyping", "wadler-lindig", "typing-extensions"),
    *("pytest", "pluggy", "iniconfig", "packaging", "pygments", "hypothesis", "sortedcontainers"),
)
TESTS = ("tests/checking/test_deferred_annotations.py", "tests/checking/test_type_parameters.py")

_RUN = """
import { loadPyodide } from "pyodide";
const { site, repository, tests } = JSON.parse(process.argv[2]);
const python = await loadPyodide();
python.mountNodeFS("/site", site);
python.mountNodeFS("/repository", repository);
python.globals.set("tests", python.toPy(tests));
process.exit(python.runPython(`
import os, sys
sys.dont_write_bytecode = True
sys.path[:0] = ["/site", "/repository/runtime", "/repository/tests"]
os.chdir("/repository")
import pytest
print(sys.version)
int(pytest.main(["-q", "-p", "no:cacheprovider", "-p", "conformable.checking.pytest_plugin", *tests]))
`));
"""


def main(tests: list[str]) -> int:
    """Run tests; return the exit status of pytest."""
    with tempfile.TemporaryDirectory() as folder:
        site = _installed(Path(folder))
        script = Path(folder, "run.mjs")
        script.write_text(_RUN, encoding="utf-8")
        given = {"site": str(site), "repository": str(ROOT), "tests": tests or list(TESTS)}
        return subprocess.run(["node", str(script), json.dumps(given)], check=False).returncode


def _installed(folder: Path) -> Path:
    """Install Pyodide into a folder, and unpack the packages that the tests need; return where these are."""
    npm = ["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(folder)]
    subprocess.run([*npm, f"pyodide@{PYODIDE}"], check=True)
    wheels, site = folder / "wheels", folder / "site"
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    target = ["--platform", "any", "--python-version", PYTHON, "--dest", str(wheels)]
    subprocess.run([*pip, *target, *WHEELS], check=True)
    for wheel in wheels.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(site)
    return site


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
