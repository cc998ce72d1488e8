"""One output per module. ``registered(writers, Writer)`` finds them.

The modules are imported to learn their suffixes, so they import what is heavy (openpyxl,
WeasyPrint) only when they write.
"""
