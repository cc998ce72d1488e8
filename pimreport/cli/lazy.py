"""One command per file, imported when it is used or listed."""

from __future__ import annotations

import importlib
import pkgutil

import click

from pimreport.cli import commands


class CommandsInFiles(click.Group):
    """A group whose commands are the modules of ``pimreport.cli.commands``.

    Each module defines ``command``. They import what they need inside the command, so that
    ``--help`` answers at once.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the modules."""
        del ctx
        return sorted(info.name for info in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command that a module defines, or None if there is no such module."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{commands.__name__}.{cmd_name}")
        command: click.Command = module.command
        return command
