"""xlsx, xlsm and xlsb, and the two libraries behind them."""
