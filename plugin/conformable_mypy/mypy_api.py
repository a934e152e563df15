"""Every use of mypy that is not its documented plugin API, each with its reason.

The reasons are facts about mypy 2.4.1; the tests in tests/plugin show whether they still hold.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, cast

# First of all, as mypy.expandtype and it import each other.
import mypy.types
from mypy.expandtype import expand_type
from mypy.nodes import (
    GDEF,
    Block,
    Context,
    Expression,
    FuncDef,
    FuncItem,
    ImportAll,
    ImportFrom,
    LambdaExpr,
    MemberExpr,
    MypyFile,
    NameExpr,
    SymbolNode,
    SymbolTableNode,
    TypeAlias,
    Var,
)
from mypy.semanal import SemanticAnalyzer
from mypy.semanal_shared import has_placeholder
from mypy.subtypes import is_subtype
from mypy.traverser import all_name_and_member_expressions
from mypy.types import (
    AnyType,
    Instance,
    LiteralType,
    NoneType,
    TypeOfAny,
    TypeVarId,
    TypeVarType,
    get_proper_type,
)
from mypy.util import correct_relative_import

from conformable.core.immutable import dataclass

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from mypy.checker import TypeChecker
    from mypy.errorcodes import ErrorCode
    from mypy.options import Options as MypyOptions
    from mypy.plugin import AnalyzeTypeContext, CheckerPluginInterface
    from mypy.types import Type, UnionType

#: What analyses a module; a type hook is not given it, nor `SemanticAnalyzerPluginInterface`.
Analyzer = SemanticAnalyzer


def is_worker() -> bool:
    """Say whether this process is one of mypy's parallel workers, each of which loads the plugin again."""
    return "mypy.build_worker" in sys.modules


def load_once(plugin: str, options: MypyOptions) -> None:
    """Let a plugin that the configuration names twice be loaded once: its hooks would call each other.

    mypy goes through this very list while it loads the plugins.
    """
    names = options.plugins
    options.plugins[:] = [
        name for i, name in enumerate(names) if name.partition(":")[0] != plugin or plugin not in names[:i]
    ]


# --- semantic analysis --------------------------------------------------------------------------------------


def analyzer_of(context: AnalyzeTypeContext) -> Analyzer | None:
    """Return the semantic analyzer that asks for a type, or None where another part of mypy asks.

    A type-analyze hook is given the `TypeAnalyser`, which knows neither module nor scope; its attribute `api`
    does. (The type checker analyses a few types too; there, `api` is another object.)
    """
    analyzer = getattr(context.api, "api", None)
    return analyzer if isinstance(analyzer, SemanticAnalyzer) else None


def scope_of(context: AnalyzeTypeContext, analyzer: Analyzer) -> str:
    """Return the full name of the function, class or module that an annotation stands in; "" in an alias.

    While mypy analyses a signature, the function is the current statement and not yet on the stack of
    functions. The full name of a nested function is only its own name, so the names of the functions around
    it are put in front.
    """
    if getattr(context.api, "defining_alias", False):
        return ""
    functions = [function for function in analyzer.function_stack if isinstance(function, FuncDef)]
    statement = analyzer.statement
    if isinstance(statement, FuncDef) and not any(statement is function for function in functions):
        return function_fullname((*functions, statement))
    if analyzer.is_class_scope() and analyzer.type is not None:
        return analyzer.type.fullname
    return function_fullname(functions) if functions else analyzer.cur_mod_id


def function_fullname(functions: tuple[FuncDef, ...] | list[FuncDef]) -> str:
    """Return the full name of the last of some nested functions, outermost first."""
    *around, function = functions
    if function.info or not around:
        # The full name of a class inside a function has the line of the class in it.
        return re.sub(r"@\d+", "", function.fullname)
    return f"{function_fullname(around)}.{function.name}"


def is_before_analysis(tree: MypyFile) -> bool:
    """Say whether mypy is just about to analyse a module, anew or for the first time.

    Before anything else in a module, mypy analyses `builtins.str`, the type of its implicit `__name__`; only
    then is the name in the symbol table. dmypy takes all names out of the table before it analyses a module
    again.
    """
    return "__name__" not in tree.names


def imported_module(statement: ImportFrom | ImportAll, tree: MypyFile) -> str:
    """Return the full name of the module that `from ... import` names, also if the import is relative.

    mypy writes the full name into the statement only when it analyses it.
    """
    fullname, _ = correct_relative_import(
        tree.fullname, statement.relative, statement.id, tree.is_package_init_file()
    )
    return fullname


def can_be_aliased(instance: Instance) -> bool:
    """Say whether mypy treats an alias of a type in all respects as the type itself.

    mypy takes the target of an alias for fixed: no type variable of a function or class may stand in it, nor
    what is not analysed yet, nor a union that mypy would otherwise simplify while it expands a signature,
    such as `object | int`.
    """
    if not instance.args:
        return True
    is_fixed = not has_placeholder(instance) and not mypy.types.has_type_vars(instance)
    return is_fixed and expand_type(instance, {}) == instance


def alias_variable(place: int, union: UnionType, alias: str) -> TypeVarType:
    """Return a type variable of a generic alias of our own.

    The documented ways make one for a `TypeVar(...)` that stands in the program.

    Args:
        place: Its place among the variables of the alias.
        union: A type with an instance in it, through which `object` is found.
        alias: Full name of the alias.
    """
    instances = (item for item in map(get_proper_type, union.items) if isinstance(item, Instance))
    anything = Instance(next(instances).type.mro[-1], [])
    name, identity = f"T{place}", TypeVarId(-1 - place, namespace=alias)
    default = AnyType(TypeOfAny.from_omitted_generics)
    return TypeVarType(name, f"{alias}.{name}", identity, [], anything, default)


def is_silenced(analyzer: Analyzer, tree: MypyFile) -> bool:
    """Say whether mypy drops every message about a module, as it does for installed packages."""
    return tree.path in analyzer.errors.ignored_files


def lines_of(tree: MypyFile, analyzer: Analyzer) -> tuple[str, list[str] | None]:
    """Return the file that a module was parsed from, which may stand in for its own, and the lines of it.

    A tree does not keep its text; these are the lines that mypy shows with `--pretty`.
    """
    errors = analyzer.errors
    path = errors.find_shadow_file_mapping(tree.path) or tree.path
    return path, errors.read_source(path) if errors.read_source is not None else None


def declare(tree: MypyFile, name: str, node: TypeAlias | Var) -> None:
    """Put a node of our own into the symbol table of a module, so that mypy caches it.

    The documented way, `SemanticAnalyzerPluginInterface.add_symbol_table_node`, works on the scope that is
    being analysed, which may be a function or a class.
    """
    tree.names[name] = SymbolTableNode(GDEF, node, module_public=False, plugin_generated=True)


def constant(fullname: str, value: LiteralType | NoneType) -> Var:
    """Return a module-level variable of a type that has one value.

    A `Var` gets its full name from the semantic analyzer, which does not see this one.
    """
    variable = Var(fullname.rpartition(".")[2], value)
    variable._fullname = fullname  # noqa: SLF001
    variable.is_ready = True
    return variable


def wake(tree: MypyFile, changed: str, dependent: str) -> None:
    """Let a change of one name re-check, in dmypy, what depends on another.

    The documented `add_plugin_dependency` makes the function or class that is being analysed depend on a
    name; here one name depends on another.
    """
    tree.plugin_deps.setdefault(f"<{changed}>", set()).add(f"<{dependent}>")


class OwnAnalysis:
    """Lets a hook ask mypy for its own answer to the question that the hook was called for.

    `analyze_type` looks for hooks again; for that one look-up, the plugin must have none.
    """

    def __init__(self) -> None:
        self._passed_over: str | None = None

    def answer(self, fullname: str, context: AnalyzeTypeContext) -> Type:
        """Return mypy's own answer.

        Args:
            fullname: The name for which the hook was looked up.
            context: What the hook was called with.
        """
        self._passed_over = fullname
        try:
            return context.api.analyze_type(context.type)
        finally:
            self._passed_over = None

    def passes_over(self, fullname: str) -> bool:
        """Say whether this look-up is the one that must find no hook; the next one may."""
        if self._passed_over != fullname:
            return False
        self._passed_over = None
        return True


# --- type checking ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Checker:
    """What the interpreter may ask of mypy's type checker while a body is being finished.

    A method hook is given the `TypeChecker` as `CheckerPluginInterface`, whose documented part can neither
    look up the type of an expression without checking it anew, nor say in which function it is.
    """

    _checker: TypeChecker

    @classmethod
    def of(cls, api: CheckerPluginInterface) -> Checker:
        """Wrap what a hook of the type-checking phase is given."""
        return cls(cast("TypeChecker", api))

    @property
    def tree(self) -> MypyFile:
        """The module that is being checked."""
        return self._checker.tree

    @property
    def module(self) -> str:
        """The full name of that module."""
        return self._checker.tree.fullname

    @property
    def function(self) -> FuncItem | None:
        """The innermost function that is being checked; None in the body of a module."""
        return self._checker.scope.current_function()

    @property
    def functions(self) -> tuple[FuncDef, ...]:
        """The functions that are being checked, outermost first."""
        return tuple(item for item in self._checker.scope.stack if isinstance(item, FuncDef))

    @property
    def is_unreachable(self) -> bool:
        """Whether mypy has proven that this point is never reached."""
        return self._checker.binder.is_unreachable()

    def type_of(self, expression: Expression) -> Type | None:
        """Return the type that mypy has found for an expression; None in code that it has not checked.

        Never take a shape from it: see `carrier`.
        """
        return self._checker.lookup_type_or_none(expression)

    def fits(self, expression: Expression | None, declared: Type) -> bool | None:
        """Say whether mypy's type of an expression is a subtype of a declared one; None where it is Any.

        Overloads are chosen by it; mypy does not tell which one it has chosen.
        """
        found = self.type_of(expression) if expression is not None else None
        if found is None or isinstance(get_proper_type(found), AnyType):
            return None
        return is_subtype(found, declared)

    def type_of_attribute(self, name: str, owner: Instance, place: Context) -> Type:
        """Return the type of an attribute or bound method of an instance, as mypy finds it.

        `AttributeContext` offers no way to look at another attribute.
        """
        return self._checker.expr_checker.analyze_external_member_access(name, owner, place)

    def find_module(self, fullname: str) -> MypyFile | None:
        """Return a module by its full name, if it is loaded; from the cache it comes without statements."""
        return self._checker.modules.get(fullname)

    @property
    def count_of_modules(self) -> int:
        """How many modules there are: one that is deleted is mentioned nowhere else."""
        return len(self._checker.modules)

    def find_symbol(self, fullname: str) -> SymbolNode | None:
        """Return what a full name of a module's or class's member stands for, if mypy has loaded it."""
        node, rest = self._split(fullname)
        for part in rest:
            names = getattr(node, "names", None)
            symbol = names.get(part) if names is not None else None
            if symbol is None:
                return None
            node = symbol.node
        return node

    def _split(self, fullname: str) -> tuple[SymbolNode | None, list[str]]:
        parts = fullname.split(".")
        for length in range(len(parts) - 1, 0, -1):
            module = self.find_module(".".join(parts[:length]))
            if module is not None:
                return module, parts[length:]
        return None, []

    def fail(self, message: str, node: Context, code: ErrorCode | None) -> None:
        """Report an error."""
        self._checker.fail(message, node, code=code)

    def note(self, message: str, node: Context, code: ErrorCode | None) -> None:
        """Report a note: at the node and with the code of an error, it vanishes with that error."""
        self._checker.note(message, node, code=code)

    def store(self, name: str, text: str, dependents: Iterable[str]) -> None:
        """Store a text in the module, where the cache keeps it; a change of it re-checks what depends on it.

        Args:
            name: The variable that holds it, which no program can spell.
            text: What to store.
            dependents: Names of the module whose users dmypy is to check anew.
        """
        tree = self.tree
        fullname = f"{tree.fullname}.{name}"
        declare(tree, name, constant(fullname, LiteralType(text, self._checker.named_type("builtins.str"))))
        for dependent in dependents:
            wake(tree, fullname, f"{tree.fullname}.{dependent}")

    def take_back(self, kinds: tuple[str, ...], names: Container[str]) -> None:
        """Remove what is stored under names that begin so, except some: dmypy keeps names with an "@"."""
        for name in [name for name in self.tree.names if name.startswith(kinds) and name not in names]:
            del self.tree.names[name]

    def depend_on(self, changed: str) -> None:
        """Let dmypy check the current function or module anew when a name changes."""
        self._checker.tree.plugin_deps.setdefault(f"<{changed}>", set()).add(
            self._checker.tscope.current_target()
        )


# --- trees --------------------------------------------------------------------------------------------------


def mentioned_attributes(block: Block, owner: SymbolNode) -> set[str] | None:
    """Return the attributes of a variable that a block mentions; None if it mentions the variable itself."""
    names, members = all_name_and_member_expressions(LambdaExpr([], block))
    own = [member for member in members if isinstance(member.expr, NameExpr) and member.expr.node is owner]
    if sum(name.node is owner for name in names) > len(own):
        return None
    return {member.name for member in own}


def mentioned_members(block: Block) -> list[MemberExpr]:
    """Return every attribute that a block mentions, of whatever object."""
    _, members = all_name_and_member_expressions(LambdaExpr([], block))
    return members


def mentioned_names(expression: Expression) -> list[NameExpr]:
    """Return every name in an expression, lambdas included.

    A plugin cannot inherit from the visitors of mypy, which are compiled traits; one of them does the walk.
    """
    names, _ = all_name_and_member_expressions(expression)
    return names
