import io
import re

from fastapi import FastAPI
from PIL import Image
from starlette.testclient import TestClient

from service.access.roles import Role
from tests.service.conftest import ClientAs, District


def picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "#884466").save(content, "JPEG")
    return content.getvalue()


def sent(client: TestClient, district: District, **fields: str) -> str:
    """Report by the page's form and return the address of the tracking page."""
    answer = client.post(
        "/report",
        data={"cell": district.cells[0], "category": "0101", "description": "垃圾", **fields},
        files={"photos": ("p.jpg", picture(), "image/jpeg")},
    )
    assert answer.url.path == "/report/sent", answer.text
    link = re.search(r'href="(/track/[^"]+)"', answer.text)
    assert link is not None
    return link[1].replace("&amp;", "&")


def following(client: TestClient) -> TestClient:
    client.follow_redirects = True
    return client


def number_of(link: str) -> str:
    return link.split("/")[2].partition("?")[0]


def test_a_report_without_scripts_leads_to_its_number_and_tracking_link(
    app: FastAPI, district: District
) -> None:
    client = TestClient(app)
    link = sent(client, district)
    page = client.get(link)
    assert page.status_code == 200
    assert number_of(link) in page.text
    assert "/photos/" in page.text


def test_a_refused_report_keeps_its_words_and_marks_the_fields(
    app: FastAPI, district: District
) -> None:
    answer = TestClient(app).post("/report", data={"address": "金瓯路 112 号"})
    assert answer.status_code == 422
    assert "金瓯路 112 号" in answer.text
    for name in ("place", "category", "description"):
        assert re.search(rf'id="fault-{name}"[^>]*role="alert">[^<]+<', answer.text)


def test_a_report_of_a_place_that_is_no_number_is_told_at_the_place(
    app: FastAPI, district: District
) -> None:
    fields = {"lon": "nowhere", "lat": "22.5", "category": "0101", "description": "x"}
    answer = TestClient(app).post("/report", data=fields)
    assert answer.status_code == 422
    assert re.search(r'id="fault-place"[^>]*role="alert">[^<]+<', answer.text)


def test_without_its_key_a_case_shows_no_words_and_no_photos(
    app: FastAPI, district: District
) -> None:
    client = TestClient(app)
    link = sent(client, district, description="楼道口第三级台阶")
    for address in (f"/track/{number_of(link)}", f"/track/{number_of(link)}?key=wrong"):
        page = client.get(address)
        assert page.status_code == 200
        assert "楼道口第三级台阶" not in page.text
        assert "/photos/" not in page.text


def test_an_unknown_number_asks_for_another(app: FastAPI, district: District) -> None:
    page = TestClient(app).get("/track/440704-20260101-9999")
    assert page.status_code == 404
    assert "440704-20260101-9999" in page.text


def test_the_list_asks_the_signed_out_to_sign_in(app: FastAPI, district: District) -> None:
    answer = TestClient(app).get(
        "/cases?tab=late", headers={"accept": "text/html"}, follow_redirects=False
    )
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=%2Fcases%3Ftab%3Dlate")


def test_a_form_pressed_twice_reports_once(app: FastAPI, district: District) -> None:
    fields = {"idempotency_key": "k" * 32}
    first = sent(TestClient(app), district, **fields)
    assert sent(TestClient(app), district, **fields) == first
    changed = TestClient(app).post(
        "/report",
        data={"cell": district.cells[0], "category": "0101", "description": "另一件", **fields},
    )
    assert changed.status_code == 409
    assert "另一件" in changed.text
    assert "k" * 32 not in changed.text


def test_an_action_pressed_twice_is_done_once(
    app: FastAPI, client_as: ClientAs, district: District
) -> None:
    number = number_of(sent(TestClient(app), district))
    worker = following(client_as(Role.GRID_WORKER))
    form = {"action": "take", "revision": "1", "idempotency_key": "once"}
    for _ in range(2):
        answer = worker.post(f"/cases/{number}/actions", data=form)
        assert answer.url.query == b"done=take"
    assert answer.text.count("<p>开始处置</p>") == 1


def test_a_chosen_filter_is_a_chip_that_leads_to_the_list_without_it(
    app: FastAPI, client_as: ClientAs, district: District
) -> None:
    sent(TestClient(app), district)
    admin = following(client_as(Role.ADMIN))
    page = admin.get("/cases", params={"tab": "all", "street": "440704002", "state": "dispatched"})
    assert 'href="/cases?tab=all&amp;state=dispatched"' in page.text
    assert 'href="/cases?tab=all&amp;street=440704002"' in page.text


def test_english_pages_name_offices_in_english(client_as: ClientAs) -> None:
    page = following(client_as(Role.STREET_OFFICER)).get("/account?lang=en")
    assert "Waihai Office" in page.text
    assert "外海街道办事处" not in page.text


def test_a_worker_takes_and_rectifies_and_the_reporter_reads_the_answer(
    app: FastAPI, client_as: ClientAs, district: District
) -> None:
    link = sent(TestClient(app), district)
    number, worker = number_of(link), following(client_as(Role.GRID_WORKER))
    assert number in worker.get("/cases").text
    act = f"/cases/{number}/actions"
    assert worker.post(act, data={"action": "take", "revision": "1"}).url.query == b"done=take"
    photo = {"photos": ("p.jpg", picture(), "image/jpeg")}
    rectified = worker.post(act, data={"action": "rectify", "revision": "2"}, files=photo)
    assert rectified.url.query == b"done=rectify"
    worker.post(act, data={"action": "answer", "note": "已清运"})
    assert "已清运" in TestClient(app).get(link).text


def test_a_rectification_without_its_photo_is_refused_in_place_with_the_note_kept(
    app: FastAPI, client_as: ClientAs, district: District
) -> None:
    number = number_of(sent(TestClient(app), district))
    worker = following(client_as(Role.GRID_WORKER))
    worker.post(f"/cases/{number}/actions", data={"action": "take"})
    page = worker.post(f"/cases/{number}/actions", data={"action": "rectify", "note": "扫干净了"})
    assert page.status_code == 422
    assert "扫干净了" in page.text


def test_an_action_on_an_older_revision_is_told_as_a_conflict(
    app: FastAPI, client_as: ClientAs, district: District
) -> None:
    number = number_of(sent(TestClient(app), district))
    worker, officer = (
        following(client_as(Role.GRID_WORKER)),
        following(client_as(Role.COMMUNITY_OFFICER)),
    )
    worker.post(f"/cases/{number}/actions", data={"action": "take", "revision": "1"})
    page = officer.post(f"/cases/{number}/actions", data={"action": "take", "revision": "1"})
    assert page.status_code == 409
    assert "案卷刚刚有了变化" in page.text


def test_all_pages_speak_english_too(app: FastAPI, client_as: ClientAs, district: District) -> None:
    link = sent(TestClient(app), district)
    officer = following(client_as(Role.COMMUNITY_OFFICER))
    for path in ("/report", "/track", link, "/cases?tab=all", f"/cases/{number_of(link)}"):
        page = officer.get(path, params={"lang": "en"} if "?" not in path else None)
        assert page.status_code == 200
        assert '<html lang="en">' in page.text


def test_the_list_takes_the_longest_own_code_that_a_cell_may_have(client_as: ClientAs) -> None:
    code = "江海 WG-00000000000123"
    assert len(code) == 20
    page = client_as(Role.ADMIN).get("/cases", params={"tab": "all", "cell": code})
    assert page.status_code == 200
    assert code in page.text
