// A room: hears its events once, in order, whatever happens to the line.
// Socket first, then an event stream, then asking again and again; and back, beside what still carries. No page is reloaded.
import { LONGEST_MS, share, wait } from "./patience.js";
import { Tickets, read } from "./ticket.js";
import { Poll, REOPENED, SPOKE, Socket, Stream } from "./ways.js";

const WAYS = [Socket, Stream, Poll];
const REFUSALS = 2;
const STOOD_MS = 10000;
const AGAIN_MS = 1000;
const BLINK_MS = 2000;
const TRIAL_MS = 60000;

export class Room {
  // place: the data-* of the page; hear: {events, tally, presence, snapshot, status}, and bell where one is rung.
  // status is told "live", "slow" (by asking now and then), "lost" or "out". What only rings has no detours.
  constructor(place, hear, { detours = true, longest = LONGEST_MS } = {}) {
    Object.assign(this, { place, hear, detours, longest });
    this.after = Number(place.seq);
    this.epoch = place.epoch;
    this.tickets = new Tickets(place);
    this.people = this.at = this.failures = this.refusals = 0;
    this.line = this.trial = this.held = this.owed = null;
    this.said = "";
    this.out = false;
  }

  open() {
    addEventListener("online", () => this.moved());
    addEventListener("offline", () => this.line?.end());
    addEventListener("pageshow", (event) => event.persisted && this.hurry());
    addEventListener("pagehide", () => this.drop());
    document.addEventListener("visibilitychange", () => document.hidden || this.look());
    setInterval(() => document.hidden || this.try(), TRIAL_MS);
    this.connect();
  }

  // Somebody looks at the page again.
  look() {
    if (this.timer) this.hurry();
    else this.line?.look();
    this.try();
  }

  // Another network: what the last one did not let through may pass here.
  moved() {
    this.at = this.refusals = 0;
    this.hurry();
  }

  hurry() {
    this.drop();
    this.failures = 0;
    this.connect();
  }

  drop() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.line?.close();
    this.trial?.close();
    this.line = this.trial = null;
  }

  connect() {
    this.timer = 0;
    if (!this.out && !this.line) this.line = this.along(WAYS[this.at]);
  }

  along(Way) {
    const way = new Way(this, (frame) => this.receive(frame, way), (why) => this.ended(way, why));
    way.open();
    return way;
  }

  // The straight way is tried again beside the detour, which carries on until the other has said its first word.
  try() {
    if (this.at && this.line && !this.trial) this.trial = this.along(Socket);
  }

  // The door said no: asking again would not change its mind.
  leave() {
    this.out = true;
    this.drop();
    this.tell("out");
  }

  tell(state) {
    if (state === this.said) return;
    this.said = state;
    this.hear.status(state);
  }

  ended(way, why) {
    if (way === this.trial) {
      this.trial = way instanceof Socket && this.at === 2 ? this.along(Stream) : null;
    } else if (way === this.line) {
      this.line = null;
      const stood = way.since && Date.now() - way.since > STOOD_MS;
      if (stood) this.failures = this.refusals = 0;
      this.failures += 1;
      this.next(way, why, stood);
    }
  }

  // Which way now, and when. A stream is ended by the house now and then; one that never spoke will not.
  next(way, why, stood) {
    if (way instanceof Stream && !why && stood) {
      this.later(Math.random() * AGAIN_MS);
    } else if (way instanceof Stream && !why && !way.since) {
      this.at = 2;
      this.connect();
    } else if (way instanceof Poll) {
      this.at = this.refusals = 0;
      this.wait();
    } else if (why || way instanceof Stream || !this.detours) {
      this.wait(why === REOPENED);
    } else {
      this.ask();
    }
  }

  // Is it the socket that does not pass, or does the house not answer at all? One plain question tells,
  // and brings what was missed meanwhile.
  async ask() {
    const question = new Poll(this, (frame) => frame.type !== "welcome" && this.receive(frame, question), () => {});
    this.line = question;
    const answered = await question.once();
    if (this.line !== question) return;
    question.close();
    this.line = null;
    if (answered) this.refusals += 1;
    if (this.refusals < REFUSALS) {
      this.wait(false, answered);
    } else {
      this.at = 1;
      this.connect();
    }
  }

  wait(soon = false, answered = false) {
    const { people, failures, longest } = this;
    const time = wait({ people, failures, longest, soon });
    if (!answered && (failures > 1 || time > BLINK_MS)) this.tell("lost");
    this.later(time);
  }

  later(time) {
    this.timer = setTimeout(() => this.connect(), time);
  }

  receive(frame, way) {
    if (frame.type === "welcome") this.welcome(way);
    else if (frame.type === "resync") this.resync(frame);
    else if (frame.type === "tally") this.hear.tally(frame);
    else if (frame.type === "presence") this.present(frame.count);
    else if (frame.type === "bell") this.hear.bell?.();
    else if (frame.type === "event") this.take([frame], way);
    else if (frame.type === "batch") this.take(frame.events, way);
  }

  welcome(way) {
    if (way === this.trial) {
      this.line?.close();
      [this.line, this.trial] = [way, null];
      this.at = WAYS.indexOf(way.constructor);
    }
    this.tell(way instanceof Poll ? "slow" : "live");
  }

  present(count) {
    this.people = count;
    this.hear.presence(count);
  }

  // Each number once and in its turn; one that is missing is asked for.
  take(events, way) {
    if (this.held) return void this.held.push(...events);
    const heard = [];
    for (const event of events) {
      if (event.seq <= this.after) continue;
      if (event.seq > this.after + 1) {
        way?.again();
        break;
      }
      this.after = event.seq;
      heard.push(event);
    }
    if (heard.length) this.draw(heard);
  }

  // A page that stumbles over one event has not drawn the rest: it looks at the room as it is.
  draw(events) {
    try {
      this.hear.events(events);
    } catch (trouble) {
      reportError(trouble);
      this.resync({ seq: this.after });
    }
  }

  // What came before cannot be told one by one: look at the room as it is, then go on. The epoch is believed only then.
  async resync(frame) {
    if (this.held) {
      this.owed = frame;
      return;
    }
    this.held = [];
    try {
      await new Promise((rested) => setTimeout(rested, Math.random() * share(this.people)));
      const whole = await read(this.place.snapshotUrl);
      await this.hear.snapshot(whole);
      [this.after, this.epoch] = [whole.seq, whole.epoch];
    } catch {
      this.held = this.owed = null;
      this.line?.end(SPOKE);
      return;
    }
    const { held, owed } = this;
    this.held = this.owed = null;
    if (owed) {
      this.resync(owed);
      return;
    }
    this.take(held.sort((one, other) => one.seq - other.seq), this.line);
    if (this.epoch === frame.epoch && this.after < frame.seq) this.line?.again();
  }
}
