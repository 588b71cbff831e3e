"""Kinds of proposals that no consequence names; why a point rule is not sound, in Chinese."""

from __future__ import annotations

DEDUCTION = "扣分建议"
DEDUCTION_OF_UNIT = "减分建议"
REPLACEMENT = "调换建议"
