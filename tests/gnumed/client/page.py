# SPDX-License-Identifier: MIT
"""The page that the tab shows, used as a person does: with a mouse and keys on the screen. The page's own policy
allows no script to be run in it from outside, so a script of the tests, put in before, says where things stand."""
import json
import time

from screen import wait_for

# CSS pixels of the view, ten times a second.
_TELL = """
setInterval(() => {
  const at = {};
  for (const [name, find] of Object.entries({
    rail: ".rail", field: "input[type=number]", typing: "button.typing", send: "[data-send]"}))
    for (const one of document.querySelectorAll(find)) {
      const item = one.closest("[data-item]")?.dataset.item;
      const box = one.getBoundingClientRect();
      if (box.width > 0) at[item ? `${name} ${item}` : name] = [box.left, box.top, box.width, box.height];
    }
  const values = {};
  for (const field of document.querySelectorAll("input[type=number]"))
    values[field.closest("[data-item]").dataset.item] = field.value;
  window.holdfast.postMessage(JSON.stringify({state: {
    path: location.pathname, height: innerHeight, at, values,
    lines: document.querySelectorAll(".line.ready").length,
    button: document.querySelector("[data-send]")?.textContent,
    is_sent: Boolean(document.querySelector("[data-form]")?.dataset.sent),
    text: document.body?.innerText ?? "", drawn: Array.from(document.querySelectorAll("svg")).map(
      (one) => one.textContent).join(" ")}}));
}, 100);
"""
_HEAR = f"""
import json
state = {{}}
def hear(event):
    told = json.loads(event.GetString())
    if "state" not in told:
        event.Skip()  # the page's own
        return
    state.clear()
    state.update(told["state"])
tab()._view.Bind(wx.html2.EVT_WEBVIEW_SCRIPT_MESSAGE_RECEIVED, hear)
tab()._view.AddUserScript({_TELL!r})
"""


class Page:
    def __init__(self, client):
        """From the next page on."""
        self._client, self._screen = client, client.screen
        client.do(_HEAR)

    def state(self):
        return json.loads(self._client.value("json.dumps(state)"))

    def wait_for(self, what, until):
        """Until the page says so; what it said."""
        try:
            return wait_for(what, lambda: (state := self.state()) and until(state) and state)
        except AssertionError:
            print("the page says", json.dumps(self.state(), indent=1)[:3000])
            raise

    def value(self, item):
        return self.state()["values"][item]

    def click(self, name, share=0.5, times=1):
        """In the middle of it, or so much of its width along, where a hand would."""
        left, top, width, height = self._into_view(name)
        x, y = self._client.value(f"list(tab()._view.ClientToScreen({round(left + width * share)},"
                                  f" {round(top + height / 2)}))")
        self._screen.click(x, y, times)

    def _into_view(self, name):
        """The wheel is turned until it stands still and all of it can be seen."""
        before, end = None, time.monotonic() + 60
        while True:
            assert time.monotonic() < end, f"{name} cannot be brought into view"
            state = self.wait_for(name, lambda now: name in now["at"])
            box = state["at"][name]
            if 0 <= box[1] and box[1] + box[3] <= state["height"]:
                if box == before:
                    return box
            else:
                middle = self._client.value("list(tab()._view.ClientToScreen("
                                            "*[size // 2 for size in tab()._view.GetSize()]))")
                self._screen.wheel(*middle, is_down=box[1] > 0)
            before = box
            time.sleep(0.3)
