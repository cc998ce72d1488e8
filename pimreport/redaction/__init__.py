"""The same report without its names: a pure step from ``Tenant`` to ``Tenant``, before the analysis.

Whatever is written afterwards follows by construction. A pseudonym is a keyed hash (HMAC-SHA-256)
of the object id, so that it is the same next quarter, and worth nothing without the key. Text that
may quote an export is not searched for names: it is replaced as a whole (see :mod:`.fields`).
"""
