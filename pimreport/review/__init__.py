"""The review: who may keep which access, decided by people, checked by gates, proved next quarter.

``snapshot`` freezes a ``Report`` into canonical JSON, ``compare`` sets two of them side by side,
``opening`` makes a campaign folder with a workbook to fill in, ``gates`` judge what came back,
``closing`` turns it into evidence, ``verification`` recomputes all of it.
"""
