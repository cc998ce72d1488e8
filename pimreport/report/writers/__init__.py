"""One output per module. ``registered(writers, Writer)`` finds them.

The modules are imported to learn their suffixes, before there is anything to write, so they import
what is heavy (openpyxl, WeasyPrint, the model) only when they write.
"""
