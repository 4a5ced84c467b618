# SPDX-License-Identifier: MIT
"""The golden conversation in one language: the answers recorded, and the same bytes as in Python.

usage: conversation_test.py python|php|java SOURCE_DIR PLUGIN
"""
import base64
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import java_lines

HERE = Path(__file__).resolve().parent
JNA = "/usr/share/java/jna.jar"


def run(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, **options)
    if done.returncode:
        sys.exit(f"{command[0]} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def speak_java(bindings, arguments, scratch):
    """Compiles package and program, and lets them talk."""
    classes, lines = scratch / "classes", scratch / "lines"
    sources = [str(path) for path in sorted(bindings.glob("java/src/org/holdfast/*.java"))]
    run(["javac", "-Xlint:all", "-Werror", "-cp", JNA, "-d", str(classes), *sources, str(HERE / "Converse.java")])
    whole = json.loads((HERE / "conversation.json").read_text())
    lines.write_text("\n".join(java_lines.as_line(call) for call in whole["calls"]) + "\n")
    output = run(["java", "-cp", f"{classes}:{JNA}", "Converse", *arguments[:3], str(lines), whole["zone"],
                  str(whole["now_ms"])])
    return [java_lines.as_answer(line) for line in output.splitlines()]


def speak(language, source, plugin, scratch):
    """The answers of that language's program, in a data folder of its own."""
    bindings = source / "host-sdk" / "bindings"
    config = {"adapter": {"name": "practice",
                          "config": {"import": str(source / "tests" / "conform" / "practice.json")}}}
    last = [plugin, json.dumps(config), str(scratch / language), str(HERE / "conversation.json")]
    if language == "python":
        environment = dict(os.environ, PYTHONPATH=str(bindings / "python" / "src"),
                           PYTHONDONTWRITEBYTECODE="1")
        output = run(["/usr/bin/python3", str(HERE / "converse.py"), *last], env=environment)
    elif language == "php":
        output = run(["php", "-d", "ffi.enable=1", str(HERE / "converse.php"), str(bindings), *last])
    else:
        return speak_java(bindings, last, scratch)
    return [json.loads(line) for line in output.splitlines()]


def wrong(expected, answer):
    """What a recorded call expects and did not get."""
    if answer["status"] != expected.get("status", 0):
        yield f"status {answer['status']}: {answer.get('message')}"
        return
    if answer["status"] != 0 and not answer["message"]:
        yield "no message"
    if "code" in expected and answer["code"] != expected["code"]:
        yield f"code {answer['code']}"
    headers = {name.lower(): value for name, value in answer.get("headers", [])}
    if "type" in expected and headers.get("content-type") != expected["type"]:
        yield f"content type {headers.get('content-type')}"
    body = base64.b64decode(answer.get("body", ""))
    if "has" in expected and expected["has"].encode() not in body:
        yield f"'{expected['has']}' is not in the body"
    if "length" in expected and len(body) != expected["length"]:
        yield f"{len(body)} bytes"


def main(language, source, plugin):
    source = Path(source)
    calls = json.loads((HERE / "conversation.json").read_text())["calls"]
    with tempfile.TemporaryDirectory() as folder:
        answers = speak(language, source, plugin, Path(folder))
        again = answers if language == "python" else speak("python", source, plugin, Path(folder))
    problems = [] if len(answers) == len(calls) else [f"{len(answers)} answers to {len(calls)} calls"]
    for number, (expected, answer, other) in enumerate(zip(calls, answers, again), 1):
        where = f"call {number}, {expected['call']} {expected.get('request', {}).get('path', '')}"
        problems += [f"{where}: {what}" for what in wrong(expected, answer)]
        if answer != other:
            problems.append(f"{where}: another answer than in Python: {str(answer)[:300]}")
    print("\n".join(problems) or f"{len(calls)} calls are answered in {language} as recorded")
    return 1 if problems else 0


sys.exit(main(*sys.argv[1:]))
