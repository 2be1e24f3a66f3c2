"""Read the body of a report or an action, as a form or as JSON."""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from starlette.datastructures import UploadFile

from service.cases.errors import PhotoRefusedError
from service.cases.intake import Submission
from service.cases.states import Action

_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
FORM_KEY = "idempotency_key"
_MAX_FILES = 50
_MAX_FIELDS = 50


class ReportBody(BaseModel):
    """A report of an issue."""

    model_config = ConfigDict(title="Report")

    lon: float = Field(description="Longitude in degrees, WGS84", examples=[113.1357])
    lat: float = Field(description="Latitude in degrees, WGS84", examples=[22.5478])
    category: str = Field(description="Code of a category", examples=["0101"])
    accuracy: float | None = Field(
        default=None, description="Radius of uncertainty of the place, metres"
    )
    description: str = ""
    address: str = ""
    contact_name: str = ""
    contact: str = Field(default="", description="Phone or e-mail address of the reporter")

    @field_validator("accuracy", mode="before")
    @classmethod
    def _no_text_is_no_accuracy(cls, value: object) -> object:
        return None if value == "" else value


class ActBody(BaseModel):
    """An action of the life cycle."""

    model_config = ConfigDict(title="Transition")

    action: Action
    note: str = ""
    revision: int | None = Field(
        default=None, description="The revision that was seen; an older one is refused"
    )

    @field_validator("revision", mode="before")
    @classmethod
    def _no_text_is_no_revision(cls, value: object) -> object:
        return None if value == "" else value


Fields = TypeVar("Fields", bound=BaseModel)


@dataclass(frozen=True)
class Body(Generic[Fields]):
    """Checked fields and the photos as uploaded."""

    fields: Fields
    photos: tuple[bytes, ...]
    form_key: str | None = None
    """The key of a page's form, which does for it what `Idempotency-Key` does for a program."""

    @property
    def fingerprint(self) -> bytes:
        """Bytes that are equal for equal content; a form's random boundary is not in them."""
        digests = [hashlib.sha256(photo).hexdigest() for photo in self.photos]
        told = json.dumps(self.fields.model_dump(mode="json"), sort_keys=True)
        return json.dumps([told, digests]).encode()


async def read_report(request: Request) -> Body[ReportBody]:
    """Read a report's body."""
    return await _read(request, ReportBody)


async def read_act(request: Request) -> Body[ActBody]:
    """Read an action's body."""
    return await _read(request, ActBody)


ReportDep = Annotated[Body[ReportBody], Depends(read_report)]
ActDep = Annotated[Body[ActBody], Depends(read_act)]


def submission_of(body: Body[ReportBody]) -> Submission:
    """Return a report's body as what the intake checks."""
    fields = body.fields
    return Submission(
        lon=fields.lon,
        lat=fields.lat,
        category=fields.category,
        description=fields.description,
        address=fields.address,
        accuracy_m=fields.accuracy,
        contact_name=fields.contact_name,
        contact=fields.contact,
        photos=body.photos,
    )


def openapi_of(model: type[BaseModel]) -> dict[str, object]:
    """Return the OpenAPI description of a body that is read here."""
    schema = model.model_json_schema()
    schema.pop("$defs", None)
    properties = dict(schema["properties"])
    if "action" in properties:
        properties["action"] = {"type": "string", "enum": [action.value for action in Action]}

    def with_photos(photo: dict[str, str]) -> dict[str, object]:
        photos = {"type": "array", "items": photo}
        return {**schema, "properties": {**properties, "photos": photos}}

    content = {
        "multipart/form-data": {"schema": with_photos({"type": "string", "format": "binary"})},
        "application/json": {
            "schema": with_photos({"type": "string", "contentEncoding": "base64"})
        },
    }
    return {"requestBody": {"required": True, "content": content}}


async def _read(request: Request, model: type[Fields]) -> Body[Fields]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    values, photos = await (_form(request) if kind in _FORMS else _json(request))
    form_key = values.get(FORM_KEY) if isinstance(values, dict) else None
    try:
        return Body(
            model.model_validate(values),
            photos,
            form_key if isinstance(form_key, str) and form_key else None,
        )
    except ValidationError as error:
        raise RequestValidationError(
            [{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors()]
        ) from error


async def _form(request: Request) -> tuple[object, tuple[bytes, ...]]:
    form = await request.form(max_files=_MAX_FILES, max_fields=_MAX_FIELDS)
    values: dict[str, str] = {}
    photos: list[bytes] = []
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            values[name] = value
        elif name in ("photos", "photos[]"):
            content = await value.read()
            # A browser sends a nameless empty file where none was chosen.
            if content or value.filename:
                photos.append(content)
    return values, tuple(photos)


async def _json(request: Request) -> tuple[object, tuple[bytes, ...]]:
    try:
        values = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise RequestValidationError(
            [{"type": "json_invalid", "loc": ("body",), "msg": "not JSON", "input": None}]
        ) from error
    if not isinstance(values, dict):
        return values, ()
    texts = values.pop("photos", None) or []
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise RequestValidationError(
            [{"type": "list_type", "loc": ("body", "photos"), "msg": "a list of base64 texts",
              "input": None}]
        )  # fmt: skip
    return values, tuple(_decoded(text) for text in texts)


def _decoded(text: str) -> bytes:
    # data:image/jpeg;base64,… is what a script in a browser has at hand.
    if text.startswith("data:"):
        text = text.partition(",")[2]
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise PhotoRefusedError(why="base64") from error
