"""Independent PyTorch form of the published Whisper architecture (Radford et al., 2212.04356), for golden tensors."""
