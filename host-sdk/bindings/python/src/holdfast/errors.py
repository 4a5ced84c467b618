# SPDX-License-Identifier: MIT
"""Failures on both sides of the boundary: a status and a sentence for operators."""
import enum

from . import abi


class Status(enum.IntEnum):
    OK = abi.OK
    INVALID = abi.E_INVALID
    NOT_FOUND = abi.E_NOT_FOUND
    DENIED = abi.E_DENIED
    CONFLICT = abi.E_CONFLICT
    UNSUPPORTED = abi.E_UNSUPPORTED
    UNAVAILABLE = abi.E_UNAVAILABLE
    STATE = abi.E_STATE
    LIMIT = abi.E_LIMIT
    MEMORY = abi.E_MEMORY
    INTERNAL = abi.E_INTERNAL


class Error(Exception):
    """`status` is a Status where the ABI knows it, else the bare number."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.message = message
        try:
            self.status: int = Status(status)
        except ValueError:
            self.status = status
