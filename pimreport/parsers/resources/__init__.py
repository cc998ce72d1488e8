"""What a file may hold: one Graph resource per module, each defining a ``Resource``."""
