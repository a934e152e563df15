"""Hooks for `Float[Tensor, "b n"]` and for aliases of it: mypy's own type, carrying the shape."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from mypy.nodes import Context
from mypy.types import RawExpressionType, Type, UnboundType, UnionType

from conformable.core import messages
from conformable.core.immutable import dataclass
from conformable.core.notation import NotationError, parse
from conformable_mypy import failures, mypy_api, unions, wrappers
from conformable_mypy.carrier import carry
from conformable_mypy.codes import SHAPE_ANNOTATION
from conformable_mypy.dtypes import word_of
from conformable_mypy.module_facts import facts_of

if TYPE_CHECKING:
    from mypy.plugin import AnalyzeTypeContext

    from conformable_mypy.config import Configuration

#: The names under which mypy knows every dtype of jaxtyping.
ANNOTATED: Final = ("typing.Annotated", "typing_extensions.Annotated")


@dataclass(frozen=True, slots=True)
class Annotations:
    """The hooks for annotations, and what they need of the plugin.

    Attributes:
        own: Asks mypy for its own type.
        configuration: The user's choices.
    """

    own: mypy_api.OwnAnalysis
    configuration: Configuration

    def annotated(self, fullname: str, context: AnalyzeTypeContext) -> Type:
        """Return mypy's own type for `Annotated[...]`, with the shape on it if jaxtyping's name stands there.

        Args:
            fullname: One of `ANNOTATED`.
            context: What mypy calls the hook with.
        """
        wrapped = self._wrapped(context)
        if wrapped is not None:
            return wrapped
        plain = self.own.answer(fullname, context)
        return _carrying_or_plain(self._carrying_annotation, plain, context)

    def wrapped(self, fullname: str, context: AnalyzeTypeContext) -> Type:
        """Return the array type that `Float["b n"]` stands for, if `Float` is one of the option `wrappers`.

        Args:
            fullname: The full name of the wrapper.
            context: What mypy calls the hook with.
        """
        found = self._wrapped(context)
        return found if found is not None else self.own.answer(fullname, context)

    def _wrapped(self, context: AnalyzeTypeContext) -> Type | None:
        analyzer, written = mypy_api.analyzer_of(context), context.type
        literal = wrappers.text_argument(written)
        if analyzer is None or literal is None:
            return None
        tree, text = analyzer.cur_mod_node, text_of(literal)
        names = self.configuration.of(tree.fullname).wrappers
        array = wrappers.array_of(analyzer) if names else None
        if array is None or not wrappers.is_wrapper(written, names, tree):
            return None
        array.set_line(written)
        word = word_of(written.name, facts_of(tree).renamed) or "Shaped"
        if text is None or not self.is_readable(text, literal, analyzer):
            return array
        return carry(array, word, text, mypy_api.scope_of(context, analyzer), tree)

    def aliased(self, fullname: str, context: AnalyzeTypeContext) -> Type:
        """Return mypy's own type for the use of an alias, with the shape on it.

        With `Tokens = Int[Tensor, "b p"]`, the names of the axes belong to the place where `Tokens` is used.

        Args:
            fullname: The full name of an alias that its module's facts list.
            context: What mypy calls the hook with.
        """
        plain = self.own.answer(fullname, context)
        return _carrying_or_plain(partial(_carrying_alias, fullname), plain, context)

    def marked(self, context: AnalyzeTypeContext) -> Type:
        """Return mypy's own type for a union that `unions.mark` has marked, with the shapes on it.

        Args:
            context: What mypy calls the hook with.
        """
        return _carrying_or_plain(_as_one, context.api.analyze_type(context.type.args[0]), context)

    def _carrying_annotation(
        self, plain: Type, context: AnalyzeTypeContext, analyzer: mypy_api.Analyzer
    ) -> Type:
        written, tree = context.type, analyzer.cur_mod_node
        if len(written.args) != 2:
            return plain
        literal = written.args[1]
        word, text = word_of(written.name, facts_of(tree).renamed), text_of(literal)
        if word is None or text is None or not self.is_readable(text, literal, analyzer):
            return plain
        return carry(plain, word, text, mypy_api.scope_of(context, analyzer), tree)

    def is_readable(self, text: str, literal: Context, analyzer: mypy_api.Analyzer) -> bool:
        """Say whether a dim string tells how many axes there are; report what is wrong with it at the token.

        Args:
            text: The dim string.
            literal: The string literal it stands in.
            analyzer: mypy, analysing the module.
        """
        wanted = self.configuration.of(analyzer.cur_mod_id).reports(SHAPE_ANNOTATION.code)
        try:
            annotation = parse(text)
        except NotationError as error:
            if wanted:
                node = place_of(literal, text, error.column, error.token)
                summary = messages.notation_summary(text, error.token, error.reason)
                analyzer.fail(summary, node, code=SHAPE_ANNOTATION)
            return False
        for axis in annotation.meaningless[: int(wanted)]:
            node = place_of(literal, text, axis.column, axis.text)
            summary = messages.notation_summary(text, axis.text, axis.reason)
            analyzer.note(summary, node, code=SHAPE_ANNOTATION)
        return not annotation.has_split_axis


def _carrying_alias(
    fullname: str, plain: Type, context: AnalyzeTypeContext, analyzer: mypy_api.Analyzer
) -> Type:
    module, _, name = fullname.rpartition(".")
    alias = facts_of(analyzer.modules.get(module)).aliases.get(name)
    if alias is None or context.type.args:
        return plain
    scope = mypy_api.scope_of(context, analyzer)
    return carry(plain, alias.dtype, alias.text, scope, analyzer.cur_mod_node)


def _as_one(analyzed: Type, _context: AnalyzeTypeContext, analyzer: mypy_api.Analyzer) -> Type:
    return unions.as_one(analyzed, analyzer.cur_mod_node)


def _carrying_or_plain(
    carrying: Callable[[Type, AnalyzeTypeContext, mypy_api.Analyzer], Type],
    plain: Type,
    context: AnalyzeTypeContext,
) -> Type:
    """Return the type with the shape on it, or mypy's own type where anything is unusual."""
    analyzer = mypy_api.analyzer_of(context)
    if analyzer is None:
        return plain
    try:
        return carrying(plain, context, analyzer)
    except Exception as error:
        if failures.must_raise():
            raise
        analyzer.note(failures.description(error), context.context, code=SHAPE_ANNOTATION)
        return plain


def text_of(literal: Type) -> str | None:
    """Return the text of a string in a type: mypy has tried to read it as a forward reference."""
    match literal:
        case RawExpressionType(literal_value=str(text), base_type_name="builtins.str"):
            return text
        case UnboundType(original_str_expr=str(text)) | UnionType(original_str_expr=str(text)):
            return text
        case _:
            return None


def place_of(literal: Context, text: str, column: int, token: str) -> Context:
    """Return the place of a token in a string literal; of the literal itself, if that has several lines.

    Args:
        literal: The string literal.
        text: What it says.
        column: Where the token stands in the text.
        token: The token.
    """
    if literal.column < 0 or "\n" in text:
        return literal
    place = Context(literal.line, literal.column + len('"') + column)
    place.end_line, place.end_column = literal.line, place.column + len(token)
    return place
