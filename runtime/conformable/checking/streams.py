"""Generators whose results are checked one by one."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator
from functools import partial
from typing import TYPE_CHECKING, Any

from conformable.checking.signatures import YIELDED

if TYPE_CHECKING:
    from conformable.checking.bindings import Bindings
    from conformable.checking.body_scope import Scope
    from conformable.checking.slow_path import SlowPath


class Stream:
    """What a generator gives, checked: each result by itself, against what the arguments bind."""

    def __init__(
        self, slow_path: SlowPath, values: tuple[Any, ...], bindings: Bindings, scope: Scope | None
    ) -> None:
        self.slow_path = slow_path
        self.verdicts = slow_path.verdicts
        self.values = values
        self.bindings = bindings
        self.scope = scope

    def check(self, value: Any) -> None:
        """Refuse a value that the generator yields."""
        hint = self.verdicts.signature.result
        self._raise(self.verdicts.on_value(hint, self.values, self.bindings, value, YIELDED))

    def check_final(self, value: Any) -> None:
        """Refuse the value that the generator returns at its end."""
        self._raise(self.verdicts.on_value(self.verdicts.signature.final, self.values, self.bindings, value))

    def _raise(self, error: Exception | None) -> None:
        if error is not None:
            raise error

    def of(self, inner: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        """Pass on all that the generator yields and all that is sent to it."""
        resume: Callable[[], Any] = partial(next, inner)
        while True:
            try:
                item = resume() if self.scope is None else self.scope.resumed(resume)
            except StopIteration as stop:
                self.check_final(stop.value)
                return stop.value
            except Exception as error:
                self.slow_path.note(error, self.values)
                raise
            self.check(item)
            try:
                sent = yield item
            except GeneratorExit:
                inner.close()
                raise
            except BaseException as thrown:  # noqa: BLE001 -- what is thrown in is the generator's to handle
                resume = partial(inner.throw, thrown)
            else:
                resume = partial(inner.send, sent)

    async def of_async(self, inner: AsyncGenerator[Any, Any]) -> AsyncGenerator[Any, Any]:
        """Pass on all that the asynchronous generator yields and all that is sent to it."""
        resume: Callable[[], Any] = partial(anext, inner)
        while True:
            try:
                item = await (resume() if self.scope is None else self.scope.around(resume()))
            except StopAsyncIteration:
                return
            except Exception as error:
                self.slow_path.note(error, self.values)
                raise
            self.check(item)
            try:
                sent = yield item
            except GeneratorExit:
                await inner.aclose()
                raise
            except BaseException as thrown:  # noqa: BLE001 -- what is thrown in is the generator's to handle
                resume = partial(inner.athrow, thrown)
            else:
                resume = partial(inner.asend, sent)
