// What both phones, the clock and the look behind them share: the server, the
// page's language, the clinic, and the time of the simulation.
import { texts } from "/simulator/texts.js";

/* What the browser keeps: the phones' numbers and media, the page's language. */
export const kept = {
  get: (key) => { try { return localStorage.getItem("simulator." + key); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem("simulator." + key, value); } catch { /* private window */ } },
};

export const world = {
  language: texts[kept.get("language")] ? kept.get("language") : navigator.language.startsWith("es") ? "es" : "en",
  clinic: "",
  channels: null, // medium → clinic's number; null until it was read
  zone: undefined, // the clinic's; the browser's until it was read
  ahead: 0, // milliseconds from the browser's time to the simulation's
};

export const words = () => texts[world.language];
export const now = () => new Date(Date.now() + world.ahead);

/* ---- The server ---- */

export async function ask(path, body) {
  const request = body === undefined ? {} : {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  };
  const response = await fetch("/simulator/" + path, { cache: "no-store", ...request });
  if (response.status === 204) return null;
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.detail), { problem: answer });
  return answer;
}

export const isAboutNumber = (failure) => failure.problem?.field === "from";

export function explain(failure) {
  if (isAboutNumber(failure)) return words().badNumber;
  return failure.problem ? failure.message : words().offline;
}

let reading = null;

/* Read once what the clinic can be written to by. */
export function readChannels() {
  reading ??= ask("channels").then((answer) => {
    world.clinic = answer.clinic;
    world.channels = new Map(answer.channels.map((each) => [each.channel, each.address]));
  }).catch((failure) => {
    reading = null;
    throw failure;
  });
  return reading;
}

/* ---- The document ---- */

export const element = (id) => document.getElementById(id);

export function make(name, className, content) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (content !== undefined) node.textContent = content;
  return node;
}

/* ---- Time, in the clinic's zone ---- */

const format = (date, options) => date.toLocaleString(world.language, { timeZone: world.zone, ...options });
export const clockTime = (date) => format(date, { hour: "numeric", minute: "2-digit" });
export const moment = (date) => format(date, { weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });
export const seconds = (date) => date.toLocaleTimeString(world.language, { hour: "numeric", minute: "2-digit", second: "2-digit" });

/* The local day, as something to compare. */
export const dayKey = (date) => new Intl.DateTimeFormat("en-CA", { timeZone: world.zone, dateStyle: "short" }).format(date);

export function dayName(date) {
  const day = dayKey(date);
  if (day === dayKey(now())) return words().today;
  if (day === dayKey(new Date(now().getTime() - 24 * 3600 * 1000))) return words().yesterday;
  return format(date, { weekday: "long", day: "numeric", month: "long" });
}
