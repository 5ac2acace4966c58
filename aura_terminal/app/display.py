"""Whether the X display answers, asked before Qt ends the process over one that does not."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from ctypes import CDLL, c_char_p, c_int, c_void_p

FIRST_CHOICE = "QT_QPA_PLATFORM"


def has_display(environment: Mapping[str, str]) -> bool:
    """Whether somebody could see a window; a platform that is named counts, but for the one that shows nothing."""
    if sys.platform != "linux" or environment.get(FIRST_CHOICE):
        return environment.get(FIRST_CHOICE) != "offscreen"
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def nobody_sees(environment: Mapping[str, str]) -> bool:
    """Whether a window would be shown to nobody, or to a display that does not answer."""
    return not has_display(environment) or bool(why_no_display(environment))


def why_no_display(environment: Mapping[str, str]) -> str:
    """A sentence when Qt would go to an X display that cannot be reached; empty otherwise.

    xcb_connect(3) with no name takes the display of DISPLAY, as Qt does; it always answers with a connection, which is
    in error when nobody listens or the user may not connect.
    """
    name = environment.get("DISPLAY", "")
    platform = environment.get(FIRST_CHOICE, "") or ("wayland" if environment.get("WAYLAND_DISPLAY") else "xcb")
    if sys.platform != "linux" or not name or not platform.startswith("xcb"):
        return ""
    xcb = CDLL("libxcb.so.1")
    xcb.xcb_connect.restype, xcb.xcb_connect.argtypes = c_void_p, [c_char_p, c_void_p]
    xcb.xcb_connection_has_error.restype, xcb.xcb_connection_has_error.argtypes = c_int, [c_void_p]
    xcb.xcb_disconnect.argtypes = [c_void_p]
    connection = xcb.xcb_connect(name.encode(), None)
    is_refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    if not is_refused:
        return ""
    return (
        f"The display {name} cannot be reached. Start the terminal from the desktop it is to appear on, or name one "
        "that answers in DISPLAY; `aura-terminal demo --script` needs none."
    )
