"""A tenant without its names: what the collector tells of itself, and what stays as it is."""

from __future__ import annotations

import dataclasses

from builder import a_tenant

from pimreport.model.provenance import NO_MANIFEST, Provenance, Refusal, Standing
from pimreport.redaction.pseudonyms import Pseudonyms
from pimreport.redaction.tenant import REDACTED, redacted

SECRET = b"x" * 32
GROUP = "8b1f8a54-6d2e-4b2f-9a0e-6a5f3f7e1d21"


def test_what_the_collector_tells_is_withheld_and_kept_in_the_key() -> None:
    told = Provenance(
        standing=Standing.PARTIAL,
        reasons=("Changed after they were collected: Zwetana.json.",),
        collected=("Collected by a collector as zwetana@wexford.example from tenant Wexford.",),
        refusals=(
            Refusal(
                query="lists of Zwetana",
                resource="users",
                items=(GROUP,),
                reason="403 Zwetana may not read this",
                loses="names",
            ),
        ),
        not_in_pim=frozenset({GROUP}),
    )
    tenant = dataclasses.replace(a_tenant("Wexford").tenant(), provenance=told)
    names = Pseudonyms(SECRET)
    made = redacted(tenant, names).provenance
    assert made.standing is Standing.PARTIAL
    assert made.refusals[0].reason.startswith("403 ")
    assert made.not_in_pim == {names.id(GROUP)}
    for real in ("zwetana", "wexford", GROUP):
        assert real not in repr(made).lower()
    kept = [one for real in names.recorded.values() for one in real]
    assert told.collected[0] in kept
    assert told.reasons[0] in kept


def test_a_redacted_report_says_that_it_is_one() -> None:
    made = redacted(a_tenant("Wexford").tenant(), Pseudonyms(SECRET))
    assert str(REDACTED) in str(made.provenance.told)


def test_that_there_is_no_manifest_is_said_in_full() -> None:
    made = redacted(a_tenant("Wexford").tenant(), Pseudonyms(SECRET))
    assert made.provenance.reasons == (NO_MANIFEST,)


def test_roles_of_microsoft_keep_their_ids_and_names_and_own_ones_do_not() -> None:
    draft = a_tenant("Wexford")
    custom = draft.custom_role("Wexford Vault Keeper", "microsoft.directory/users/password/update")
    draft.group("Tier 0").active_in("Global Administrator").with_eligible("Ada")
    draft.group("Vault").active_in(custom).with_eligible("Ada")
    tenant = draft.tenant()
    made = redacted(tenant, Pseudonyms(SECRET))
    admins = "62e90394-69f5-4237-9190-012177145e10"
    assert made.role(admins).name == "Global Administrator"
    own = [one for one in made.roles.values() if one.builtin is False]
    assert [one.name for one in own if "Wexford" in str(one.name)] == []
    assert own
    assert not {str(one.id) for one in own} & set(tenant.roles)


def test_nothing_is_lost() -> None:
    draft = a_tenant("Wexford")
    ada = draft.user("Ada")
    draft.group("Tier 0").active_in("Global Administrator").with_eligible(ada).with_owner("Bob")
    draft.unit("Branch").containing(ada)
    tenant = draft.tenant()
    made = redacted(tenant, Pseudonyms(SECRET))
    for field in dataclasses.fields(tenant):
        before, after = getattr(tenant, field.name), getattr(made, field.name)
        if hasattr(before, "__len__") and not isinstance(before, str):
            assert len(before) == len(after), field.name
    names = Pseudonyms(SECRET)
    person = names.id(str(ada.id))
    assert [one.group for one in made.memberships_of(person)]
    assert made.units_of(person)
