"""How speech sounds before a pause: the network that tells the end of a student's turn from a pause in it."""
