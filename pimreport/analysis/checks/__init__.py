"""One weakness per file. Whatever defines a :class:`~pimreport.analysis.check.Check` is run."""
