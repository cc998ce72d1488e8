"""``pimreport report``: the main job."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from pimreport.cli import kept, options
from pimreport.cli.terminal import progress, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.cli.after_report import AfterReport
    from pimreport.cli.laid_down import LaidDown
    from pimreport.cli.redacting import Redacting
    from pimreport.cli.signed_copy import Signing
    from pimreport.delivery.secret import Secret
    from pimreport.model.as_of import AsOf
    from pimreport.model.changes import Comparison
    from pimreport.model.report import Report
    from pimreport.model.tenant import Tenant

_SEVERITIES = ["critical", "high", "medium", "low", "info"]
_LANGUAGES = ["en", "de"]
_STDOUT = Path("-")
_USUAL_PDF = Path("report.pdf")
"""Among the outputs where none is asked for, under a name that the exports decide."""


@click.command("report", short_help="Make the audit report: Excel, PDF, HTML, JSON, SARIF.")
@options.exports
@click.option(
    "-o",
    "--output",
    "outputs",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path, allow_dash=True),
    help="Where to write; the ending chooses the output (.xlsx .pdf .html .json .sarif). May be repeated."
    " '-' prints the JSON. Default: a workbook and a PDF named after tenant and date.",
)
@options.as_of
@options.dates
@click.option(
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    help="Exit with status 1 if a finding has this severity or a worse one.",
)
@options.accepted
@options.config
@click.option(
    "--templates",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Your own templates: a file there replaces the one of the same name.",
)
@click.option(
    "--language",
    type=click.Choice(_LANGUAGES),
    help="Language of workbook, PDF and HTML. Default: what the settings say, or English.",
)
@click.option(
    "--previous",
    metavar="SNAPSHOT",
    type=click.Path(path_type=Path, exists=True),
    help="An earlier snapshot.json, or the folder of an earlier review: what changed since.",
)
@click.option(
    "--send",
    "profile",
    metavar="PROFILE",
    help="Mail the PDF afterwards as this profile in pimreport.toml says (see pimreport send).",
)
@click.option(
    "--encrypt",
    is_flag=True,
    help="Also write FILE.locked.pdf (AES-256). Its password comes from the environment"
    " (PIMREPORT_PDF_PASSWORD), the keyring (pimreport/pdf-password) or a prompt.",
)
@click.option(
    "--sign",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Sign the PDF, and its locked copy, with the key in a PKCS#12 file. Its password comes from the"
    " environment (PIMREPORT_SIGN_PASSWORD), the keyring (pimreport/sign-password) or a prompt.",
)
@options.redact
@click.option(
    "--force",
    is_flag=True,
    help="Replace a workbook that somebody has edited, or a JSON file of another kind.",
)
def command(  # noqa: PLR0913  # one argument per option
    exports: tuple[Path, ...],
    outputs: tuple[Path, ...],
    as_of: AsOf | None,
    dates: Literal["dmy", "mdy"] | None,
    fail_on: str | None,
    accepted: Path | None,
    config: Path | None,
    *,
    templates: Path | None,
    language: str | None,
    previous: Path | None,
    profile: str | None,
    encrypt: bool,
    sign: Path | None,
    redact: Path | None,
    force: bool,
) -> None:
    """Read EXPORT files, folders or .zip archives and write the report.

    Each finding is one weakness of one person, group or policy, with severity, remediation and
    the rows that show it. What the exports do not show is said, never assumed.
    """
    from pimreport import report  # noqa: PLC0415  # --help answers at once
    from pimreport.cli import laid_down  # noqa: PLC0415  # as above

    # Whatever is wrong with the question is told before the work begins.
    files = [one for one in outputs if one != _STDOUT]
    kept.demand_free(files, (*exports, accepted, config, previous, sign, redact))
    if outputs:
        _demand_document(files, sign=sign is not None, encrypt=encrypt)
    laid = laid_down.read(accepted, config)
    secret = _password() if encrypt else None
    signing = _signing(sign)
    _demand_templates(templates)
    redacting = _redacting(redact, (*exports, *files))
    for one in files:
        report.writer_for(one)
    mail = None if profile is None else _mailing(profile, config)
    settings = replace(
        laid.settings, templates=templates, language=language or laid.settings.language
    )
    usual = files if outputs else [_USUAL_PDF]
    with report.ahead(usual, settings) as begun, progress() as tell:
        # What a PDF needs is being loaded by now, beside all this.
        from pimreport import parsers  # noqa: PLC0415  # --help answers at once
        from pimreport.cli import outcome  # noqa: PLC0415  # as above

        tenant = parsers.load(exports, as_of=options.spoken_of(as_of), dates=dates, progress=tell)
        tell("Analysing")
        result = _concluded(tenant, laid, previous, redacting)
        settings = replace(settings, begun=begun)
        if redacting is not None:
            settings = replace(settings, brand=redacting.brand(settings.brand))
            redacting.save()
        targets = files if outputs else list(report.default_names(result))
        targets += mail.needs(targets) if mail else []
        if _STDOUT in outputs:
            _print_json(result)
        try:
            written = report.write(result, targets, progress=tell, force=force, settings=settings)
        finally:
            tell("Done")
    outcome.tell(result)
    if redacting is not None:
        say(redacting.told)
    for path in _protected(written, secret, signing):
        say(f"Wrote {path}")
    if mail:
        mail.send(targets)
    if fail_on is not None and _reaches(result, fail_on):
        sys.exit(1)


def _demand_document(files: Iterable[Path], *, sign: bool, encrypt: bool) -> None:
    """What is signed and locked is the PDF; without -o there is one."""
    from pimreport.errors import UsageError  # noqa: PLC0415  # imported when used

    told = {
        "--sign signs the PDF: add -o FILE.pdf.": sign,
        "--encrypt locks the PDF: add -o FILE.pdf.": encrypt,
    }
    problems = [sentence for sentence, asked in told.items() if asked]
    if problems and not any(one.suffix.lower() == ".pdf" for one in files):
        raise UsageError(*problems)


def _concluded(
    tenant: Tenant, laid: LaidDown, previous: Path | None, redacting: Redacting | None
) -> Report:
    """What follows from the evidence and, given a snapshot before, what changed since."""
    from pimreport import analysis  # noqa: PLC0415  # imported when used

    if redacting is None:
        result = analysis.accept(analysis.analyse(tenant, laid.expectations), laid.risks)
    else:
        laid = replace(laid, expectations=redacting.expectations(laid.expectations, tenant))
        result = analysis.analyse(redacting.tenant(tenant), laid.expectations)
        result = redacting.accept(result, laid.risks)
    if previous is None:
        return result
    return replace(result, changes=_changes(result, laid, previous, redacting))


def _changes(
    result: Report, laid: LaidDown, previous: Path, redacting: Redacting | None
) -> Comparison:
    from pimreport.review import carried, snapshot, verification  # noqa: PLC0415  # imported when used
    from pimreport.review.compare import compare  # noqa: PLC0415  # imported when used

    before = verification.snapshot_of(previous)
    if redacting is not None:
        before = redacting.snapshot(before)
    after = snapshot.of(result, laid.json())
    snapshot.demand_order(before, after)
    return compare(before, after, carried.history(previous), result)


def _demand_templates(templates: Path | None) -> None:
    """Templates come from others: a link among them must not print another file of this machine."""
    from pimreport.errors import UsageError  # noqa: PLC0415  # imported when used

    if templates is None:
        return
    home = templates.resolve()
    outside = [
        f"{path} is a link to a place outside of the folder; copy the file itself."
        for path in sorted(templates.rglob("*"))
        if path.is_symlink() and not path.resolve().is_relative_to(home)
    ]
    if outside:
        raise UsageError(*outside)
    for path in sorted(templates.rglob("*.html")):
        try:
            path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            message = f"{path} cannot be read as UTF-8 text: {error}."
            raise UsageError(message) from error


def _mailing(profile: str, config: Path | None) -> AfterReport:
    """The mail that follows; a wrong profile is told before the report is made."""
    from pimreport.cli.after_report import AfterReport  # noqa: PLC0415  # imported when used

    return AfterReport.of(profile, config)


def _redacting(key: Path | None, apart_from: Iterable[Path]) -> Redacting | None:
    """The key; a wrong one is told before the report is made."""
    if key is None:
        return None
    from pimreport.cli.redacting import opened  # noqa: PLC0415  # imported when used

    return opened(key, apart_from)


def _password() -> Secret:
    """The password for the locked PDF; a missing or weak one is told before the report is made."""
    from pimreport.cli.locked_copy import password  # noqa: PLC0415  # imported when used

    return password("")


def _signing(path: Path | None) -> Signing | None:
    """The key that signs; a wrong one is told before the report is made."""
    if path is None:
        return None
    from pimreport.cli.signed_copy import Signing  # noqa: PLC0415  # imported when used

    return Signing.by(path)


def _protected(
    written: tuple[Path, ...], secret: Secret | None, signing: Signing | None
) -> tuple[Path, ...]:
    """The outputs, with locked copies where a password is given, and signed last of all."""
    locked: list[Path] = []
    if secret:
        from pimreport.cli.locked_copy import write_locked  # noqa: PLC0415  # imported when used

        locked = write_locked(written, secret)
    if signing is not None:
        signing.sign(written, locked, secret)
    return (*written, *locked)


def _print_json(result: Report) -> None:
    from pimreport import report  # noqa: PLC0415  # imported when used

    writer = report.writer_for(Path("report.json"))
    sys.stdout.buffer.write(writer.write(result, report.Settings()))
    sys.stdout.flush()


def _reaches(result: Report, severity: str) -> bool:
    limit = _SEVERITIES.index(severity)
    return any(one.status.value == "open" and one.severity.rank <= limit for one in result.findings)
