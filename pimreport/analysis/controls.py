"""Which framework controls a finding bears on. Texts and sources: ``data/controls.toml``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pimreport.data import facts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.paths import RoleRef


@dataclass(frozen=True, slots=True)
class Control:
    """A control and how a check relates to it.

    Attributes:
        framework: key in ``data/controls.toml``, such as ``SCuBA``.
        id: of the control in that framework.
        exact: the requirement's text names this case.
        roles: template ids; the control speaks only of findings that reach one of them.
        note: a verdict of the framework's own, such as ``compliant by exception``.
    """

    framework: str
    id: str
    exact: bool = False
    roles: frozenset[str] = frozenset()
    note: str = ""
    text: str = field(init=False, compare=False)
    """``SCuBA MS.AAD.7.6v1 (exact)``."""

    def __post_init__(self) -> None:
        """Put it into words once: tens of thousands of findings bear the same ones."""
        relation = "exact" if self.exact else "related"
        text = f"{self.framework} {self.id} ({relation}{': ' * bool(self.note)}{self.note})"
        object.__setattr__(self, "text", text)

    @property
    def title(self) -> str:
        """What the control asks, from the facts."""
        return str(facts("controls")["controls"][self.framework][self.id])


def exact(
    framework: str, *ids: str, roles: Iterable[str] = (), note: str = ""
) -> tuple[Control, ...]:
    """Controls whose text names the check's case (only for findings that reach ``roles``)."""
    return tuple(Control(framework, one, True, frozenset(roles), note) for one in ids)  # noqa: FBT003  # the field's order


def related(framework: str, *ids: str) -> tuple[Control, ...]:
    """Controls that the check's case bears on without being named in them."""
    return tuple(Control(framework, one) for one in ids)


def applying(controls: Iterable[Control], roles: Iterable[RoleRef]) -> tuple[str, ...]:
    """The controls of a finding that reaches ``roles``, as reports print them."""
    reached = {role.template_id for role in roles}
    return tuple([one.text for one in controls if not one.roles or one.roles & reached])
