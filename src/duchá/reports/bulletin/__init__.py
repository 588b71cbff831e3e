"""月通报 and 季总结: one view of receipts and ledger, from which text and tables are both made (SY-17, SY-21)."""
