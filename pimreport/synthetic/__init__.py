"""Invented tenants, and the files that PowerShell would have written about them.

``DraftTenant`` is told who holds what; ``exports`` turns that into Microsoft Graph's rows,
``ways`` writes rows as the cmdlets do. Samples and tests are made from it. Nothing here is random
and nothing reads a clock: the same draft gives the same bytes.
"""
