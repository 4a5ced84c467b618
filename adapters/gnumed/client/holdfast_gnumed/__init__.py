# SPDX-License-Identifier: MIT
"""Holdfast in GNUmed's client: what needs no window."""
