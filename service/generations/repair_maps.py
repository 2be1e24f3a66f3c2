"""Serve the map of what was found in a file: a page of its own, which may do nothing with ours."""

from collections.abc import Iterator

from starlette.responses import Response, StreamingResponse

from service.generations.job_files import FileWanted, file_part
from service.generations.jobs_told import JobTold, UnknownJobError
from service.generations.stages import MAPS
from service.web.context import Context

_POLICY = (
    # What stands in the file stands in this page: it has no origin, no cookies and no network.
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline';"
    " style-src 'unsafe-inline'; img-src data: blob:; frame-ancestors 'self'; base-uri 'none';"
    " form-action 'none'"
)


def map_response(context: Context, job: JobTold) -> Response:
    """Return the map of a file in the reader's language.

    Raises
    ------
    UnknownJobError
        There is none: nothing of the file could be drawn, or it was thrown away.
    """
    role = MAPS[context.locale]
    if role not in job.files:
        raise UnknownJobError(id=job.id)

    def parts() -> Iterator[bytes]:
        part = 0
        while (
            content := context.executor.read(file_part, FileWanted(job.id, role, part))
        ) is not None:
            yield content
            part += 1

    return StreamingResponse(
        parts(),
        media_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": _POLICY},
    )
