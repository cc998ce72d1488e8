"""``pimreport send``: the mailed report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

_PATH = click.Path(path_type=Path, dir_okay=False)


@click.command("send", short_help="Mail the report: a draft, SMTP or Microsoft Graph.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_PATH)
@click.option("--to", metavar="ADDRESS", multiple=True, help="Recipient; may be repeated.")
@click.option("--cc", metavar="ADDRESS", multiple=True, help="Gets a copy; may be repeated.")
@click.option("--from", "sender", metavar="ADDRESS", help="Sender.")
@click.option("--profile", metavar="NAME", help="A profile of [mail.profiles] in pimreport.toml.")
@click.option(
    "--config",
    metavar="FILE",
    type=_PATH,
    help="Settings. Default: pimreport.toml in the current folder, if there is one.",
)
@click.option(
    "--via",
    type=click.Choice(["eml", "smtp", "graph"]),
    help="The way out. Default: the profile's, else an .eml draft, so that nothing is sent.",
)
@click.option(
    "-o", "--output", metavar="FILE", type=_PATH, help="The draft. Default: beside the report."
)
@click.option(
    "--also",
    metavar="FILE",
    multiple=True,
    type=_PATH,
    help="Another output to send, inside the encrypted PDF; may be repeated.",
)
@click.option("--no-encrypt", is_flag=True, help="Attach the files as they are, readable by all.")
@click.option("--again", is_flag=True, help="Send also to those who have it already.")
@click.option("--language", type=click.Choice(["en", "de"]), help="Of the message.")
def command(  # noqa: PLR0913  # one argument per option
    files: tuple[Path, ...],
    to: tuple[str, ...],
    cc: tuple[str, ...],
    sender: str | None,
    profile: str | None,
    config: Path | None,
    via: str | None,
    *,
    output: Path | None,
    also: tuple[Path, ...],
    language: str | None,
    no_encrypt: bool,
    again: bool,
) -> None:
    """Mail FILE: the PDF, and the JSON report with the counts for the body.

    The JSON is found beside the PDF if it has the same name. The body names nobody; the PDF is
    encrypted with a password from the environment (PIMREPORT_PDF_PASSWORD), the profile's
    reference or a prompt. What was sent is recorded in delivery.jsonl beside the report, and
    nobody gets the same report twice.
    """
    from pimreport.cli import mail_settings, mailing  # noqa: PLC0415  # --help answers at once

    settings = mail_settings.settings(config)
    chosen = settings.profile(profile)
    chosen = replace(
        chosen,
        via=via or chosen.via,
        sender=sender or chosen.sender,
        language=language or chosen.language,
    )
    order = mailing.Order(
        files=files,
        profile=chosen,
        recipients=mail_settings.addressed(chosen, to, cc, settings.allowed_domains),
        also=also,
        encrypt=not no_encrypt,
        again=again,
        output=output,
    )
    mailing.carry_out(order)
