// Three ways to hear a room, from the straightest to the one that always goes. Each tells `heard` every frame, and
// `ended` once why it is over: the code with which the house closed it, 0 if it was cut or never spoke.
import { Shut, read } from "./ticket.js";

const HELLO_MS = 10000;
const PING_MS = 20000;
const LOOK_MS = 3000;
const STREAM_HELLO_MS = 5000;
const STREAM_BEAT_MS = 40000;
const POLL_MS = 4000;
export const SPOKE = 4000;
export const REOPENED = 4401;
const NOT_WITH_THIS = [REOPENED, 4403, 4404];

class Way {
  constructor(room, heard, ended) {
    this.room = room;
    this.tell = heard;
    this.ended = ended;
    this.over = false;
    this.since = 0;
  }

  // From its first welcome on it is a line.
  heard(frame) {
    if (this.over) return;
    clearTimeout(this.silence);
    if (frame.type === "welcome") this.since = Date.now();
    this.tell(frame);
  }

  // Something must come within this time, or the line is dead without saying so.
  expect(time) {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.end(), time);
  }

  end(why = 0) {
    if (this.over) return;
    this.close();
    this.ended(why);
  }

  close() {
    this.over = true;
    clearTimeout(this.silence);
    clearTimeout(this.timer);
    clearInterval(this.pulse);
    this.socket?.close();
    this.source?.close();
  }

  get address() {
    const { place, after, epoch } = this.room;
    return `${place.eventsUrl}?after=${after}&epoch=${encodeURIComponent(epoch)}`;
  }

  look() {}

  again() {
    this.end();
  }
}

export class Socket extends Way {
  async open() {
    const { tickets, place } = this.room;
    this.kept = tickets.fresh;
    try {
      await tickets.take();
    } catch (trouble) {
      if (!this.over && trouble instanceof Shut) this.room.leave();
      this.end();
      return;
    }
    if (this.over) return;
    const socket = new WebSocket(location.origin.replace(/^http/, "ws") + place.socketPath);
    this.socket = socket;
    this.expect(HELLO_MS);
    socket.onopen = () => this.again();
    socket.onmessage = (message) => socket === this.socket && this.take(JSON.parse(message.data));
    socket.onclose = ({ code }) => socket === this.socket && this.hungUp(code);
  }

  take(frame) {
    if (frame.ticket) this.room.tickets.keep(frame.ticket);
    if (frame.type === "refused") this.refused(frame);
    else this.heard(frame);
    if (frame.type === "welcome") this.beat();
  }

  beat() {
    this.asking = false;
    clearInterval(this.pulse);
    this.pulse = setInterval(() => this.ping(), PING_MS);
  }

  // One that was kept too long is no reason to wait: ask for another on the spot. Any other no is followed by the close.
  refused({ ref, code }) {
    if (ref !== null || !this.kept || !code.startsWith("ticket_")) return;
    this.room.tickets.drop();
    const old = this.socket;
    this.socket = null;
    this.asking = false;
    old.close();
    this.open();
  }

  hungUp(code) {
    if (NOT_WITH_THIS.includes(code)) this.room.tickets.drop();
    this.end(code > SPOKE ? code : 0);
  }

  // The first word on the line, and what is asked when a number is missing.
  async again() {
    if (this.asking) return;
    this.asking = true;
    const { tickets, epoch, after } = this.room;
    try {
      this.send({ type: "resume", ticket: await tickets.take(), epoch, after });
    } catch {
      this.end();
    }
  }

  send(frame) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  ping(patience = HELLO_MS) {
    this.send({ type: "ping" });
    this.expect(patience);
  }

  // A line that looked open may have died in a pocket.
  look() {
    if (this.since) this.ping(LOOK_MS);
  }
}

// Ended by the house now and then; one that says nothing at first is held back by something between us.
export class Stream extends Way {
  open() {
    this.source = new EventSource(this.address);
    this.expect(STREAM_HELLO_MS);
    this.source.onmessage = (message) => {
      const frame = JSON.parse(message.data);
      this.heard(frame);
      if (frame.type === "pong" && !this.over) this.expect(STREAM_BEAT_MS);
    };
    this.source.onerror = () => this.end();
  }
}

export class Poll extends Way {
  async open() {
    if (this.asking) return;
    this.asking = true;
    await this.once();
    this.asking = false;
    if (!this.over) this.timer = setTimeout(() => this.open(), POLL_MS / 2 + (Math.random() * POLL_MS) / 2);
  }

  // One plain question, told as frames. A bell has no number and is not told here: it is taken as rung.
  async once() {
    try {
      const { resync, seq, events, tally } = await read(this.address);
      if (!this.since) this.heard({ type: "welcome" });
      this.heard(resync ? { type: "resync", seq } : { type: "batch", events });
      if (tally) this.heard(tally);
      this.heard({ type: "bell" });
      return true;
    } catch (trouble) {
      if (!this.over && trouble instanceof Shut) this.room.leave();
      this.end();
      return false;
    }
  }

  look() {
    clearTimeout(this.timer);
    this.open();
  }

  again() {}
}
