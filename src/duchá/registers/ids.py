"""The registers that the program itself reads something from, by the ids that the office's and the shipped rulebooks give them."""

from __future__ import annotations

MATTERS, EVENTS = "matters", "events"  # 督办事项 and 办理记录 make the ledger
CLAIMS, MATERIALS, PARTS, PAST, STAFF = "points", "timed-materials", "assessments", "past-scores", "staff-performance"
APPROVALS, CONFIRMATIONS, PUBLICATIONS = "approvals", "score-confirmations", "ranking-publications"
PAPER, PAPER_ROWS = "paper-receipts", "paper-rows"  # 收件登记, and 纸质录入: what stands in what came on paper
DUTY_RECORDS = "duty-records"  # 报送登记
BESIDE = frozenset({APPROVALS, CONFIRMATIONS, PUBLICATIONS})  # what people say of scores, never a score itself
SCORING = frozenset({CLAIMS, MATERIALS, PARTS, PAST, STAFF}) | BESIDE
