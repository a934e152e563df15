"""The door: the plugin's first sight of a module, before mypy has analysed anything in it.

Nothing that is documented is called for every module in every mode. But before all else in a module, mypy
analyses `builtins.str`, the type of the implicit `__name__`; the hook for that type sees the complete tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.nodes import ClassDef

from conformable_mypy import failures, mypy_api, unions, wrappers
from conformable_mypy.annotation_expressions import alias_definitions, written_annotation
from conformable_mypy.codes import SHAPE
from conformable_mypy.dtypes import combined, renamed_by_imports
from conformable_mypy.imports import imported_modules
from conformable_mypy.installed import is_installed
from conformable_mypy.instrument import instrument
from conformable_mypy.module_facts import NO_FACTS, AliasedAnnotation, ModuleFacts, facts_of, store_facts
from conformable_mypy.outline import read_text

if TYPE_CHECKING:
    from mypy.nodes import Expression, MypyFile
    from mypy.plugin import AnalyzeTypeContext
    from mypy.types import Type

    from conformable_mypy.annotations import Annotations
    from conformable_mypy.asked import Asked
    from conformable_mypy.remembered import Remembered

#: The type whose hook is the door.
DOOR: Final = "builtins.str"

#: Only a module that imports one of these, or a module of the user's, can have to do with arrays.
ARRAY_PACKAGES: Final = frozenset({"torch", "numpy", "jaxtyping", "einops", "jax"})


def enter(
    annotations: Annotations, asked: Asked, remembered: Remembered, context: AnalyzeTypeContext
) -> Type:
    """Return mypy's own `builtins.str`, having prepared the module if this is the first thing analysed in it.

    Args:
        annotations: Reads the annotations in aliases, and asks mypy for its own type.
        asked: What a command asks for.
        remembered: What is remembered of the module.
        context: What mypy calls the hook with.
    """
    analyzer = mypy_api.analyzer_of(context)
    if analyzer is not None and mypy_api.is_before_analysis(analyzer.cur_mod_node):
        try:
            asked.begin(analyzer.cur_mod_id, analyzer.cur_mod_node.path)
            if remembered.is_asked:
                tree = analyzer.cur_mod_node
                text = read_text(*mypy_api.lines_of(tree, analyzer))
                remembered.begin(tree.fullname, text, is_interpreted=not _is_foreign(tree))
            _prepare(annotations, analyzer)
        except Exception as error:
            if failures.must_raise():
                raise
            analyzer.note(failures.description(error), analyzer.cur_mod_node, code=SHAPE)
    return annotations.own.answer(DOOR, context)


def _is_foreign(tree: MypyFile) -> bool:
    return tree.is_stub or is_installed(tree.path)


def _prepare(annotations: Annotations, analyzer: mypy_api.Analyzer) -> None:
    tree = analyzer.cur_mod_node
    if not tree.defs or tree.is_stub or not _can_see_arrays(tree, analyzer.modules):
        return
    if is_installed(tree.path) and mypy_api.is_silenced(analyzer, tree):
        return
    facts = _facts(annotations, analyzer)
    if facts != NO_FACTS or facts_of(tree) != NO_FACTS:
        store_facts(tree, facts, analyzer.named_type("builtins.str"))
    names = annotations.configuration.of(tree.fullname).wrappers
    if names:
        wrappers.keep_texts(tree, names)
    unions.mark(tree, analyzer.modules, list(imported_modules(tree)))
    instrument(tree)


def _can_see_arrays(tree: MypyFile, modules: dict[str, MypyFile]) -> bool:
    """Tell whether a module can have to do with arrays; a class of the user's may hold sizes for others."""
    if not is_installed(tree.path) and any(isinstance(statement, ClassDef) for statement in tree.defs):
        return True
    for fullname in imported_modules(tree):
        if fullname.partition(".")[0] in ARRAY_PACKAGES:
            return True
        imported = modules.get(fullname)
        if imported is not None and not _is_foreign(imported):
            return True
    return False


def _facts(annotations: Annotations, analyzer: mypy_api.Analyzer) -> ModuleFacts:
    tree = analyzer.cur_mod_node
    renamed = renamed_by_imports(tree, lambda module: facts_of(analyzer.modules.get(module)).renamed)

    def aliased(expression: Expression) -> AliasedAnnotation | None:
        written = written_annotation(expression, renamed)
        if written is None or not annotations.is_readable(written.literal.value, written.literal, analyzer):
            return None
        inner = aliased(written.array)
        if inner is None:
            return AliasedAnnotation(written.dtype, written.literal.value)
        return AliasedAnnotation(
            combined(written.dtype, inner.dtype), f"{written.literal.value} {inner.text}"
        )

    found = {name: aliased(rvalue) for name, rvalue in alias_definitions(tree.defs)}
    return ModuleFacts(renamed, {name: alias for name, alias in found.items() if alias is not None})
