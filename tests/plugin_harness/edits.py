"""A project in which one module's annotations make the report in another, and edits of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from plugin_harness.project import Project


class Edit(NamedTuple):
    """A change of a module, and what must be said of it in `main` afterwards."""

    module: str
    before: str
    after: str
    said: str

    def apply(self, project: Project) -> None:
        """Change the module."""
        path = project.folder / f"{self.module}.py"
        text = path.read_text(encoding="utf-8")
        assert self.before in text
        # mypy compares size and seconds: an edit within a second of the last one must change the size.
        path.write_text(f"{text.replace(self.before, self.after)}# edited\n", encoding="utf-8")


#: Modules that lead from an annotation to a report: by a function, an alias, and a renamed dtype.
SOURCES: Final = {
    "arrays": "class Tensor: ...\n",
    "dtypes": """
        from jaxtyping import Float as Real_
        from jaxtyping import Int
    """,
    "aliases": """
        from arrays import Tensor
        from dtypes import Int, Real_
        Tokens = Int[Tensor, "b p"]
        Pair = tuple[Tokens, Real_[Tensor, "b"]]
    """,
    "layers": """
        from __future__ import annotations
        from arrays import Tensor
        from aliases import Pair, Real_, Tokens
        def embed(x: Tokens) -> Real_[Tensor, "b p d"]:
            y: Tokens = x
            return Tensor()
        def choose(first: bool, x: Tokens, y: Real_[Tensor, "b"]) -> Tokens:
            # mypy joins the types of the two branches: neither may lose what it carries.
            return x if first else y
        def both(x: Tokens, y: Real_[Tensor, "b"]) -> Pair:
            return x, y
    """,
    "main": """
        from arrays import Tensor
        from layers import both, choose, embed
        def use(c: bool) -> None:
            print(embed(Tensor()) if c else choose(c, Tensor(), Tensor()))
            embed(Tensor())
            choose(c, Tensor(), Tensor())
        choose(True, Tensor(), Tensor())
        both(Tensor(), Tensor())
    """,
}

#: What is said only after an edit: the daemon visits what it has complained about before in any case.
NEWS: Final = "edited|Float32"

EDITS: Final = [
    Edit(
        "layers", 'Real_[Tensor, "b p d"]', 'Real_[Tensor, "b p edited"]', 'embed returns Float "b p edited"'
    ),
    Edit("aliases", 'Int[Tensor, "b p"]', 'Int[Tensor, "b edited"]', 'choose returns Int "b edited"'),
    Edit("dtypes", "Float as Real_", "Float32 as Real_", 'embed returns Float32 "b p d"'),
    Edit(
        "aliases", 'Real_[Tensor, "b"]]', 'Real_[Tensor, "edited"]]', 'both returns Int "b p"; Float "edited"'
    ),
    Edit(
        "arrays",
        "class Tensor: ...",
        "class Base: ...\nclass Tensor(Base): ...",
        'embed returns Float "b p d"',
    ),
    Edit("main", "embed(Tensor())\n", "embed(Tensor())\n    print()\n", 'embed returns Float "b p d"'),
]


def cold(new_project: Callable[..., Project], project: Project, *arguments: str) -> list[str]:
    """Check a copy of a project that has nothing of it in its cache, and return the messages in order."""
    fresh = new_project()
    for path in project.folder.glob("*.py"):
        (fresh.folder / path.name).write_bytes(path.read_bytes())
    return sorted(fresh.check(*arguments))
