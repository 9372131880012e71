"""The voice: an autoregressive model of level 1 and a block-causal model of the levels above (VTA-16/50)."""
