"""督查报告 with its two lists: 问题事项清单 and 不落实典型事项清单 (JC-R-19)."""
