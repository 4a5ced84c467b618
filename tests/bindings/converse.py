# SPDX-License-Identifier: MIT
"""The golden conversation through the Python package: one line of JSON for each call's answer.

usage: converse.py PLUGIN CONFIG_JSON FOLDER CONVERSATION
"""
import base64
import json
import sys

import holdfast


class Host(holdfast.Host):
    def __init__(self, folder, conversation):
        super().__init__(folder, conversation["zone"])
        self._now = conversation["now_ms"]

    def now_ms(self):
        return self._now

    def log(self, severity, line):
        pass


def told(body):
    return {"body": base64.b64encode(body).decode()}


def call(plugin, one):
    name = one["call"]
    if name == "handle":
        asked = dict(one["request"])
        asked["body"] = asked.get("body", "").encode()
        page = plugin.handle(holdfast.Request(**asked))
        return {"code": page.code, "headers": sorted(map(list, page.headers)), **told(page.body)}
    if name == "tools":
        return told(json.dumps(plugin.tools(), separators=(",", ":")).encode())
    if name == "run_tool":
        inputs = {channel: text.encode() for channel, text in one.get("inputs", {}).items()}
        return told(plugin.run_tool(one["name"], {}, inputs).get("out", b""))
    getattr(plugin, name)()
    return {}


def main(library, config, folder, file):
    with open(file, encoding="utf-8") as text:
        conversation = json.load(text)
    plugin = holdfast.Plugin(library, Host(folder, conversation), json.loads(config))
    for one in conversation["calls"]:
        try:
            answer = {"status": 0, **call(plugin, one)}
        except holdfast.Error as error:
            answer = {"status": int(error.status), "message": error.message}
        print(json.dumps(answer, sort_keys=True, ensure_ascii=False))
    plugin.close()


main(*sys.argv[1:])
