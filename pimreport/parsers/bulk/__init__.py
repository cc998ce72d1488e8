"""Lists of many thousand records, read in pieces and understood column by column.

Whatever is not as a machine writes it goes the ordinary way (``reader``).
"""

LARGE = 1 << 12
"""Below this size a file has a handful of records, and either way takes a millisecond."""
