// The members' own room: what they write, and the bell after which the words of a closed item are read by HTTP.
import { LINE } from "./attend.js";
import { connection } from "./band.js";
import { ask } from "./page.js";
import { Room } from "./room.js";

const READ_AGAIN_MS = 50;
const NOT_OPEN = ["closed", "partial"];

// told() after each remark; shut() once this reader may no longer be here; the bell is answered within `spread`.
export function floorRoom(meeting, remarks, { told, shut, spread = 0 }) {
  const place = document.getElementById("floor-room");
  let timer = 0;

  function read() {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      try {
        meeting.sitting.admit(await ask("GET", place.dataset.insideUrl));
        meeting.redraw();
      } catch (unheard) {
        if ([403, 404].includes(unheard.status)) room.leave();
      }
    }, READ_AGAIN_MS + Math.random() * spread);
  }

  const band = connection({ ...LINE, out: "m-out" });
  const room = new Room(place.dataset, {
    events: (events) => {
      remarks.hear(events.map(({ data }) => data), meeting.sitting);
      told?.();
    },
    snapshot: (whole) => {
      remarks.take(whole.remarks);
      meeting.redraw();
      read();
    },
    tally: () => {},
    presence: () => {},
    bell: read,
    status: (state) => {
      band(state);
      if (state === "out") shut();
    },
  });
  room.open();

  // What happens to an item that is not open says nothing of its words.
  function heard({ name, data }) {
    const rows = [...(data?.items || []), data?.item].filter(Boolean);
    if (rows.some((row) => NOT_OPEN.includes(row.disclosure)) || name.startsWith("resolution.")) read();
  }

  return { read, heard };
}
