# SPDX-License-Identifier: MIT
"""Holdfast's pages for a view that knows neither servers nor headers.

The view asks for `holdfast://gnumed/PATH` and can only GET. So a page is fetched whole, with all that it
draws on, before the view is told to go there; a form comes as a message and is sent from here.
"""
import html
import re
from dataclasses import dataclass, field
from typing import Callable, Dict, List, Tuple
from urllib.parse import unquote, urlsplit

import holdfast

BASE = "holdfast://gnumed"
MOST_REDIRECTS = 5
_PARTS = re.compile(rb"""\s(?:src|href)="(/[^"]*)\"""")
_HEAD = re.compile(rb"<head[^>]*>", re.I)

# Runs in each page before its own modules: a form that would be posted comes here as a message instead.
FORM_SCRIPT = """
window.addEventListener("submit", event => {
  const form = event.target;
  if (event.defaultPrevented || form.method.toLowerCase() !== "post") return;
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(form));
  if (event.submitter && event.submitter.name) fields.append(event.submitter.name, event.submitter.value);
  const to = new URL(event.submitter?.getAttribute("formaction") || form.getAttribute("action") || location.href,
                     location.href);
  window.holdfast.postMessage(JSON.stringify({to: to.pathname + to.search, body: fields.toString()}));
});
window.addEventListener("hashchange", () => {
  if (location.hash.startsWith("#not-sent")) dispatchEvent(new Event("holdfast:not-sent"));
});
"""

Handle = Callable[[holdfast.Request], holdfast.Response]


@dataclass
class File:
    kind: str
    body: bytes


@dataclass
class Page:
    """Where it stands, and everything that the view will ask for there, by path."""

    path: str
    files: Dict[str, File] = field(default_factory=dict)
    code: int = 200


def path_of(url: str) -> str:
    """The path and query of one of our addresses; empty for any other, which is never followed."""
    parts = urlsplit(url)
    if f"{parts.scheme}://{parts.netloc}" != BASE:
        return ""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def not_sent(path: str, time: int) -> str:
    """Where the view is sent when a form could not be: the page stays as it is and is told, by what follows the
    hash. Its policy, rightly, lets no script be run in it from outside."""
    return f"{BASE}{path}#not-sent-{time}"


def _ask(handle: Handle, actor: str, method: str, path: str, body: bytes = b"") -> holdfast.Response:
    target, _, query = path.partition("?")
    headers = {"content-type": "application/x-www-form-urlencoded"} if method == "POST" else {}
    headers["accept"] = "text/html,*/*"
    return handle(holdfast.Request(method, unquote(target), query=query, actor=actor, headers=headers, body=body))


def _header(response: holdfast.Response, name: str) -> str:
    return next((value for key, value in response.headers if key.lower() == name), "")


def _with_policy(response: holdfast.Response) -> bytes:
    """The view is given no headers, so the page's policy goes into the page: nothing is loaded from outside."""
    policy = _header(response, "content-security-policy")
    # What only a header can say; a document is not told so twice.
    kept = "; ".join(part.strip() for part in policy.split(";")
                     if part.strip() and not part.strip().startswith(("frame-ancestors", "report-", "sandbox")))
    # The scheme has no origin that 'self' would mean.
    kept = kept.replace("'self'", f"'self' {BASE} holdfast:")
    if not kept:
        return response.body
    tag = f'<meta http-equiv="Content-Security-Policy" content="{html.escape(kept)}">'.encode()
    return _HEAD.sub(lambda found: found.group(0) + tag, response.body, count=1)


def _parts_of(body: bytes) -> List[str]:
    """What a page draws on; links to other pages are not fetched before somebody follows them."""
    found = {html.unescape(path.decode("utf-8", "replace")) for path in _PARTS.findall(body)}
    return sorted(path for path in found if path.startswith("/assets/") or path.partition("?")[0].endswith(".svg"))


def fetch(handle: Handle, actor: str, path: str, form: Tuple[str, bytes] = ("", b"")) -> Page:
    """GETs `path`, or POSTs `form` to it, follows where that leads, and brings all parts along."""
    method, body = ("POST", form[1]) if form[0] else ("GET", b"")
    for _ in range(MOST_REDIRECTS):
        response = _ask(handle, actor, method, path, body)
        location = _header(response, "location")
        if response.code not in (301, 302, 303, 307, 308) or not location.startswith("/"):
            break
        method, body, path = "GET", b"", location
    kind = (_header(response, "content-type") or "text/html").partition(";")[0]
    page = Page(path, code=response.code)
    page.files[path] = File(kind, _with_policy(response) if kind == "text/html" else response.body)
    if kind == "text/html":
        for part in _parts_of(response.body):
            answer = _ask(handle, actor, "GET", part)
            page.files[part] = File((_header(answer, "content-type") or "text/plain").partition(";")[0], answer.body)
    return page
