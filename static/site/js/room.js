// A room: hears its events once, in order, whatever happens to the line.
// Socket first, then an event stream, then asking again and again; the page is never reloaded.
import { TRIES_BEFORE_STREAM, poll, stream } from "./detour.js";
import { FRESH_MS, csrf } from "./page.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15000;
const HELLO_MS = 10000;
const PING_MS = 20000;
const BACK_TO_SOCKET_MS = 60000;

export class Room {
  // place: the data-* of the page; hear: {events, tally, presence, snapshot, status}, and bell where one is rung
  constructor(place, hear) {
    this.place = place;
    this.hear = hear;
    this.after = Number(place.seq);
    this.epoch = place.epoch;
    this.ticket = performance.now() < FRESH_MS ? place.ticket : "";
    this.failures = 0;
    this.round = 0;
    this.socketAgain = 0;
    this.held = null;
    this.out = false;
  }

  open() {
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.lost(this.round));
    addEventListener("pageshow", (event) => event.persisted && this.hurry());
    addEventListener("pagehide", () => this.drop());
    document.addEventListener("visibilitychange", () => document.hidden || this.look());
    this.connect();
  }

  // A line that looked open may have died in a pocket.
  look() {
    if (this.socket?.readyState === WebSocket.OPEN) this.ping();
    else if (this.timer) this.hurry();
  }

  hurry() {
    this.drop();
    this.failures = 0;
    this.connect();
  }

  drop() {
    this.round += 1;
    clearTimeout(this.timer);
    clearTimeout(this.silence);
    clearInterval(this.pulse);
    this.timer = 0;
    this.socket?.close();
    this.stream?.close();
    this.socket = this.stream = null;
  }

  async connect() {
    if (this.out) return;
    const round = ++this.round;
    this.timer = 0;
    this.asking = false;
    this.bySocket = this.failures < TRIES_BEFORE_STREAM || Date.now() > this.socketAgain;
    if (this.bySocket) {
      try {
        const ticket = await this.takeTicket();
        if (round === this.round) this.openSocket(ticket, round);
      } catch {
        if (round === this.round) this.lost(round);
      }
    } else if (this.streamDead) poll(this, round);
    else stream(this, round);
  }

  // Renewed before every connect: the page may have been opened yesterday.
  async takeTicket() {
    if (this.ticket) {
      const first = this.ticket;
      this.ticket = "";
      return first;
    }
    const answer = await fetch(this.place.ticketUrl, {
      method: "POST",
      headers: { "X-CSRFToken": csrf(), Accept: "application/json", "Content-Type": "application/json" },
      body: "{}",
    });
    if (answer.status === 403 || answer.status === 404) this.leave();
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).ticket;
  }

  // The door said no: asking again would not change its mind.
  leave() {
    if (this.out) return;
    this.out = true;
    this.drop();
    this.hear.status("out");
  }

  openSocket(ticket, round) {
    const socket = new WebSocket(location.origin.replace(/^http/, "ws") + this.place.socketPath);
    this.socket = socket;
    this.expect(round, HELLO_MS);
    socket.onopen = () => this.resume(ticket);
    socket.onmessage = (message) => round === this.round && this.receive(JSON.parse(message.data), round);
    socket.onclose = () => round === this.round && this.lost(round);
  }

  resume(ticket) {
    this.send({ type: "resume", ticket, epoch: this.epoch, after: this.after });
  }

  send(frame) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  ping() {
    this.send({ type: "ping" });
    this.expect(this.round, HELLO_MS);
  }

  // Something must come within this time, or the line is dead without saying so.
  expect(round, time) {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => round === this.round && this.lost(round), time);
  }

  lost(round) {
    if (round !== this.round) return;
    this.drop();
    this.failures += 1;
    if (this.bySocket && this.failures >= TRIES_BEFORE_STREAM) this.socketAgain = Date.now() + BACK_TO_SOCKET_MS;
    if (this.failures > 1) this.hear.status("lost");
    this.later(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (this.failures - 1)));
  }

  later(wait) {
    this.timer = setTimeout(() => this.connect(), wait / 2 + (Math.random() * wait) / 2);
  }

  receive(frame, round) {
    clearTimeout(this.silence);
    if (frame.type === "welcome") this.welcome(frame, round);
    else if (frame.type === "refused") this.refused(frame, round);
    else if (frame.type === "resync") this.resync(round);
    else if (frame.type === "tally") this.hear.tally(frame);
    else if (frame.type === "presence") this.hear.presence(frame.count);
    else if (frame.type === "bell") this.hear.bell?.();
    else if (frame.type === "event") this.take([frame], round);
    else if (frame.type === "batch") this.take(frame.events, round);
  }

  welcome(frame, round) {
    this.epoch = frame.epoch;
    clearInterval(this.pulse);
    if (this.socket) this.pulse = setInterval(() => round === this.round && this.ping(), PING_MS);
    this.asking = false;
    if (this.socket) this.failures = 0;
    this.hear.status("live");
  }

  refused(frame, round) {
    if (frame.ref !== null) return;
    this.lost(round);
  }

  // Each number once and in its turn; one that is missing is asked for.
  take(events, round) {
    if (this.held) {
      this.held.push(...events);
      return;
    }
    const heard = [];
    for (const event of events) {
      if (event.seq <= this.after) continue;
      if (event.seq > this.after + 1) {
        this.gap(round);
        break;
      }
      this.after = event.seq;
      heard.push(event);
    }
    if (heard.length) this.hear.events(heard);
  }

  async gap(round) {
    if (this.asking) return;
    if (!this.socket) {
      this.lost(round);
      return;
    }
    this.asking = true;
    try {
      const ticket = await this.takeTicket();
      if (round === this.round) this.resume(ticket);
    } catch {
      this.lost(round);
    }
  }

  // What came before cannot be told one by one: look at the room as it is, then go on.
  async resync(round) {
    if (this.held) return;
    this.held = [];
    try {
      const answer = await fetch(this.place.snapshotUrl, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      const whole = await answer.json();
      await this.hear.snapshot(whole);
      this.after = whole.seq;
      this.epoch = whole.epoch;
      const held = this.held;
      this.held = null;
      if (round !== this.round) return;
      this.take(held, round);
      if (this.socket) this.gap(round);
    } catch {
      this.held = null;
      this.lost(round);
    }
  }
}
