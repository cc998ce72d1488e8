"""Why a login to Exchange Online with user name and password fails, in words one can act on."""

from __future__ import annotations

_HOSTS = ("office365.com", "outlook.com", "office.com")
_CODES = ("5.7.139", "5.7.30", "5.7.57", "5.7.3 ", "SmtpClientAuthentication")

BASIC_ENDS = (
    "Exchange Online turns SMTP AUTH with user name and password off by default at the end of "
    'December 2026 (message centre MC786329). Use via = "graph", auth = "xoauth2", or the .eml '
    "draft, which needs no login."
)


def advice(host: str, reply: str, auth: str) -> str:
    """A sentence to add to a refused login, empty where it has nothing to do with Exchange.

    Args:
        host: the server's name.
        reply: its words.
        auth: how we tried to log in: password or xoauth2.
    """
    exchange = any(host == one or host.endswith(f".{one}") for one in _HOSTS)
    if auth == "password" and (exchange or any(code in reply for code in _CODES)):
        return BASIC_ENDS
    if exchange:
        return (
            "XOAUTH2 needs the application permission SMTP.SendAsApp (or the delegated SMTP.Send), "
            "a service principal registered in Exchange, and SMTP AUTH enabled for the mailbox."
        )
    return ""
