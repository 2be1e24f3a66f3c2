"""Pages of cases: report, follow, the list, and one case with its actions."""

from fastapi import APIRouter

from service.cases.pages import inbox, outside, report, single, track

router = APIRouter(include_in_schema=False)
for part in (report, track, inbox, outside, single):
    router.include_router(part.router)
