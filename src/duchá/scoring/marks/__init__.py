"""Points that people give: weighted parts, score sheets, assessments of their own (评议得分)."""
