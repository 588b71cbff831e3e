"""督查 (duchá): forms out, returns in, a ledger with deadlines, scores by the article, documents for signature."""

__version__ = "0.1.0"
