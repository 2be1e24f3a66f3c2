"""Options that several commands share, told once."""

import functools
import inspect
from collections.abc import Callable
from typing import TypeAlias

Command: TypeAlias = Callable[..., None]


def sharing(parameter: str, made_of: Callable[..., object]) -> Callable[[Command], Command]:
    """Return a decorator that puts options in the place of a parameter of a command.

    Parameters
    ----------
    parameter
        The command's parameter.
    made_of
        Makes its value of the options: its own parameters, as typer reads them.
    """
    shared = inspect.signature(made_of).parameters

    def decorate(command: Command) -> Command:
        own = inspect.signature(command)
        parameters: list[inspect.Parameter] = []
        for one in own.parameters.values():
            parameters += shared.values() if one.name == parameter else [one]

        @functools.wraps(command)
        def run(**given: object) -> None:
            given[parameter] = made_of(**{name: given.pop(name) for name in shared})
            command(**given)

        signature = inspect.Signature(
            [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters]
        )
        run.__signature__ = signature  # type: ignore[attr-defined]  # what typer looks at
        run.__annotations__ = {one.name: one.annotation for one in parameters}
        return run

    return decorate
