"""Photos: read safely, made plain JPEG without metadata, and kept by their content."""

import hashlib
import io
import os
import secrets
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from service.cases.errors import PhotoEmptyError, PhotoRefusedError, PhotoTooLargeError

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
"""Formats that are read; nothing that Pillow hands to another program."""


@dataclass(frozen=True)
class PhotoLimits:
    """How large a photo may come, and how large it is kept."""

    max_bytes: int = 15_000_000
    max_pixels: int = 60_000_000
    kept_side_px: int = 2560
    """The longer side as kept; a larger photo is made smaller."""


@dataclass(frozen=True)
class Photo:
    """A picture as it is kept: JPEG, upright, without metadata."""

    jpeg: bytes
    width_px: int
    height_px: int

    @property
    def sha256(self) -> str:
        """The hash of its bytes: its name."""
        return hashlib.sha256(self.jpeg).hexdigest()


def read_photo(content: bytes, limits: PhotoLimits) -> Photo:
    """Read what was uploaded as a photo.

    Raises
    ------
    PhotoEmptyError
        No bytes.
    PhotoTooLargeError
        More bytes or pixels than allowed; the pixels are counted before they are decoded.
    PhotoRefusedError
        Not a picture of a known format, or a broken one.
    """
    if not content:
        raise PhotoEmptyError
    if len(content) > limits.max_bytes:
        raise PhotoTooLargeError(
            what=f"{len(content) / 1e6:.1f} MB", limit=f"{limits.max_bytes / 1e6:.0f} MB"
        )
    try:
        with warnings.catch_warnings():
            # Pillow's own bomb warning is told by our limit.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                if picture.width * picture.height > limits.max_pixels:
                    raise PhotoTooLargeError(
                        what=f"{picture.width} × {picture.height} px",
                        limit=f"{limits.max_pixels / 1e6:.0f} MP",
                    )
                picture.draft("RGB", (limits.kept_side_px, limits.kept_side_px))
                picture.load()
                return _plain(picture, limits)
    except PhotoTooLargeError:
        raise
    except Image.DecompressionBombError as error:
        raise PhotoTooLargeError(what="?", limit=f"{limits.max_pixels / 1e6:.0f} MP") from error
    # Decoders of broken files raise nearly anything; each means the same to the sender.
    except Exception as error:
        raise PhotoRefusedError(why=type(error).__name__) from error


def _plain(picture: Image.Image, limits: PhotoLimits) -> Photo:
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((limits.kept_side_px, limits.kept_side_px), Image.Resampling.LANCZOS)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        paper = Image.new("RGBA", upright.size, "white")
        paper.alpha_composite(upright.convert("RGBA"))
        upright = paper
    pixels = upright.convert("RGB")
    # A fresh image carries pixels only: no EXIF, no GPS place, no thumbnail, no comment.
    bare = Image.new("RGB", pixels.size)
    bare.paste(pixels)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=85, optimize=True)
    return Photo(out.getvalue(), bare.width, bare.height)


class Media:
    """The folder of photos, each in a file named by its content.

    Parameters
    ----------
    url
        A folder, as a path or as ``file://…``.
    """

    def __init__(self, url: str) -> None:
        self._folder = Path(url.removeprefix("file://"))

    def put(self, photo: Photo) -> str:
        """Keep a photo and return its hash; it is on the disk, whole, when this returns."""
        name = photo.sha256
        path = self.path(name)
        if path.exists():
            return name
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{name}.{secrets.token_hex(4)}")
        try:
            with fresh.open("xb") as file:
                file.write(photo.jpeg)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        return name

    def path(self, sha256: str) -> Path:
        """Return the file of a photo."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError(f"not a hash: {sha256!r}")
        return self._folder / sha256[:2] / f"{sha256}.jpg"
