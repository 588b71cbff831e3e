"""The mail server's password: in the environment, never in a file of the campaign."""

from __future__ import annotations

import os


def password_in(variable: str) -> str | None:
    """What the environment holds under a name; None where there is no such variable, or no name."""
    return os.environ.get(variable) if variable else None
