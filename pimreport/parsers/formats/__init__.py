"""How a file may be written: one way per module, each defining a ``Format``."""
