"""``pimreport review``, one subcommand per file."""
