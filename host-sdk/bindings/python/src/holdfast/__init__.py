# SPDX-License-Identifier: MIT
"""Holdfast in a Python host: a Host gives what the plugin may ask, a Plugin answers."""
from .errors import Error, Status
from .host import Host
from .plugin import Plugin, Request, Response

__all__ = ["Error", "Host", "Plugin", "Request", "Response", "Status"]
