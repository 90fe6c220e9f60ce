"""The table of one room in shared memory: the hub asks it as ever, and no database is in the measurement."""

import mmap
import struct
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from realtime import table
from realtime.kinds import Address
from realtime.models import Mark
from realtime.protocol import Message
from realtime.table import Stretch

EPOCH = "5b0c6d0e-0000-4000-8000-000000000000"
SLOT, SLOTS = 16 * 1024, 4096
SEQ = struct.Struct("<Q")
SIZE = struct.Struct("<I")


class Ledger:
    """Processes that share the file share the room's numbers; only one of them writes."""

    def __init__(self, path: Path, name: str) -> None:
        path.touch()
        with path.open("r+b") as file:
            file.truncate((SLOTS + 1) * SLOT)
            self.memory = mmap.mmap(file.fileno(), 0)
        self.name = name
        table.mark_of = lambda address: self.mark
        table.marks_of = self.marks_of
        table.stretch_of = self.stretch_of
        table.tally_of = lambda address: ""

    @property
    def seq(self) -> int:
        return SEQ.unpack_from(self.memory)[0]

    @property
    def mark(self) -> Mark:
        return Mark(self.seq, EPOCH)

    def act(self, body: str) -> Message:
        """Write it down; gives the message that the layer carries, in the envelope of the protocol."""
        seq, at = self.seq + 1, timezone.localtime().isoformat()
        text = f'{{"type":"event","seq":{seq},"name":"{self.name}","at":"{at}","data":{body}}}'
        raw, place = text.encode(), self.place(seq)
        SIZE.pack_into(self.memory, place, len(raw))
        self.memory[place + SIZE.size : place + SIZE.size + len(raw)] = raw
        SEQ.pack_into(self.memory, 0, seq)
        return self.message(seq, text)

    def place(self, seq: int) -> int:
        """Where a number lies; old ones make room."""
        return (1 + seq % SLOTS) * SLOT

    def message(self, seq: int, text: str) -> Message:
        return Message(seq, self.name, f"bench.comment/{seq}", EPOCH, text)

    def told(self, seq: int) -> Message:
        """What was written under a number."""
        place = self.place(seq)
        start, size = place + SIZE.size, SIZE.unpack_from(self.memory, place)[0]
        return self.message(seq, self.memory[start : start + size].decode())

    def marks_of(self, addresses: Iterable[Address]) -> dict[Address, Mark]:
        return dict.fromkeys(addresses, self.mark)

    def stretch_of(self, address: Address, after: int, upto: int | None = None) -> Stretch:
        mark = self.mark
        last = mark.seq if upto is None else min(upto, mark.seq)
        if not 0 <= after <= mark.seq or last - after > settings.RESYNC_EVENTS:
            return Stretch(mark, None)
        return Stretch(mark, [self.told(seq) for seq in range(after + 1, last + 1)])
