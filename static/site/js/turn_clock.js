// 발언 시간. Every [data-turn-clock] counts what is left of a turn; over time is shown, in words and in red, and cuts nobody off.
const TICK_MS = 500;

export function turnClock(seconds) {
  const whole = Math.max(Math.floor(seconds), 0);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

// Without a limit the time only runs; nobody is over it.
export function turnTime({ began, seconds }, now = Date.now()) {
  if (!began) return { text: "", over: false };
  const spent = (now - new Date(began)) / 1000;
  if (!seconds) return { text: turnClock(spent), over: false };
  const left = Number(seconds) - spent;
  return left >= 0 ? { text: turnClock(Math.ceil(left)), over: false } : { text: `+${turnClock(-left)}`, over: true };
}

function tick() {
  for (const node of document.querySelectorAll("[data-turn-clock]")) {
    const { text, over } = turnTime(node.dataset);
    if (node.textContent !== text) node.textContent = text;
    node.classList.toggle("over", over);
    node.closest("[data-turn]")?.classList.toggle("over", over);
  }
}

tick();
setInterval(tick, TICK_MS);
