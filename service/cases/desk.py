"""What the operations on cases work with besides the database."""

from dataclasses import dataclass, field

from service.cases.calendar import WorkingHours
from service.cases.photos import Media, PhotoLimits
from service.settings import Settings


@dataclass(frozen=True)
class Desk:
    """The photo store, the calendar and the limits of the district's case desk."""

    media: Media
    signing_key: bytes
    calendar: WorkingHours
    photo_limits: PhotoLimits = field(default_factory=PhotoLimits)
    max_photos: int = 6

    @classmethod
    def of(cls, settings: Settings, media: Media) -> "Desk":
        """Return the desk of a service."""
        return cls(
            media=media,
            signing_key=settings.signing_key,
            calendar=WorkingHours(settings.zone),
            photo_limits=PhotoLimits(max_bytes=settings.max_photo_bytes),
            max_photos=settings.max_photos,
        )
