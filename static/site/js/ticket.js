// The ticket of one room. The newest is kept while it lasts, so that a line that was cut comes back without a request.
import { csrf } from "./page.js";

// A little less than the minute it is good for; one that is refused all the same is asked for anew.
const FRESH_MS = 55000;
const ANSWER_MS = 10000;
const SHUT = [403, 404];

export class Tickets {
  constructor(place) {
    this.url = place.ticketUrl;
    this.keep(place.ticket, Date.now() - performance.now());
  }

  keep(ticket, at = Date.now()) {
    this.ticket = ticket;
    this.at = at;
  }

  drop() {
    this.ticket = "";
  }

  get fresh() {
    return Boolean(this.ticket) && Date.now() - this.at < FRESH_MS;
  }

  async take() {
    if (!this.fresh) this.keep((await read(this.url, "POST")).ticket);
    return this.ticket;
  }
}

// The house's own no is a Shut door; everything else may be better in a moment.
export class Shut extends Error {}

export async function read(url, method = "GET") {
  const headers = { Accept: "application/json" };
  if (method === "POST") Object.assign(headers, { "X-CSRFToken": csrf(), "Content-Type": "application/json" });
  const answer = await fetch(url, { method, headers, body: method === "POST" ? "{}" : undefined, signal: AbortSignal.timeout?.(ANSWER_MS) });
  const told = await answer.json().catch(() => null);
  if (SHUT.includes(answer.status) && told?.code) throw new Shut(told.code);
  if (!answer.ok || !told) throw new Error(String(answer.status));
  return told;
}
