"""VTA-16/50: a causal speech codec, 16 kHz, 50 frames/s, residual vector quantiser of 6 x 1024 codes (3 kbit/s)."""
