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
