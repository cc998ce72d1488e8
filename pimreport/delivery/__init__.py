"""The mailed report: counts in the body, the PDF encrypted, nothing sent unless asked or twice.

``summary`` reads the counts, ``message`` composes, ``draft``, ``smtp`` and ``graph`` are the ways
out, ``ledger`` remembers what left. Clock, randomness and waiting come from the command line.
"""
