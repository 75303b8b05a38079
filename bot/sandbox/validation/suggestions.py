"""The options with which an app answers an external select."""

from __future__ import annotations

from typing import Any

from bot.sandbox.validation.composition import option_groups, options
from bot.sandbox.validation.problem import Problem


def refused_suggestions(answer: dict[str, Any]) -> tuple[Problem, ...]:
    """Either options or groups of them; finding none is right."""
    flat, grouped = answer.get("options"), answer.get("option_groups")
    if (flat is None) == (grouped is None):
        return (Problem("must provide either options or option_groups", ""),)
    if [] in (flat, grouped):
        return ()
    return (*options(flat, "/options"), *option_groups(grouped, "/option_groups"))
