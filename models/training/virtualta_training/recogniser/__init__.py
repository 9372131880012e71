"""The phone recogniser: CTC and frame posteriors over ARPAbet, used for recognition and alignment."""
