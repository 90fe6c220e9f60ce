// This browser lets itself be woken: asked for only when its owner presses. Without this file the button is not there.
import { ask, newRef } from "./page.js";

const button = document.getElementById("push-on");
const said = document.getElementById("push-said");

function bytes(key) {
  const plain = atob(key.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

// Which browser on which machine, as its owner would say it.
function named() {
  const agent = navigator.userAgent;
  const browser = agent.match(/(Whale|SamsungBrowser|Edg|OPR|Firefox|Chrome|Safari)\//)?.[1] || "";
  const machine = agent.match(/Android|iPhone|iPad|Windows|Macintosh|Linux/)?.[0] || "";
  return [browser.replace("Edg", "Edge"), machine].filter(Boolean).join(" · ");
}

async function subscribe() {
  if ((await Notification.requestPermission()) !== "granted") throw new Error(button.dataset.denied);
  const worker = await navigator.serviceWorker.register(button.dataset.worker, { scope: "/" });
  await navigator.serviceWorker.ready;
  const kept = await worker.pushManager.getSubscription();
  const way = kept || (await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(button.dataset.key) }));
  await ask("POST", button.dataset.url, { ref: newRef(), name: named(), ...way.toJSON() });
}

async function press() {
  button.disabled = true;
  try {
    await subscribe();
    location.reload();
  } catch (trouble) {
    said.textContent = trouble.message;
    button.disabled = false;
  }
}

if ("serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
  button.hidden = false;
  button.addEventListener("click", press);
}
