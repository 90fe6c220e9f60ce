"""A browser before a house without a port: whatever it asks for is answered in the test's own transaction.

So rows are laid by the actions, looked at in Chromium with the real headers, and undone again.
"""

from collections import Counter
from contextvars import copy_context
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route

HOUSE = "http://localhost"
# Every part of the page by its tag and the names of its attributes, what waits in templates as well. Words
# become paragraphs, lines and links of ours; what else there is more of came out of somebody's words.
PARTS = """() => {
    const parts = [], loose = [];
    const ours = (link) => link.rel === "nofollow ugc noopener" && /^https?:$/.test(link.protocol);
    const goes = ["href", "src", "action", "formaction", "xlink:href", "data", "poster", "background"];
    const walk = (root) => {
        for (const node of root.querySelectorAll("*")) {
            if (node.localName === "template") walk(node.content);
            const names = node.getAttributeNames().sort();
            const words = ["p", "br"].includes(node.localName) || (node.localName === "a" && ours(node));
            if (!words) parts.push(`${node.localName}[${names}]`);
            for (const name of names) {
                const value = node.getAttribute(name).replace(/[\\s\\0]/g, "").toLowerCase();
                if (name === "strange") loose.push(`${node.localName} is of the page`);
                const runs = /^(javascript|vbscript|data:text)/.test(value) && goes.includes(name);
                const handles = name.startsWith("on") || name === "srcdoc";
                if (handles || runs) loose.push(`${node.localName} ${name}=${value}`);
            }
        }
    };
    walk(document);
    return [parts, loose];
}"""


class Glass:
    """One telephone, and what it complained of: scripts, requests and dialogs that nobody here meant."""

    def __init__(self, browser: Browser, size: dict) -> None:
        self.context = browser.new_context(
            base_url=HOUSE, viewport=size, locale="ko-KR", timezone_id="Asia/Seoul", service_workers="block"
        )
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        self.client = Client()
        self.trouble: list[str] = []
        self.here = copy_context()
        self.context.route("**/*", self.answer)
        # A line that is open and says nothing: no frame is drawn that the test did not bring.
        self.context.route_web_socket("**", lambda line: self.check_within(line.url.replace("ws", "http", 1)))
        self.page.on("dialog", self.shut)
        self.page.on("popup", lambda window: self.trouble.append(f"opened {window.url}"))
        self.page.on("pageerror", lambda error: self.trouble.append(f"broke: {error}"))
        self.page.on("console", self.hear)

    def shut(self, dialog) -> None:
        self.trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def hear(self, told) -> None:
        # That somebody may not read something is no trouble here.
        if told.type == "error" and "(Forbidden)" not in told.text and "(Not Found)" not in told.text:
            self.trouble.append(told.text)

    def check_within(self, url: str) -> bool:
        """Whether that is of the house."""
        within = url.startswith((f"{HOUSE}/", "data:", "blob:", "about:"))
        if not within:
            self.trouble.append(f"asked for {url}")
        return within

    def answer(self, route: Route) -> None:
        """What the house says; nothing goes out."""
        asked = route.request
        if not self.check_within(asked.url) or asked.resource_type == "eventsource":
            route.abort()
            return
        place = urlsplit(asked.url).path
        if place.startswith("/static/"):
            # Letters are drawn in whatever the machine has.
            fonts = "pretendard" in place
            route.fulfill(path=None if fonts else finders.find(place.removeprefix("/static/")))
            return
        # Playwright calls from a context of its own, in which Django would open another connection.
        said = self.here.run(self.read, asked)
        if 300 <= said["status"] < 400 or said["status"] >= 500:
            # Nobody is sent on: what follows such an answer would not be asked for here.
            self.trouble.append(f"{said['status']} at {asked.method} {place}")
        route.fulfill(**said)

    def read(self, asked) -> dict:
        place, headers = urlsplit(asked.url), asked.headers
        said = self.client.generic(
            asked.method, place.path, asked.post_data_buffer or b"",
            content_type=headers.get("content-type", ""), QUERY_STRING=place.query, SERVER_NAME="localhost",
            headers={name: headers[name] for name in ("accept", "idempotency-key") if name in headers},
        )  # fmt: skip
        body = b"".join(said.streaming_content) if said.streaming else said.content
        return {"status": said.status_code, "headers": dict(said.headers), "body": body}

    def look(self, client: Client, address: str) -> Counter:
        """Open that page as this person, and count its parts."""
        self.client, self.here = client, copy_context()
        client.raise_request_exception = False
        answer = self.page.goto(address)
        if answer.status != 200:
            self.trouble.append(f"{address} answers {answer.status}")
        parts, loose = self.page.evaluate(PARTS)
        self.trouble += [f"{address}: {part}" for part in loose]
        # Whatever it was still about to ask, it asks before the next comes in.
        self.page.goto("about:blank")
        return Counter(parts)

    def close(self) -> None:
        """Go away."""
        self.context.close()
