"""Mistakes put into two published packages, and how many of them the static half reports.

Run `python tests/packages_harness/mutants.py FOLDER`; FOLDER holds the sources of the packages, and what they
need to be imported: see docs/mutants.md.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from conformable.commands.mutating.executing import Outcome, execute
from conformable.commands.mutating.mutations import Mutant, mutants_of
from conformable.commands.observations.mypy_run import MypyOptions, messages_about

HERE = Path(__file__).parent
CONFIG = HERE.parent / "packages" / "mypy.ini"


@dataclass(frozen=True)
class Subject:
    """What is tried of a package.

    Attributes:
        package: The package.
        files: The files that get mistakes.
        driver: The script that runs what is in them.
        last_line: Where the part of the files ends that gets mistakes.
    """

    package: str
    files: tuple[str, ...]
    driver: str
    last_line: int = sys.maxsize


SUBJECTS = (
    Subject(
        "transformer_lens",
        tuple(
            f"components/{name}.py"
            for name in (
                *("abstract_attention", "attention", "bert_block", "bert_embed", "bert_mlm_head"),
                *("bert_nsp_head", "bert_pooler", "embed", "grouped_query_attention", "layer_norm"),
                *("layer_norm_pre", "mlps/gated_mlp", "mlps/mlp", "mlps/moe", "pos_embed", "rms_norm"),
                *("rms_norm_pre", "t5_attention", "token_typed_embed", "transformer_block", "unembed"),
            )
        ),
        "transformer_lens_components",
    ),
    # Up to the first module that puts the others together.
    Subject("alphafold3_pytorch", ("alphafold3.py",), "alphafold3_blocks", last_line=1159),
)


@dataclass(frozen=True)
class Tried:
    """A mistake in a file of a package, how its run ended, and what mypy says that it did not before."""

    file: str
    mutant: Mutant
    outcome: Outcome
    reports: tuple[str, ...]
    type_errors: tuple[str, ...]

    @property
    def broken(self) -> bool:
        """Whether the driver fails for its shapes: not for what is in a tensor, nor for a wrong type."""
        return self.outcome.failed and not self.outcome.for_its_data and not self.type_errors


def trials(subject: Subject, sources: Path, work: Path, limit: int | None) -> list[Tried]:
    """Put mistakes into a package, one at a time; run the driver and ask the static half."""
    chosen = [
        (file, mutant)
        for file in subject.files
        for mutant in _spread(subject, (sources / subject.package / file).read_text("utf-8"), limit)
    ]
    outcomes = list(execute(_scripts(subject, sources, work, chosen)))
    said = _said(subject, sources, work, chosen)
    return [
        Tried(file, mutant, outcome, *new)
        for (file, mutant), outcome, new in zip(chosen, outcomes, said, strict=True)
    ]


def _spread(subject: Subject, source: str, limit: int | None) -> list[Mutant]:
    made = [mutant for mutant in mutants_of(source) if mutant.line <= subject.last_line]
    if limit is None or len(made) <= limit:
        return made
    return [made[index * len(made) // limit] for index in range(limit)]


def _scripts(
    subject: Subject, sources: Path, work: Path, chosen: Sequence[tuple[str, Mutant]]
) -> Iterator[Path]:
    """Write, just before it is run, a script that runs the driver on a copy of the package with a mistake."""
    for index, (file, mutant) in enumerate(chosen):
        folder = work / f"run_{index}"
        _copy(sources / subject.package, folder / subject.package)
        _write(folder / subject.package / file, mutant.source)
        script = folder / "script.py"
        paths = [str(folder), str(sources), str(HERE.parent)]
        driver = HERE / "drivers" / f"{subject.driver}.py"
        lines = (
            "import runpy, sys",
            f"sys.path[:0] = {paths!r}",
            f"runpy.run_path({str(driver)!r}, run_name='__main__')",
        )
        script.write_text("\n".join(lines), encoding="utf-8")
        yield script
        shutil.rmtree(folder)


def _said(
    subject: Subject, sources: Path, work: Path, chosen: Sequence[tuple[str, Mutant]]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Let mypy check the files with mistakes beside the others; yield what is new: of shapes, of types."""
    folder = work / "static"
    _copy(sources / subject.package, folder / subject.package)
    originals = {file: folder / subject.package / file for file in subject.files}
    places = []
    for index, (file, mutant) in enumerate(chosen):
        places.append(originals[file].with_name(f"{originals[file].stem}__{index}.py"))
        _write(places[-1], _part(subject, mutant.source))
    options = MypyOptions(str(CONFIG), str(work / "cache"))
    found: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for message in messages_about([*originals.values(), *places], options):
        if message.severity == "error":
            of_shapes = (message.code or "").startswith("shape")
            found[message.path.name, of_shapes].add(f"{message.line}: {message.text}")
    for file, original in originals.items():
        print(f"{file}: {len(found[original.name, True])} reports without a mistake")
    for place, (file, _) in zip(places, chosen, strict=True):
        before = originals[file].name
        new = [sorted(found[place.name, kind] - found[before, kind]) for kind in (True, False)]
        yield tuple(new[0]), tuple(new[1])


def _part(subject: Subject, source: str) -> str:
    return "\n".join(source.splitlines()[: subject.last_line]) + "\n"


def _copy(package: Path, target: Path) -> None:
    """Copy a package, by links where the file system has them."""
    target.parent.mkdir(parents=True, exist_ok=True)
    ignored = shutil.ignore_patterns("__pycache__", "*.so", "data")
    shutil.copytree(package, target, copy_function=_link, ignore=ignored)


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)


def _write(file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    file.write_text(text, encoding="utf-8")


def main() -> None:
    """Try both packages and print the counts and the misses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="how many mistakes are put into a file at most")
    parser.add_argument("--package", choices=[subject.package for subject in SUBJECTS])
    parsed = parser.parse_args()
    for subject in SUBJECTS:
        if parsed.package in {None, subject.package}:
            sources = parsed.folder.resolve()
            with tempfile.TemporaryDirectory(dir=sources.parent) as work:
                _show(subject, trials(subject, sources, Path(work), parsed.limit))


def _show(subject: Subject, tried: Sequence[Tried]) -> None:
    broken = [one for one in tried if one.broken]
    caught = [one for one in broken if one.reports]
    running = [one for one in tried if not one.outcome.failed]
    print(
        f"{subject.package}: {len(tried)} mutants, {len(broken)} broken, {len(caught)} of these reported; "
        f"{len(running)} run, {sum(bool(one.reports) for one in running)} of these reported"
    )
    for one in tried:
        mutant, missed = one.mutant, one.broken and not one.reports
        if missed or (one.reports and not one.outcome.failed):
            print(f"{one.file}:{mutant.line}: {mutant.kind}: {mutant.before} -> {mutant.after}")
            print(f"    {one.outcome.error or one.reports[0]}")


if __name__ == "__main__":
    main()
