"""Limits against floods: the size of a body, and reports an hour without signing in."""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

import anyio
from sqlalchemy import bindparam, delete, text
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.access.models import ReportCount
from service.database import Transaction, UtcDateTime
from service.errors.domain import DomainError
from service.errors.problems import too_large
from service.web.context import Context

_DRAIN_FACTOR = 4
"""How many times the limit is read and thrown away, so that the client gets to the answer."""
_DRAIN_S = 60.0


class BodyLimit:
    """Refuse bodies above a size with 413, whether the client declares the size or streams.

    The rest of such a body is read and dropped (up to a bound): most clients read no answer
    before they have sent all, and would only see a broken connection.
    """

    def __init__(self, app: ASGIApp, *, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its body counted."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"")
        if declared.isdigit() and int(declared) > self.max_bytes:
            await self._drain(receive)
            request = Request(scope, receive)
            response = await anyio.to_thread.run_sync(too_large, request)
            await response(scope, receive, send)
            return
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.max_bytes:
                if message.get("more_body", False):
                    await self._drain(receive)
                raise HTTPException(413)
            return message

        await self.app(scope, receive_counted, send)

    async def _drain(self, receive: Receive) -> None:
        dropped = 0
        with anyio.move_on_after(_DRAIN_S):
            while dropped < _DRAIN_FACTOR * self.max_bytes:
                message = await receive()
                dropped += len(message.get("body", b""))
                if not message.get("more_body", False):
                    return


class TooManyReportsError(DomainError):
    """One address reported too often without signing in."""

    key = "error-too-many-reports"
    status = 429


_COUNT = text(
    "INSERT INTO report_counts (address_key, hour, reports) VALUES (:address_key, :hour, 1) "
    "ON CONFLICT (address_key, hour) DO UPDATE SET reports = report_counts.reports + 1 "
    "WHERE report_counts.reports < :most RETURNING reports"
).bindparams(bindparam("hour", type_=UtcDateTime))
"""Add one to an address's count of an hour; gives no row where the count is used up."""


@dataclass(frozen=True)
class ReportFrom:
    """A report from an address, and how many an hour may come from it."""

    address_key: str
    most: int


def check_report_rate(request: Request, context: Context) -> None:
    """Count a report of somebody who is not signed in.

    Raises
    ------
    TooManyReportsError
        The address has used up this hour's reports.
    """
    if context.actor.signed_in:
        return
    address = _household(request.client.host if request.client else "")
    key = hmac.new(context.settings.signing_key, b"address:" + address.encode(), hashlib.sha256)
    wait_s = context.executor.write(
        count_report, ReportFrom(key.hexdigest(), context.settings.reports_per_hour)
    )
    if wait_s:
        error = TooManyReportsError(
            most=context.settings.reports_per_hour, minutes=-(-wait_s // 60)
        )
        error.retry_after_s = wait_s
        raise error


def _household(host: str) -> str:
    """Return the address that is counted: of IPv6 the /64, which one household has whole."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def count_report(tx: Transaction, report: ReportFrom) -> int:
    """Count a report; return 0, or the seconds to wait where the hour's count is used up."""
    hour: datetime = tx.now.replace(minute=0, second=0, microsecond=0)
    tx.session.execute(delete(ReportCount).where(ReportCount.hour < hour))
    # One statement, so that of two first reports at once the second waits and is counted too.
    counted = tx.session.scalar(
        _COUNT, {"address_key": report.address_key, "hour": hour, "most": report.most}
    )
    if counted is None:
        return max(1, round((hour + timedelta(hours=1) - tx.now).total_seconds()))
    return 0
