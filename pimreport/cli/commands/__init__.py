"""One command per file; each module defines ``command``."""
