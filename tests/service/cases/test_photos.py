import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from service.cases.errors import PhotoEmptyError, PhotoRefusedError, PhotoTooLargeError
from service.cases.photos import Media, PhotoLimits, read_photo

LIMITS = PhotoLimits(max_bytes=1_000_000, max_pixels=1_000_000, kept_side_px=400)
ORIENTATION, GPS = 0x0112, 0x8825


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else None).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_pictures_of_the_usual_formats_become_jpeg(kind: str) -> None:
    photo = read_photo(picture(kind), LIMITS)
    with Image.open(io.BytesIO(photo.jpeg)) as kept:
        assert (kept.format, kept.size) == ("JPEG", (60, 40))
    assert (photo.width_px, photo.height_px) == (60, 40)


def test_a_turned_photo_is_set_upright_and_loses_its_metadata() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[1] = "N"
    exif[0x010F] = "a maker"
    photo = read_photo(picture(exif=exif), LIMITS)
    assert (photo.width_px, photo.height_px) == (40, 60)
    with Image.open(io.BytesIO(photo.jpeg)) as kept:
        assert not dict(kept.getexif())
    assert b"a maker" not in photo.jpeg


def test_what_is_transparent_becomes_white() -> None:
    photo = read_photo(picture("PNG", mode="RGBA"), LIMITS)
    with Image.open(io.BytesIO(photo.jpeg)) as kept:
        assert kept.getpixel((5, 5)) == (255, 255, 255)


def test_a_large_photo_is_made_smaller() -> None:
    photo = read_photo(picture(size=(900, 450)), LIMITS)
    assert (photo.width_px, photo.height_px) == (400, 200)


def test_no_bytes_are_no_photo() -> None:
    with pytest.raises(PhotoEmptyError):
        read_photo(b"", LIMITS)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture()[:200],
        b"\xff\xd8\xff\xe0" + b"\0" * 100,
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    ],
    ids=["pdf", "svg", "cut short", "jpeg head only", "eps"],
)
def test_what_is_not_a_whole_picture_is_refused(content: bytes) -> None:
    with pytest.raises(PhotoRefusedError):
        read_photo(content, LIMITS)


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(PhotoTooLargeError):
        read_photo(b"x" * 1_000_001, LIMITS)


@pytest.mark.parametrize("side", [1001, 60_000])
def test_a_decompression_bomb_is_refused_by_its_declared_size(side: int) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    bomb = b"\x89PNG\r\n\x1a\n" + chunk(
        b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    ) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")  # fmt: skip
    with pytest.raises(PhotoTooLargeError):
        read_photo(bomb, LIMITS)


def test_a_file_is_named_by_its_content_and_kept_once(tmp_path: Path) -> None:
    media = Media(str(tmp_path / "media"))
    photo = read_photo(picture(), LIMITS)
    name = media.put(photo)
    assert media.put(photo) == name
    assert media.path(name).read_bytes() == photo.jpeg
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [f"{name}.jpg"]


@pytest.mark.parametrize("name", ["../secret", "", "A" * 64, "0" * 63 + "/"])
def test_nothing_but_a_hash_names_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a hash"):
        Media(str(tmp_path)).path(name)
