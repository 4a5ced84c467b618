# SPDX-License-Identifier: MIT
"""The tests' hand inside GNUmed's client, which runs this as its hook script: it types the password, and
does what the test asks for, line by line, on the thread that draws windows."""
import json
import os
import sys
import threading
import traceback

_FOLDER = os.environ.get("HOLDFAST_TEST_FOLDER", "")


def _log_in():
    import wx
    from Gnumed.wxpython import gmAuthWidgets, gmGuiHelpers

    def type_password(dialog):
        dialog.panel.pwdentry.SetValue(os.environ["HOLDFAST_TEST_PASSWORD"])
        dialog.panel.cancelled = False
        return wx.ID_OK

    gmAuthWidgets.cLoginDialog.ShowModal = type_password
    shown = gmGuiHelpers.c2ButtonQuestionDlg.ShowModal

    def agree(dialog):
        return wx.ID_YES if "Verifying database" in dialog.GetTitle() else shown(dialog)

    gmGuiHelpers.c2ButtonQuestionDlg.ShowModal = agree



_NAMES = {}


def tab():
    """The panel of Holdfast's tab."""
    import wx

    def below(window):
        yield window
        for child in window.GetChildren():
            yield from below(child)

    for top in wx.GetTopLevelWindows():
        for window in below(top):
            if type(window).__name__ == "HoldfastPanel":
                return window
    raise LookupError("no tab")


def _do(line, answers):
    try:
        asked = json.loads(line)
        result = eval(asked["do"], _NAMES) if asked["kind"] == "value" else exec(asked["do"], _NAMES)
        answer = {"is": result if isinstance(result, (str, int, float, bool, type(None), list)) else repr(result)}
    except Exception:  # pylint: disable=broad-except  # whatever it was, the test is told
        answer = {"failed": traceback.format_exc()}
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def _listen():
    import wx

    questions = open(os.path.join(_FOLDER, "questions"), encoding="utf-8")  # a pipe: waits for the test
    answers = open(os.path.join(_FOLDER, "answers"), "w", encoding="utf-8")
    for line in questions:
        wx.CallAfter(_do, line, answers)


def run_script(hook=None):
    if hook == "startup-before-GUI":
        _log_in()
    if hook == "startup-after-GUI-init":
        import wx
        from Gnumed.business import gmPerson
        from Gnumed.pycommon import gmDispatcher
        from Gnumed.wxpython import gmPatSearchWidgets
        _NAMES.update(wx=wx, tab=tab, gmPerson=gmPerson, gmDispatcher=gmDispatcher, sys=sys,
                      gmPatSearchWidgets=gmPatSearchWidgets)
        threading.Thread(target=_listen, daemon=True).start()
