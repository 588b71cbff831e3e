"""Chinese words of the audit trail: one line for each kind of fact."""

from __future__ import annotations
