// Two ways round what does not let a socket through: an event stream, else asking again and again.
export const TRIES_BEFORE_STREAM = 3;
const AGAIN_MS = 1000;
const POLL_MS = 4000;

function address(room) {
  return `${room.place.eventsUrl}?after=${room.after}&epoch=${encodeURIComponent(room.epoch)}`;
}

// A stream is ended by the house now and then; one that never spoke is kept away by something between us.
export function stream(room, round) {
  const source = new EventSource(address(room));
  let spoke = false;
  room.stream = source;
  source.onmessage = (message) => {
    if (round !== room.round) return;
    spoke = true;
    room.receive(JSON.parse(message.data), round);
  };
  source.onerror = () => {
    if (round !== room.round) return;
    room.streamDead = !spoke;
    if (spoke) room.drop();
    else room.lost(round);
    room.failures = Math.max(room.failures, TRIES_BEFORE_STREAM);
    if (spoke) room.later(AGAIN_MS);
  };
}

export async function poll(room, round) {
  try {
    const answer = await fetch(address(room), { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const told = await answer.json();
    if (round !== room.round) return;
    room.hear.status("live");
    if (told.resync) await room.resync(round);
    else room.take(told.events, round);
    if (told.tally) room.hear.tally(told.tally);
    if (round === room.round) room.later(POLL_MS);
  } catch {
    room.lost(round);
  }
}
