"""Hears what Ballet does while it judges, and changes nothing about it.

Ballet's checks swallow the exceptions that made them fail, and its accepters are thrown away
with their numbers. Both are kept here, by standing between Ballet and its own functions.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import ballet.validation.main as ballet_main
from ballet.util.log import logger
from ballet.validation.base import BaseCheck


@dataclass
class Checked:
    """One check of one thing: a file's diff, or a feature."""

    check: Any
    subject: Any
    exception: BaseException | None
    advice: str | None


@dataclass
class Heard:
    """What was heard. ``validators`` are the objects that Ballet made, in order."""

    checks: list[Checked] = field(default_factory=list)
    validators: list[Any] = field(default_factory=list)
    logged: list[BaseException] = field(default_factory=list)


class _Handler(logging.Handler):
    def __init__(self, heard: Heard) -> None:
        super().__init__()
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1] is not None:
            self.heard.logged.append(record.exc_info[1])


@contextmanager
def listening() -> Iterator[Heard]:
    """Listen for the length of the block."""
    heard = Heard()
    do_check = BaseCheck.do_check
    load_class = ballet_main._load_validator_class_params

    def recorded_check(self: Any, subject: Any) -> bool:
        try:
            self.check(subject)
        except Exception as error:
            heard.checks.append(Checked(self, subject, error, _advice(self, subject)))
            return False
        heard.checks.append(Checked(self, subject, None, None))
        return True

    def recorded_class(project: Any, key: str) -> Callable[..., Any]:
        make = load_class(project, key)

        def made(*args: Any, **kwargs: Any) -> Any:
            validator = make(*args, **kwargs)
            heard.validators.append(validator)
            return validator

        return made

    handler = _Handler(heard)
    BaseCheck.do_check = recorded_check
    ballet_main._load_validator_class_params = recorded_class
    logger.addHandler(handler)
    try:
        yield heard
    finally:
        logger.removeHandler(handler)
        ballet_main._load_validator_class_params = load_class
        BaseCheck.do_check = do_check


def _advice(check: Any, subject: Any) -> str | None:
    try:
        advice = check.give_advice(subject)
    except Exception:  # Ballet's advice may itself run the feature that fails
        return None
    return None if advice is None else str(advice)
