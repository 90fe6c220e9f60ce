// Wakes when a push comes, shows what it says, and opens or ends it. It keeps nothing and answers for no page.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data.json();
  } catch {
    return;
  }
  const { title, body, tag, stop, stop_label: label } = told;
  const actions = stop && label ? [{ action: "stop", title: label }] : [];
  event.waitUntil(self.registration.showNotification(title, { body, tag, actions, data: told, lang: "ko" }));
});

// One press ends it (RFC 8058's own words, so that the house needs no second door).
async function end({ stop, stopped, tag }) {
  const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
  const answer = await fetch(stop, { method: "POST", body, credentials: "omit" });
  if (answer.ok) await self.registration.showNotification(stopped, { tag });
}

async function open(url) {
  const place = new URL(url, self.location.origin);
  if (place.origin === self.location.origin) await self.clients.openWindow(place.href);
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const told = event.notification.data;
  if (!told) return;
  event.waitUntil(event.action === "stop" ? end(told) : open(told.url));
});
