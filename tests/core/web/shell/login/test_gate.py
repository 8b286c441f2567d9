"""Strangers get the login page and nothing else, over HTTP and WebSocket alike."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from core.access import Role
from core.services.team import login, openid
from core.services.team.attempts import OF_USER
from core.settings import Settings
from core.web.shell.login import entrance
from core.web.shell.login.cookies import LOGIN
from core.web.shell.login.gate import LoginGate
from core.workspace.access import logins, users
from core.workspace.database import workspace

PAGE = {"accept": "text/html"}
SECRET = "inside"
KEY = "k" * 40


async def _dashboard(scope: Scope, receive: Receive, send: Send) -> None:
    """Says `SECRET` to whoever gets here; a WebSocket hears what it sent."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": SECRET.encode()})
        return
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "bytes": message["bytes"]})


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(
        login, "is_right", lambda password, kept: (password, kept) == ("right", "h")
    )
    monkeypatch.setattr(openid, "_FILES", ())
    made = replace(Settings.from_env(tmp_path), public=True, cookie_secret=KEY)
    users.add_user(workspace(made), "Ana", Role.EDITOR, "h")
    return made


@pytest.fixture
def client(settings: Settings) -> TestClient:
    return TestClient(LoginGate(_dashboard, settings), follow_redirects=False)


def entered(client: TestClient, target: str = "/niches?niche=3") -> Any:
    return client.post("/login", data={"name": "ana", "password": "right", "next": target})


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/niches?niche=3", "/campaigns", "/_stcore/host-config", "/_stcore/metrics"),
        *(
            "/media/x.csv",
            "/app/static/logo.svg",
            "/static/js/index.js",
            "/_stcore/upload_file/1/2",
        ),
        *("//evil.test/", "/login/../campaigns", "/loginx", "/_stcore/health/x"),
    ],
)
def test_a_stranger_gets_nothing(client: TestClient, path: str) -> None:
    asked = client.get(path, headers=PAGE)
    assert asked.status_code == 303
    assert asked.headers["location"].startswith("/login?next=%2F")
    for answer in (asked, client.get(path), client.put(path), client.post(path, headers=PAGE)):
        assert SECRET not in answer.text
        assert answer.status_code in (303, 401, 404)


def test_a_stranger_gets_the_login_page_its_files_and_health(client: TestClient) -> None:
    page = client.get("/login?next=/niches%3Fniche%3D3", headers=PAGE)
    assert page.status_code == 200
    assert 'value="/niches?niche=3"' in page.text
    assert page.headers["cache-control"] == "no-store"
    for name in ("style.css", "logo.svg", "icon.svg"):
        assert client.get(f"/login/{name}").status_code == 200
    assert client.get("/login/gate.py").status_code == 404
    assert client.get("/_stcore/health").text == SECRET  # 'ok' of Streamlit


def test_a_stranger_opens_no_websocket(client: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream"):
        pass


def test_the_right_password_opens_the_deep_link(client: TestClient) -> None:
    answer = entered(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/niches?niche=3")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie.split(LOGIN)[1].split("scout_next")[0]
    assert client.get("/niches?niche=3", headers=PAGE).text == SECRET
    with client.websocket_connect("/_stcore/stream") as socket:
        socket.send_bytes(b"\0not a message")
        assert socket.receive_bytes() == b"\0not a message"
    again = client.get("/login?next=/campaigns")
    assert (again.status_code, again.headers["location"]) == (303, "/campaigns")


def test_a_wrong_password_sets_no_cookie(client: TestClient) -> None:
    answer = client.post("/login", data={"name": "ana", "password": "no", "next": "/campaigns"})
    assert answer.status_code == 401
    assert "Name or password is wrong" in answer.text
    assert 'value="/campaigns"' in answer.text
    assert "set-cookie" not in answer.headers
    assert client.get("/", headers=PAGE).status_code == 303


def test_too_many_tries_wait(client: TestClient) -> None:
    for _ in range(OF_USER):
        client.post("/login", data={"name": "ana", "password": "no"})
    answer = entered(client)
    assert answer.status_code == 429
    assert 800 < int(answer.headers["retry-after"]) <= 900


@pytest.mark.parametrize(
    "target",
    ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)", "", "/a\r\nX: y"],
)
def test_the_way_on_leads_to_this_server_only(client: TestClient, target: str) -> None:
    assert entered(client, target).headers["location"] == "/"


def test_what_is_typed_is_shown_as_text(client: TestClient) -> None:
    data = {"name": "<b>x", "password": "no", "next": '/"><script>alert(1)</script>'}
    page = client.post("/login", data=data).text
    assert "<script>" not in page
    assert "<b>x" not in page


def test_a_long_form_is_refused(client: TestClient) -> None:
    assert client.post("/login", data={"name": "x" * 30_000}).status_code == 413
    many = {f"field{number}": "1" for number in range(20)}
    assert client.post("/login", data=many).status_code == 413


def test_without_a_provider_its_ways_are_closed(client: TestClient) -> None:
    for path in ("/auth/login", "/oauth2callback", "/auth/logout"):
        assert client.get(path).status_code == 401


def test_a_cookie_that_was_changed_or_signed_elsewhere_is_worth_nothing(
    client: TestClient, settings: Settings
) -> None:
    entered(client)
    good = client.cookies[LOGIN]
    token, _, signature = good.rpartition(".")
    other = LoginGate(_dashboard, replace(settings, cookie_secret="o" * 40))
    for cookie in (
        token,
        f"{token}x.{signature}",
        f"{token}.{signature[:-1]}",
        f".{signature}",
        "",
    ):
        client.cookies.clear()
        client.cookies.set(LOGIN, cookie)
        assert client.get("/", headers=PAGE).status_code == 303, cookie
    elsewhere = TestClient(other, follow_redirects=False, cookies={LOGIN: good})
    assert elsewhere.get("/", headers=PAGE).status_code == 303


def test_after_logout_the_cookie_is_worth_nothing_anywhere(
    client: TestClient, settings: Settings
) -> None:
    entered(client)
    cookie = client.cookies[LOGIN]
    logins.end(workspace(settings), cookie.rpartition(".")[0])
    assert client.get("/", headers=PAGE).status_code == 303
    assert LOGIN not in client.cookies  # the browser is told to drop it
    client.cookies.set(LOGIN, cookie)
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream"):
        pass


def test_an_open_websocket_gets_whole_pages_once_the_login_has_ended(
    client: TestClient, settings: Settings
) -> None:
    """A fragment would run without the frame, which says that the login has ended."""
    message = BackMsg()
    message.rerun_script.fragment_id = "part"
    message.rerun_script.page_name = "niches"
    entered(client)
    with client.websocket_connect("/_stcore/stream") as socket:
        socket.send_bytes(message.SerializeToString())
        assert BackMsg.FromString(socket.receive_bytes()) == message
        logins.end(workspace(settings), client.cookies[LOGIN].rpartition(".")[0])
        socket.send_bytes(message.SerializeToString())
        heard = BackMsg.FromString(socket.receive_bytes())
        # Files and rows are made by no run that could ask who is there.
        other = BackMsg(clear_cache=True)
        socket.send_bytes(other.SerializeToString())
        instead = BackMsg.FromString(socket.receive_bytes())
    assert heard.rerun_script.fragment_id == ""
    assert heard.rerun_script.page_name == "niches"
    assert instead.WhichOneof("type") == "rerun_script"


def test_what_a_page_asks_for_by_itself_does_not_keep_a_login_alive(
    client: TestClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = logins.now()
    message = BackMsg()
    message.rerun_script.is_auto_rerun = True
    entered(client)
    with client.websocket_connect("/_stcore/stream") as socket:
        late = start + timedelta(minutes=settings.session_minutes - 1)
        monkeypatch.setattr(logins, "now", lambda: late)
        socket.send_bytes(message.SerializeToString())
        socket.receive_bytes()
    later = late + timedelta(minutes=2)
    monkeypatch.setattr(logins, "now", lambda: later)
    assert client.get("/", headers=PAGE).status_code == 303


@pytest.mark.parametrize("how", ["setting", "https"])
def test_behind_https_the_cookie_travels_by_https_alone(settings: Settings, how: str) -> None:
    chosen = replace(settings, behind_https=how == "setting")
    base = "http://testserver" if how == "setting" else "https://testserver"
    gate = LoginGate(_dashboard, chosen)
    client = TestClient(gate, base_url=base, follow_redirects=False)
    assert "; Secure" in entered(client).headers["set-cookie"].split("scout_next")[0]


@pytest.fixture
def by_openid(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A gate with one provider; the cookies of Streamlit are signed with `KEY`."""
    monkeypatch.setattr(openid, "find_spec", lambda name: name)
    monkeypatch.setattr(entrance, "get_cookie_secret", lambda: KEY)
    monkeypatch.setattr(entrance, "encode_provider_token", lambda name: f"token-of-{name}")
    users.add_user(workspace(settings), "bo@example.com", Role.VIEWER, None)
    chosen = replace(
        settings,
        oidc_client_id="id",
        oidc_client_secret="s",
        oidc_metadata_url="https://a.example.com",
        oidc_redirect_uri="https://b.example.com/oauth2callback",
    )
    return TestClient(LoginGate(_dashboard, chosen), follow_redirects=False)


def vouched(client: TestClient, key: str = KEY, **claims: Any) -> None:
    """What Streamlit keeps when somebody comes back from the provider."""
    text = json.dumps({"provider": "default", "is_logged_in": True, **claims})
    client.cookies.set(USER_COOKIE_NAME, create_signed_value(key, USER_COOKIE_NAME, text).decode())


def test_the_way_to_the_provider_and_back_opens_the_deep_link(by_openid: TestClient) -> None:
    assert "single sign-on" in by_openid.get("/login?next=/campaigns").text
    out = by_openid.get("/login/openid?provider=default&next=/campaigns")
    assert out.headers["location"] == "/auth/login?provider=token-of-default"
    assert by_openid.get("/oauth2callback").text == SECRET  # Streamlit answers it
    vouched(by_openid, email="Bo@example.com")
    back = by_openid.get("/", headers=PAGE)
    assert (back.status_code, back.headers["location"]) == (303, "/campaigns")
    assert by_openid.get("/campaigns", headers=PAGE).text == SECRET


def test_who_is_not_on_the_team_is_denied(by_openid: TestClient) -> None:
    vouched(by_openid, email="eve@example.com")
    answer = by_openid.get("/", headers=PAGE)
    assert answer.status_code == 403
    assert "eve@example.com has no access here" in answer.text
    assert LOGIN not in by_openid.cookies


@pytest.mark.parametrize(
    ("key", "claims"), [("x" * 40, {}), (KEY, {"provider": "another"}), (KEY, {"email": ""})]
)
def test_what_nobody_vouched_for_opens_nothing(
    by_openid: TestClient, key: str, claims: dict[str, str]
) -> None:
    vouched(by_openid, key, **{"email": "bo@example.com", **claims})
    assert by_openid.get("/", headers=PAGE).status_code in (303, 403)
    assert LOGIN not in by_openid.cookies


def test_an_unknown_provider_leads_nowhere(by_openid: TestClient, client: TestClient) -> None:
    assert by_openid.get("/login/openid?provider=evil").status_code == 404
    assert client.get("/login/openid?provider=default").status_code == 404
