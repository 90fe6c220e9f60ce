// A talk comes alive: room, thread, composer and what is pressed; under a question and in a forum alike.
import { Acts } from "./acts.js";
import { connection } from "./band.js";
import { Composer } from "./composer.js";
import { Gauge } from "./gauge.js";
import { ago, say, store, stored } from "./page.js";
import { Pins } from "./pins.js";
import { Quoting } from "./quotes.js";
import { Reading } from "./reading.js";
import { Room } from "./room.js";
import { Thread } from "./thread.js";

const AGO_MS = 30000;
const HIDING = ["comment.hidden", "comment.withdrawn", "comment.blanked"];

export class Talk {
  // also: what else a page does with an event, and with the room as it is after a loss
  constructor(section, also = {}) {
    this.also = also;
    this.gauge = new Gauge();
    this.people = null;
    this.pins = new Pins(document.querySelector("[data-session]") ? "pinned" : "pinned-here");
    this.enter(section);
    setInterval(() => this.age(), AGO_MS);
  }

  // The words as they stand on the page; a forum that opens lays new ones in the place of these.
  enter(section) {
    this.section = section;
    this.acts = new Acts(section);
    this.thread = null;
    this.paused = false;
    this.held = [];
    this.reading = new Reading(section, section.querySelector("#comments"));
    if (section.dataset.status !== "open") return;
    new Quoting(section);
    this.thread = new Thread(section, this.gauge);
    new Composer(section, this.thread);
    this.button = section.querySelector("#pause");
    this.note = section.querySelector("#paused");
    this.paused = stored(this.key()) === "1";
    this.button.addEventListener("click", () => this.turn());
    this.tell();
  }

  key() {
    return `paused:${this.section.dataset.room}`;
  }

  listen() {
    const hear = {
      events: (events) => this.events(events),
      snapshot: (whole) => (this.paused ? this.hold(whole) : this.whole(whole)),
      tally: (numbers) => (this.paused ? (this.held.tally = numbers) : this.gauge.tally(numbers)),
      presence: (count) => {
        this.people = count;
        if (!this.paused) this.present();
      },
      status: connection(),
    };
    new Room(this.section.dataset, hear).open();
  }

  hear(event) {
    this.also.event?.(event);
    this.pins.hear(event);
    this.thread?.hear(event);
  }

  // 잠시 멈춤 holds everything back but what was taken down, and is remembered for this page.
  events(events) {
    if (!this.paused) return events.forEach((event) => this.hear(event));
    this.held.push(...events.map((event) => () => this.hear(event)));
    events.filter(({ name }) => HIDING.includes(name)).forEach((event) => this.hear(event));
    this.held.fresh = (this.held.fresh || 0) + events.filter(({ name, data }) => name === "comment.posted" && !data?.parent).length;
    return this.tell();
  }

  hold(whole) {
    this.held = [() => this.whole(whole)];
    return null;
  }

  async whole(whole) {
    this.pins.settle(whole.pinned);
    await this.also.snapshot?.(whole);
    if (this.thread) await this.thread.snapshot(whole);
    else this.gauge.tally(whole.tally);
  }

  turn() {
    this.paused = !this.paused;
    store(this.key(), this.paused ? "1" : "");
    if (!this.paused) {
      const acts = this.held;
      this.held = [];
      if (acts.tally) this.gauge.tally(acts.tally);
      acts.forEach((act) => act());
      this.present();
    }
    this.tell();
  }

  tell() {
    const n = this.held.fresh || 0;
    this.button.setAttribute("aria-pressed", this.paused);
    this.button.querySelector("[data-text]").textContent = say(this.paused ? "go-on" : "pause");
    this.note.hidden = !this.paused;
    this.note.querySelector("[data-text]").textContent = n ? say("paused-waiting", { n }) : say("paused");
  }

  present() {
    const line = document.getElementById("presence");
    if (!line || this.people === null) return;
    line.toggleAttribute("data-alone", this.people < 2);
    line.querySelector("[data-people]").textContent = this.people;
  }

  age() {
    for (const time of this.section.querySelectorAll("#comments time")) {
      if (Date.now() - new Date(time.dateTime) < 86400000) time.textContent = ago(time.dateTime);
    }
  }
}
