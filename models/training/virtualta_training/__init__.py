"""Training of VirtualTA's networks: data, legs and one package per network."""
