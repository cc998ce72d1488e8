"""Other tools' tables: each module translates one into Graph's words, as a ``Dialect``."""
