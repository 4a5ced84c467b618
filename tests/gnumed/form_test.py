# SPDX-License-Identifier: MIT
"""The therapist's form in the tab, answered on its own page with mouse and keys and sent with its own button: what
its script makes of that is in the database, once. What cannot be stored is still on the page, and is stored when
the button is pressed again.

usage: form_test.py STATE LIBRARY PICTURES
"""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "client"))

from gnumed import BEN, Server  # noqa: E402  (puts the modules on the path)
import tab  # noqa: E402
from page import Page  # noqa: E402
from screen import wait_for  # noqa: E402

STATE, LIBRARY, PICTURES = sys.argv[1:4]
SERVER = Server(STATE)
OFF = "SET default_transaction_read_only = off; "


def ratings():
    return int(SERVER.psql(BEN, "SELECT count(*) FROM holdfast.rating WHERE rater = 'therapist'"))


def fill_in(page, screen):
    """Each item in another way; what the page then holds."""
    page.click("rail goals", 0.7)
    page.wait_for("the mouse's answer", lambda now: now["values"]["goals"])
    page.click("rail tasks", 0.4)
    screen.press("Home", *["Right"] * 12)
    page.click("rail bond", 0.5)
    screen.press("End")
    page.click("typing")
    page.click("field overall")
    screen.type("64")
    state = page.wait_for("the answers", lambda now: now["values"] | {"goals": ""} == {
        "goals": "", "tasks": "12", "bond": "100", "overall": "64"})
    assert 69 <= float(state["values"]["goals"]) <= 71, state["values"]
    return state["values"]


def refused(client, page, before):
    """The database takes no ratings for a moment: the form stays with its answers, and its button works again."""
    label = page.state()["button"]
    SERVER.psql("postgres", OFF + 'REVOKE INSERT ON holdfast.rating FROM "gm-doctors"')
    try:
        for _time in range(2):
            client.do("tab()._say('')")
            page.click("send")
            wait_for("the sentence", lambda: "Not sent" in client.value("tab()._trouble.GetLabel()"))
            page.wait_for("the button", lambda now: not now["is_sent"] and now["button"] == label)
    finally:
        SERVER.psql("postgres", OFF + 'GRANT INSERT ON holdfast.rating TO "gm-doctors"')
    client.screen.picture(Path(PICTURES) / "10-form-not-sent.png")
    assert client.value("tab()._path").endswith("/rate") and ratings() == before


def main():
    bea = SERVER.client("Specimen")
    with tab.opened(SERVER, BEN, LIBRARY, PICTURES) as client:
        page = Page(client)
        tab.choose(client, bea)
        before = ratings()
        session = client.value("tab()._session")
        client.do("tab()._show_form()")
        # The page's own module is at work: lines stand where the number fields were.
        page.wait_for("the form's lines", lambda now: now["path"].endswith("/rate") and now["lines"] == 4)
        held = fill_in(page, client.screen)
        refused(client, page, before)
        assert page.state()["values"] == held, "the answers went"
        page.click("send", times=2)  # nervous fingers
        page.wait_for("the page after it", lambda now: now["path"].startswith("/courses/"))
        client.screen.picture(Path(PICTURES) / "11-form-sent.png")
        assert client.value("tab()._trouble.GetLabel()") == ""
        assert ratings() == before + 1, f"{ratings() - before} ratings instead of one"
        lines = SERVER.psql(BEN, f"""SELECT answers FROM holdfast.rating
            WHERE rater = 'therapist' AND session_id = '{session}'""").splitlines()
        stored = dict(line.split("\t")[:2] for line in lines)
        assert {item: float(number) for item, number in stored.items() if number} == \
            {item: float(number) for item, number in held.items()}, (stored, held)
    print(f"the page's own script sent {held}; one rating is stored with just that")


main()
