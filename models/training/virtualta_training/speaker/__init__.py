"""Speaker encoder: 1.6 s of speech -> 256 numbers of unit length (Wan et al. 2018, GE2E)."""
