# SPDX-License-Identifier: MIT
# (a licence that the GPL, GNUmed's own, allows its programs to be combined with)
"""The tab Holdfast in GNUmed's client: the picture of the active patient's course, and the form of the
clinician who is logged in. GNUmed loads it by this file's name; install.sh puts it in its place."""
import builtins
import io
import json
import logging
import os
import sys

import wx
import wx.html2

_HERE = os.path.dirname(os.path.realpath(__file__))
for _place in (_HERE, os.path.join(_HERE, "..", "..", "..", "host-sdk", "bindings", "python", "src")):
    if os.path.isdir(_place) and _place not in sys.path:
        sys.path.append(_place)

from Gnumed.business import gmClinNarrative, gmPerson, gmPraxis, gmStaff  # noqa: E402
from Gnumed.pycommon import gmConnectionPool, gmDispatcher, gmPG2  # noqa: E402
from Gnumed.wxpython import gmPlugin  # noqa: E402
from holdfast_gnumed import pages, settings, worker  # noqa: E402

_log = logging.getLogger("gm.holdfast")

# What GNUmed says on its own dispatcher when its database tells of a change.
SIGNALS = ("clin.encounter_mod_db", "clin.episode_mod_db", "clin.test_result_mod_db", "dem.names_mod_db",
           "dem.message_inbox_mod_db", "holdfast.rating_mod_db")
COURSE_OF_PATIENT = """
SELECT c.pk, (SELECT s.pk FROM holdfast_gnumed.session s
               WHERE s.course = c.pk AND s.db_user = session_user AND s.started <= now()
               ORDER BY s.started DESC LIMIT 1) AS session
  FROM holdfast_gnumed.course c WHERE c.client = %(client)s AND c.db_user = session_user
 ORDER BY c.last_session DESC LIMIT 1"""

# GNUmed's translations, which its start puts among Python's own names.
_ = getattr(builtins, "_", lambda text: text)


def login_of_client():
    """Whoever has logged in to this client."""
    known = gmConnectionPool.gmConnectionPool().credentials
    return settings.Login(user=known.user, password=known.password or "", database=known.database,
                          host=known.host or "", port=str(known.port or ""))


class _Files(wx.html2.WebViewHandler):
    """Gives the view what was fetched for it; it never asks anybody."""

    def __init__(self, panel):
        super().__init__("holdfast")
        self._panel = panel

    def GetFile(self, uri):  # wx's name
        found = self._panel.files.get(pages.path_of(uri))
        if found is None:
            return None
        return wx.FSFile(io.BytesIO(found.body), uri, found.kind, "", wx.DateTime.Now())


class HoldfastPanel(wx.Panel):
    """Bar above, page below. All fetching is the worker's; this thread only draws."""

    def __init__(self, parent):
        super().__init__(parent, -1)
        self.files = {}
        self._path = ""      # of the page that is shown
        self._asked = self._shown = 0  # pages; only what was asked for last is shown
        self._is_stale = False  # something changed while a page was on its way
        self._failures = 0   # forms that could not be sent
        self._patient = self._course = self._session = None
        self._worker = None
        self._actor = ""
        self._make_bar()
        self._make_view()
        sizer = wx.BoxSizer(wx.VERTICAL)
        sizer.Add(self._bar, 0, wx.EXPAND | wx.ALL, 4)
        sizer.Add(self._view, 1, wx.EXPAND)
        self.SetSizer(sizer)
        gmDispatcher.connect(signal="post_patient_selection", receiver=self._on_patient)
        for signal in SIGNALS:
            gmDispatcher.connect(signal=signal, receiver=self._on_change)
        self.Bind(wx.EVT_WINDOW_DESTROY, self._on_destroy)
        self._start()

    def _make_bar(self):
        self._bar = wx.Panel(self, -1)
        row = wx.BoxSizer(wx.HORIZONTAL)
        self._buttons = {}
        for name, label, act in (("picture", _("Picture"), self._show_picture),
                                 ("rate", _("Rate the last session"), self._show_form),
                                 ("today", _("Today"), lambda: self._go("/today")),
                                 ("note", _("Progress note..."), self._write_note)):
            button = wx.Button(self._bar, -1, label)
            button.Bind(wx.EVT_BUTTON, lambda _event, act=act: act())
            row.Add(button, 0, wx.RIGHT, 6)
            self._buttons[name] = button
        self._trouble = wx.StaticText(self._bar, -1, "")
        row.Add(self._trouble, 1, wx.ALIGN_CENTER_VERTICAL | wx.LEFT, 8)
        self._bar.SetSizer(row)

    def _make_view(self):
        self._view = wx.html2.WebView.New(self)
        self._handler = _Files(self)  # lives as long as the view
        self._view.RegisterHandler(self._handler)
        self._view.EnableContextMenu(False)
        self._view.EnableAccessToDevTools(False)
        self._view.AddScriptMessageHandler("holdfast")
        self._view.AddUserScript(pages.FORM_SCRIPT)
        self._view.Bind(wx.html2.EVT_WEBVIEW_NAVIGATING, self._on_navigating)
        self._view.Bind(wx.html2.EVT_WEBVIEW_NEWWINDOW, lambda event: self._go(pages.path_of(event.GetURL())))
        self._view.Bind(wx.html2.EVT_WEBVIEW_SCRIPT_MESSAGE_RECEIVED, self._on_form)

    def _start(self):
        try:
            login, read = login_of_client(), settings.read()
        except settings.SettingsError as error:
            self._say(str(error))
            return
        self._actor = login.user
        read.plugin.setdefault("practice_name", gmPraxis.gmCurrentPraxisBranch()["praxis"] or "")
        self._worker = worker.Worker(read.library, read.folder, read.zone, read.configuration(login),
                                     lambda why: wx.CallAfter(self._say, why or ""))
        self._worker.start()

    # What GNUmed tells; it may come on any thread.
    def _on_patient(self, **_kwargs):
        wx.CallAfter(self.repopulate_ui)

    def _on_change(self, **_kwargs):
        if self._worker:
            self._worker.wake()
            wx.CallAfter(self._refresh)

    def _on_destroy(self, event):
        if event.GetEventObject() is self and self._worker:
            self._worker.stop()
        event.Skip()

    def repopulate_ui(self):
        """The active patient changed, or the tab came to the front."""
        patient = gmPerson.gmCurrentPatient()
        before, self._patient = self._patient, patient.ID if patient.connected else None
        self._course = self._session = None
        if patient.connected:
            try:
                rows, _idx = gmPG2.run_ro_queries(queries=[{"cmd": COURSE_OF_PATIENT, "args": {"client": patient.ID}}])
            except gmPG2.dbapi.Error:
                _log.exception("holdfast_gnumed cannot be read")
                self._say(_("Holdfast is not installed in this database, or not for this login."))
                return
            if rows:
                self._course, self._session = rows[0]["pk"], rows[0]["session"]
        self._buttons["picture"].Enable(self._course is not None)
        self._buttons["rate"].Enable(self._session is not None)
        self._buttons["note"].Enable(self._session is not None)
        if self._worker:
            self._worker.wake()  # what GNUmed knows of the patient by now comes first
            if not (self._is_form() and self._patient == before):
                self._show_picture()

    def _show_picture(self):
        self._go(f"/courses/{self._course}" if self._course else "/today")

    def _show_form(self):
        if self._session:
            self._go(f"/sessions/{self._session}/rate")

    def _refresh(self):
        """A page that only shows is drawn anew, one that is on its way when it is there; a form that somebody fills
        in is left alone."""
        if self._shown != self._asked:
            self._is_stale = True
        elif self._path and not self._is_form():
            self._go(self._path)

    def _is_form(self):
        return self._path.endswith("/rate") or self._path.startswith("/f/")

    # Pages: fetched on the worker's thread, then shown.
    def _go(self, path, form=("", b"")):
        if not path or not self._worker:
            return
        self._asked += 1
        self._is_stale = False
        actor, number, is_form = self._actor, self._asked, bool(form[0])
        self._worker.ask(lambda plugin: pages.fetch(plugin.handle, actor, path, form),
                         lambda page, why: wx.CallAfter(self._show, number, page, why, is_form))

    def _show(self, number, page, why, is_form):
        if not self:  # the window went meanwhile
            return
        self._shown = number
        self._draw(number, page, why, is_form)
        if self._is_stale:
            self._refresh()

    def _draw(self, number, page, why, is_form):
        if is_form and (page is None or page.code >= 500):
            # What was answered stays where it is; the form's own key makes a second try safe.
            self._failures += 1
            self._view.LoadURL(pages.not_sent(self._path, self._failures))
            self._say(" ".join(part for part in (why, _("Not sent: your answers are still here. Please try again."))
                               if part))
            return
        if page is None:
            self._say(why or "")
            return
        if number != self._asked:
            return  # another page was asked for since
        if is_form:
            self._say("")
        if (page.path, page.files) == (self._path, self.files):
            return  # drawn as it is
        self.files = page.files
        self._path = page.path
        self._view.LoadURL(pages.BASE + page.path)

    def _on_navigating(self, event):
        path = pages.path_of(event.GetURL())
        if path and path in self.files:
            return  # fetched already
        event.Veto()
        self._go(path)

    def _on_form(self, event):
        try:
            told = json.loads(event.GetString())
            path, body = str(told["to"]), str(told["body"])
        except (ValueError, KeyError, TypeError):
            _log.warning("a page sent what is no form")
            return
        self._go(path, ("POST", body.encode()))
        self._worker.wake()

    def _write_note(self):
        """Into the session's encounter, with the clinician's own words, when they confirm them."""
        dialog = wx.TextEntryDialog(self, _("This goes into the progress notes of the session, under your name."),
                                    _("Progress note"), "", wx.OK | wx.CANCEL | wx.TE_MULTILINE)
        dialog.SetSize((520, 320))
        try:
            text = dialog.GetValue().strip() if dialog.ShowModal() == wx.ID_OK else ""
        finally:
            dialog.Destroy()
        if text:
            self.file_note(text)

    def file_note(self, text):
        gmClinNarrative.create_narrative_item(narrative=text, soap_cat="p", episode_id=self._course,
                                              encounter_id=self._session)
        self._say(_("The note is in the progress notes."))

    def _say(self, sentence):
        if not self:
            return
        self._trouble.SetLabel(sentence)
        self._bar.Layout()
        if sentence:
            gmDispatcher.send(signal="statustext", msg="Holdfast: " + sentence)


class gmHoldfastPlugin(gmPlugin.cNotebookPlugin):
    """GNUmed asks for a class named like the file."""

    tab_name = "Holdfast"

    def name(self):
        return gmHoldfastPlugin.tab_name

    def GetWidget(self, parent):
        self._widget = HoldfastPanel(parent)
        return self._widget

    def MenuInfo(self):
        return ("emr", _("&Holdfast: how the work together felt"))

    def can_receive_focus(self):
        return gmStaff.gmCurrentProvider() is not None
