"""One table per module. ``registered(tables, Table)`` finds them; ``order`` sorts them."""
