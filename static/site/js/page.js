// Small things every module needs of the page it stands on.
export function csrf() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? decodeURIComponent(cookie[1]) : document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
}

// randomUUID is missing where the page came over plain http.
export function newRef() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Private windows may refuse to keep anything.
export function stored(key) {
  try {
    return localStorage.getItem(key) || "";
  } catch {
    return "";
  }
}

export function store(key, value) {
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
    return true;
  } catch {
    return false;
  }
}

const words = document.getElementById("words")?.content;

// The sentence of that name, in the language of the page.
export function say(name, values = {}) {
  const sentence = words?.querySelector(`[data-word="${name}"]`)?.textContent || "";
  return sentence.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

// Asks the API; an answer that says no throws its Korean sentence.
export async function ask(method, url, body) {
  let answer;
  try {
    answer = await fetch(url, {
      method,
      headers: { "X-CSRFToken": csrf(), Accept: "application/json", "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Unheard(0, "", say("server"));
  }
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return told;
  throw new Unheard(answer.status, told.code || "", answer.status < 500 && told.detail ? told.detail : say("server"));
}

export class Unheard extends Error {
  constructor(status, code, sentence) {
    super(sentence);
    this.status = status;
    this.code = code;
  }
}

const LINE_MS = 10000;
const waitingLines = new Map();
let lastLine = -LINE_MS;
let lineTimer = 0;

// One polite line in ten seconds, texts merged, of one matter only the latest; what cannot wait takes the others along.
export function announce(text, now = false, about = text) {
  waitingLines.delete(about);
  if (text) waitingLines.set(about, text);
  if (lineTimer && !now) return;
  clearTimeout(lineTimer);
  lineTimer = setTimeout(speak, now ? 0 : Math.max(100, lastLine + LINE_MS - performance.now()));
}

// What waits to be said, and what was said last, are not for everybody any more.
export function hush() {
  waitingLines.clear();
  const live = document.getElementById("live");
  if (live) live.textContent = "";
}

function speak() {
  lineTimer = 0;
  const live = document.getElementById("live");
  if (!waitingLines.size || !live) return;
  lastLine = performance.now();
  live.textContent = [...waitingLines.values()].join(" ");
  waitingLines.clear();
}

// Nothing moves under the hands of somebody who is writing; what is on its way to the house is written.
export function writing() {
  const field = document.activeElement;
  return field?.matches("textarea") && field.value !== "" && !field.readOnly;
}

const TOAST_MS = 6000;

// A dark line at the foot with at most one action; it waits while it is looked at, and two may stand together:
// who writes the hundredth word hears of both.
export function toast(text, action = null) {
  const line = document.createElement("div");
  line.className = "toast";
  const said = document.createElement("span");
  said.textContent = text;
  line.append(said);
  if (action) line.append(actionOf(action, line));
  announce(text, true);
  const place = document.getElementById("toasts");
  while (place.children.length > 1) place.firstElementChild.remove();
  place.append(line);
  let timer = setTimeout(() => line.remove(), TOAST_MS);
  for (const start of ["pointerenter", "focusin"]) line.addEventListener(start, () => clearTimeout(timer));
  for (const end of ["pointerleave", "focusout"]) {
    line.addEventListener(end, () => (timer = setTimeout(() => line.remove(), TOAST_MS)));
  }
}

function actionOf({ label, href, press }, line) {
  const action = document.createElement(href ? "a" : "button");
  action.textContent = label;
  if (href) action.href = href;
  action.addEventListener("click", () => {
    line.remove();
    press?.();
  });
  return action;
}

// 방금, 3분 전, 2시간 전; older ones get their date from the server.
export function ago(iso) {
  const minutes = Math.floor((Date.now() - new Date(iso)) / 60000);
  if (minutes < 1) return say("now");
  if (minutes < 60) return say("minutes", { n: minutes });
  if (minutes < 1440) return say("hours", { n: Math.floor(minutes / 60) });
  return official(iso, false);
}

export function official(iso, withTime = true) {
  const parts = new Intl.DateTimeFormat("ko-KR", {
    timeZone: "Asia/Seoul", year: "numeric", month: "numeric", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).formatToParts(new Date(iso.length === 10 ? `${iso}T12:00:00+09:00` : iso));
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${part.year}. ${part.month}. ${part.day}.(${part.weekday})${withTime ? ` ${part.hour}:${part.minute}` : ""}`;
}
