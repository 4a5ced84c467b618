# SPDX-License-Identifier: MIT
"""The conversation as Java reads and writes it: fields in Base64 between tabs."""
import base64
import json


def _field(text):
    return base64.b64encode(text.encode()).decode()


def _text(field):
    return base64.b64decode(field).decode()


def as_line(call):
    fields = [call["call"]]
    if call["call"] == "handle":
        request = call["request"]
        fields += [request.get("method", "GET")]
        fields += [request.get(name, "") for name in ("path", "prefix", "query", "actor", "body")]
        for name, value in request.get("headers", {}).items():
            fields += [name, value]
    if call["call"] == "run_tool":
        fields += [call["name"], *call.get("inputs", {}).values()]
    return "\t".join(_field(one) for one in fields)


def as_answer(line):
    kind, *fields = line.split("\t")
    if kind == "error":
        return {"status": int(fields[0]), "message": _text(fields[1])}
    if kind == "page":
        names = [_text(one) for one in fields[2:]]
        headers = sorted([names[i], names[i + 1]] for i in range(0, len(names), 2))
        return {"status": 0, "code": int(fields[0]), "body": fields[1], "headers": headers}
    if kind == "tools":
        tools = json.loads(_text(fields[0]))["tools"]
        return {"status": 0, "body": _field(json.dumps(tools, separators=(",", ":")))}
    return {"status": 0, "body": fields[0]} if kind == "body" else {"status": 0}
