"""Closing a review: from workbooks that came back to decisions, tasks and a sealed folder.

The order of writing makes it safe to be killed at any moment: first the workbooks are copied, then
everything drawn from them is written, the manifest last. Until it says closed, the review is open,
and closing again starts from the reviewers' own files.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from pimreport.errors import UsageError
from pimreport.review import campaign as campaigns
from pimreport.review import canonical, folder, manifest, powershell, shapes, sign_off
from pimreport.review.removals import Task
from pimreport.review.seal import Seal
from pimreport.review.words import ACTIONS, Removal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pimreport.review.answers import Answer
    from pimreport.review.campaign import Campaign
    from pimreport.review.canonical import Json
    from pimreport.review.progress import Progress
    from pimreport.review.returned import Returned

CLOSURE_SCHEMA = "pimreport/closure/1"
REMEDIATION = "remediation.ps1"
SIGN_OFF = "sign-off.md"
SIGN_OFF_PAGE = "sign-off.pdf"
_DRAWN = (
    campaigns.DECISIONS, campaigns.TASKS, campaigns.CLOSURE, REMEDIATION, SIGN_OFF, SIGN_OFF_PAGE,
)  # fmt: skip


def copied(campaign: Campaign, workbooks: Sequence[Path]) -> tuple[Path, ...]:
    """The workbooks, copied into the folder byte by byte: what is read is what is kept."""
    place = campaign.folder / campaigns.RETURNED
    if place.is_symlink() or any(one.resolve().parent == place.resolve() for one in workbooks):
        message = (
            f"{place} is where copies are kept, and emptied: it may be no link, and the workbooks"
            " have to lie elsewhere."
        )
        raise UsageError(message)
    contents = [path.read_bytes() for path in workbooks]
    place.mkdir(mode=0o700, exist_ok=True)
    _empty(place, contents)
    copies: dict[str, bytes] = {}
    for number, (path, content) in enumerate(zip(workbooks, contents, strict=True), 1):
        taken = path.name.casefold() in map(str.casefold, copies)
        copies[f"{number}-{path.name}" if taken else path.name] = content
    folder.write(place, copies)
    return tuple(place / name for name in copies)


def _empty(place: Path, contents: Sequence[bytes]) -> None:
    """Take away what a killed closing copied, and nothing that somebody else has put there.

    Raises:
        UsageError: something there is no copy of these workbooks.
    """
    left = sorted(place.iterdir())
    for one in left:
        if one.is_symlink() or not one.is_file() or not _is_copy(one, contents):
            message = f"{one} is no copy of the workbooks that came back: move it elsewhere."
            raise UsageError(message)
    for one in left:
        one.unlink()


def _is_copy(path: Path, contents: Sequence[bytes]) -> bool:
    """Of one of the workbooks; while it is being written, under a hidden name, the first part."""
    content = path.read_bytes()
    if path.name.startswith("."):
        return any(one.startswith(content) for one in contents)
    return content in contents


@contextmanager
def undone_unless_closed(campaign: Campaign) -> Iterator[None]:
    """Take the copies away again if it comes to nothing: a gate failed, somebody stopped it."""
    try:
        yield
    except BaseException:
        if manifest.read(campaign.folder)["state"] != "closed":
            shutil.rmtree(campaign.folder / campaigns.RETURNED)
        raise


def half_done(folder: Path) -> tuple[str, ...]:
    """Files in an open review that only a closing writes, and one that did not end has left."""
    return tuple(one for one in _DRAWN if (folder / one).exists())


def close(
    campaign: Campaign,
    returned: Returned,
    found: Progress,
    seal: Seal,
    more: Mapping[str, bytes] | None = None,
) -> None:
    """Write what was decided and seal the folder. Every gate has passed.

    Args:
        campaign: which review.
        returned: its answers.
        found: how they were judged.
        seal: who closes it.
        more: further files to be sealed in, such as the page to be signed as a PDF.
    """
    opened = manifest.read(campaign.folder)
    files = {**drawn(campaign, returned, found, seal), **(more or {})}
    for name in (*_DRAWN, campaigns.MANIFEST):
        for stale in campaign.folder.glob(f".{name}.*"):  # of a closing that was killed
            stale.unlink()
    try:
        folder.write(campaign.folder, files)
        content = manifest.manifest(campaign, "closed", opened)
        folder.write(campaign.folder, {campaigns.MANIFEST: content})
    except BaseException:
        # None of them may say that the review is closed while it is not.
        if manifest.read(campaign.folder)["state"] != "closed":
            for name in files:
                (campaign.folder / name).unlink(missing_ok=True)
        raise


def drawn(campaign: Campaign, returned: Returned, found: Progress, seal: Seal) -> dict[str, bytes]:
    """Every file that follows from the answers; verification draws them again."""
    tasks = tasks_after(campaign, returned)
    closure = {
        "schema": CLOSURE_SCHEMA,
        "closed": seal.on,
        "by": seal.by,
        "late": seal.late,
        "returned": [path.name for path in returned.files],
        "rows": found.rows,
        "decisions": found.decisions,
    }
    return {
        campaigns.DECISIONS: b"".join(
            canonical.line(decision_json(campaign, one)) for one in returned.answers
        ),
        campaigns.TASKS: canonical.canonical(
            {"schema": campaigns.TASKS_SCHEMA, "tasks": [one.json() for one in tasks]}
        ),
        campaigns.CLOSURE: canonical.canonical(closure),
        REMEDIATION: powershell.script(campaign, tasks),
        SIGN_OFF: sign_off.markdown(
            sign_off.title(campaign), sign_off.sections(campaign, returned, found, tasks, seal)
        ),
    }


def decision_json(campaign: Campaign, one: Answer) -> Json:
    """One decision, named as Graph's ``accessReviewInstanceDecisionItem`` names it."""
    return {
        "key": one.row.key,
        "snapshot": campaign.snapshot,
        "decision": one.decision,
        "recommendation": one.row.recommendation,
        "justification": one.justification,
        "reviewedBy": one.reviewer,
        "reviewedDate": one.reviewed.day,
        "ticket": one.ticket,
        "dueDate": one.due.day or None,
        "applyResult": "New",
        "accessId": one.row.access,
        "principal": {
            "id": one.row.principal,
            "displayName": one.row.person,
            "userPrincipalName": one.row.upn or None,
        },
        "resource": {"id": one.row.group, "displayName": one.row.group_name},
        "findings": list(one.row.findings),
        "where": one.where,
    }


def tasks_after(campaign: Campaign, returned: Returned) -> tuple[Task, ...]:
    """What is to be carried out when the review is closed."""
    return tuple(_tasks(campaign, returned))


def _tasks(campaign: Campaign, returned: Returned) -> Iterator[Task]:
    """What earlier reviews left, unless this one decided anew, and what this one adds."""
    answers = {one.row.key: one for one in returned.answers}
    history = {one.key: one.history for one in campaign.tasks}
    for task in campaign.tasks:
        answer = answers.get(task.key)
        if answer is None:
            yield task
        elif answer.decision not in ACTIONS:
            yield _withdrawn(task)
    for key, one in answers.items():
        if one.decision is not None and one.decision in ACTIONS:
            yield Task(
                key=key,
                group=one.row.group,
                principal=one.row.principal,
                access=one.row.access,
                decision=one.decision,
                decided=campaign.as_of,
                person=one.row.person,
                group_name=one.row.group_name,
                reviewer=one.reviewer,
                ticket=one.ticket,
                due=one.due.day,
                history=history.get(key, ()),
            )


def _withdrawn(task: Task) -> Task:
    done = task.state in {Removal.DONE, Removal.REMOVED}
    return task if done else replace(task, state=Removal.WITHDRAWN)


def sealed(campaign: Campaign) -> tuple[Path, ...]:
    """The workbooks from which a closed review took its decisions."""
    place = campaign.folder / campaigns.RETURNED
    # Names alone: a folder that others made must not have files read outside of it.
    return tuple(place / PurePath(name).name for name in _closure(campaign)["returned"])


def seal_of(campaign: Campaign) -> Seal:
    """Who closed the review and when."""
    told = _closure(campaign)
    return Seal(by=told["by"], on=told["closed"], late=told["late"])


def _closure(campaign: Campaign) -> Json:
    path = campaign.folder / campaigns.CLOSURE
    told = canonical.read_json(path, CLOSURE_SCHEMA)
    shapes.demand(path, told, "closure", shapes.Closure)
    return told
