"""Rooms of committees: everybody hears a meeting in one, its members hear one another in the other."""

from committees.rooms.drawing import noun_of
from committees.rooms.floor import FloorRoom
from committees.rooms.meeting import MeetingRoom

__all__ = ["FloorRoom", "MeetingRoom", "noun_of"]
