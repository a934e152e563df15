"""What is said about configuration, versions and failures of the plugin."""
# ruff: noqa: D103  -- a message says itself what it says

from __future__ import annotations


def configuration_problem(file: str, section: str, problem: str) -> str:
    return f"{file}: [{section}]: {problem}"


def unknown_option(key: str, nearest: str | None) -> str:
    return f'unknown option "{key}"{_did_you_mean(nearest)}'


def wrong_option_type(key: str, expected: str, value: object) -> str:
    return f'"{key}" must be {expected}, not {value!r}'


def unknown_code(key: str, code: str, nearest: str | None) -> str:
    return f'"{key}" names the unknown error code "{code}"{_did_you_mean(nearest)}'


def unread_table(right: str, file: str) -> str:
    return f"not read; the options of Conformable stand in [{right}] of {file}"


def override_without_module() -> str:
    return 'an override needs "module", a string or a list of strings'


def rule_problem(file: str, line: int, problem: str) -> str:
    return f"{file}:{line}: {problem}"


def unreadable_rules(reason: str) -> str:
    return f"not read: {reason}"


def no_such_folder() -> str:
    return "not read: no such folder"


def no_rule() -> str:
    return 'only conformable.rule("name", "operands -> results") may stand here; nothing in this file is run'


def rule_given_twice(name: str) -> str:
    return f'"{name}" has a rule already'


def unreadable_signature(name: str, reason: str) -> str:
    # What is wrong with a dim string comes with a second line that points into it.
    return f'rule of "{name}": {reason.partition(chr(10))[0]}'


def signature_without_arrow(text: str) -> str:
    return f'"{text}" needs one "->" between the operands and the results'


def no_stub(name: str) -> str:
    return f'shape stub of "{name}": only functions are read, and imports and aliases for their annotations'


def starred_stub(name: str) -> str:
    return f'shape stub of "{name}": a parameter "*args" is not read'


def stub_without_shapes(name: str) -> str:
    return f'shape stub of "{name}": no annotation in it has a shape'


def _did_you_mean(nearest: str | None) -> str:
    return f'; did you mean "{nearest}"?' if nearest is not None else ""


def unsupported_mypy(version: str, oldest: str, newest: str) -> str:
    return (
        f"conformable: shapes are not checked: mypy {version} is not supported; mypy {oldest} to {newest} is"
    )


def torch_is_missing() -> str:
    return "torch is not installed: pip install 'conformable[torch]'"


def internal_failure(failure: str) -> str:
    return (
        f"Conformable could not analyse this body ({failure});"
        " please report the code and the traceback that CONFORMABLE_DEBUG=1 prints"
    )
