"""Where rooms were before."""

from aura_terminal.ui.room import Room as Room
from aura_terminal.ui.room import RoomPage as RoomPage
