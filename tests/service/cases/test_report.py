import base64
import io
import json

import pytest
from PIL import Image
from sqlalchemy import func, select

from service.cases.models import Case, CaseEvent, CasePhoto, CaseSerial
from service.cases.rules import tracking_key
from service.database import Transaction
from tests.service.district import (
    IN_FIELD,
    IN_SPRING,
    OUTSIDE,
    SPRING_CELL,
    District,
    jpeg,
    report_fields,
)

URL = "/api/v1/cases"


def counts(district: District) -> list[int]:
    def ask(tx: Transaction, _command: None) -> list[int]:
        return [
            tx.session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Case, CaseEvent, CasePhoto, CaseSerial)
        ]

    return district.executor.read(ask, None)


def test_a_report_goes_to_its_cells_person_with_its_photos(district: District) -> None:
    answer = district.client().post(
        URL,
        data=report_fields(),
        files=[("photos", ("a.jpg", jpeg("red"))), ("photos", ("b.jpg", jpeg("blue")))],
    )
    told = answer.json()
    assert answer.status_code == 201, told
    assert told["number"] == "440704-20261124-0001"
    assert told["cell"] == SPRING_CELL
    assert told["owner"]["name"] == "黄*文"
    assert told["due_at"] == "2026-11-25T03:00:00Z"
    assert told["tracking_key"] == tracking_key(district.settings.signing_key, told["number"])
    case = district.client("grid_worker").get(f"{URL}/{told['number']}").json()
    assert case["state"] == "dispatched"
    assert case["owner"]["name"] == "黄健文"
    assert [event["kind"] for event in case["history"]] == ["report", "accept", "dispatch"]
    assert case["history"][2]["person_name"] == "黄健文"
    assert [photo["stage"] for photo in case["photos"]] == ["before", "before"]
    assert len(district.media_files()) == 2


def test_a_report_in_json_carries_photos_as_base64(district: District) -> None:
    photos = [base64.b64encode(jpeg()).decode()]
    photos.append("data:image/jpeg;base64," + base64.b64encode(jpeg("blue")).decode())
    answer = district.client().post(URL, json=report_fields(photos=photos))
    assert answer.status_code == 201, answer.text
    assert len(district.media_files()) == 2


def test_numbers_of_a_day_go_up_and_begin_anew_at_the_districts_midnight(
    district: District,
) -> None:
    client = district.client()

    def report() -> str:
        return str(client.post(URL, json=report_fields()).json()["number"])

    assert report() == "440704-20261124-0001"
    assert report() == "440704-20261124-0002"
    district.clock.go(hours=14)  # 00:00 in the district, 16:00 UTC of the day before
    assert report() == "440704-20261125-0001"


@pytest.mark.parametrize(
    ("username", "source"),
    [
        (None, "resident"),
        ("resident", "resident"),
        ("grid_worker", "patrol"),
        ("supervisor", "supervision"),
    ],
)
def test_the_source_follows_from_who_reports(
    district: District, username: str | None, source: str
) -> None:
    number = district.client(username).post(URL, json=report_fields()).json()["number"]
    assert district.client("admin").get(f"{URL}/{number}").json()["source"] == source


def test_a_cell_without_persons_still_takes_reports(district: District) -> None:
    answer = district.client().post(URL, json=report_fields(IN_FIELD))
    assert answer.status_code == 201
    assert answer.json()["owner"] is None


def test_a_place_outside_is_told_the_nearest_cell(district: District) -> None:
    answer = district.client().post(URL, json=report_fields(OUTSIDE))
    problem = answer.json()
    assert answer.status_code == 422
    assert problem["type"] == "/problems/case-outside"
    assert "440704001001" in problem["detail"]
    assert "103 m" in problem["detail"]
    assert problem["errors"][0]["field"] == "lon"


BAD = {
    "NaN": ({"lon": "nan"}, 422, "area-place-unfit"),
    "infinite": ({"lat": "inf"}, 422, "area-place-unfit"),
    "off the globe": ({"lon": 200, "lat": 95}, 422, "area-place-unfit"),
    "far away": ({"lon": -70.0, "lat": -30.0}, 422, "case-far-outside"),
    "outside": ({"lon": OUTSIDE[0]}, 422, "case-outside"),
    "no number": ({"lon": "east"}, 422, "error-input"),
    "no category": ({"category": "9999"}, 422, "case-category-unknown"),
    "category with NUL": ({"category": "01\0"}, 422, "case-category-unknown"),
    "long description": ({"description": "字" * 2001}, 422, "case-text-too-long"),
    "long address": ({"address": "字" * 201}, 422, "case-text-too-long"),
    "long name": ({"contact_name": "字" * 61}, 422, "case-text-too-long"),
    "long contact": ({"contact": "1" * 121}, 422, "case-text-too-long"),
    "NUL": ({"description": "a\0b"}, 422, "case-text-unfit"),
    "negative accuracy": ({"accuracy": -1}, 422, "case-accuracy-unfit"),
    "NaN accuracy": ({"accuracy": "nan"}, 422, "case-accuracy-unfit"),
}


def test_a_bad_report_is_told_clearly_and_leaves_nothing(district: District) -> None:
    for name, (changes, status, key) in BAD.items():
        answer = district.client().post(
            URL, data=report_fields(**changes), files=[("photos", ("a.jpg", jpeg()))]
        )
        problem = answer.json()
        assert (answer.status_code, problem["type"]) == (status, f"/problems/{key}"), name
        assert problem["title"]
        assert problem["detail"]
        assert problem["errors"]
    assert counts(district) == [0, 0, 0, 0]
    assert district.media_files() == []


BAD_PHOTOS = {
    "empty": ([b""], 422, "case-photo-empty"),
    "no picture": ([jpeg(), b"not a picture"], 422, "case-photo-refused"),
    "too many": ([jpeg()] * 4, 422, "case-too-many-photos"),
    "too large": ([b"x" * 200_001], 413, "case-photo-too-large"),
}


def test_a_bad_photo_refuses_the_whole_report(district: District) -> None:
    for name, (photos, status, key) in BAD_PHOTOS.items():
        files = [("photos", ("a.jpg", content)) for content in photos]
        answer = district.client().post(URL, data=report_fields(), files=files)
        assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{key}"), name
    assert counts(district) == [0, 0, 0, 0]
    assert district.media_files() == []


BROKEN = [
    b"{",
    b"[]",
    b"nope",
    b"",
    b"[" * 100_000,
    json.dumps(report_fields(photos="x")).encode(),
    json.dumps(report_fields(photos=["%%%"])).encode(),
    json.dumps(report_fields(description="\ud800")).encode(),
    json.dumps(report_fields(description=5)).encode(),
    json.dumps(report_fields(lon=10**400)).encode(),
    json.dumps(report_fields()).replace("113.1012", "NaN").encode(),
]


def test_a_broken_json_body_is_a_clear_error(district: District) -> None:
    for body in BROKEN:
        answer = district.client().post(
            URL, content=body, headers={"content-type": "application/json"}
        )
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"]
    assert counts(district) == [0, 0, 0, 0]


def test_a_form_without_a_chosen_photo_is_a_report_without_photos(district: District) -> None:
    boundary = "b"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in report_fields(accuracy="").items()
    ]
    parts.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="photos"; filename=""\r\n'
        f"Content-Type: application/octet-stream\r\n\r\n\r\n--{boundary}--\r\n"
    )
    answer = district.client().post(
        URL,
        content="".join(parts).encode(),
        headers={"content-type": f"multipart/form-data; boundary={boundary}"},
    )
    assert answer.status_code == 201, answer.text
    assert counts(district)[2] == 0


def test_a_photo_is_for_staff_in_scope_and_for_the_reporter_with_the_key(
    district: District,
) -> None:
    anyone = district.client()
    told = anyone.post(
        URL, data=report_fields(IN_SPRING), files=[("photos", ("a.jpg", jpeg()))]
    ).json()
    photo = district.client("admin").get(f"{URL}/{told['number']}").json()["photos"][0]
    url = f"/cases/{told['number']}/photos/{photo['id']}.jpg"
    assert anyone.get(url).status_code == 404
    assert district.client("clerk").get(url).status_code == 404
    assert anyone.get(url, params={"key": "wrong"}).status_code == 404
    for answer in (
        district.client("grid_worker").get(url),
        anyone.get(url, params={"key": told["tracking_key"]}),
    ):
        assert answer.headers["content-type"] == "image/jpeg"
        assert Image.open(io.BytesIO(answer.content)).size == (40, 30)
    assert anyone.get(f"/cases/{told['number']}/photos/{10**30}.jpg").status_code == 422
