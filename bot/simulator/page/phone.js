// The phone in the browser. It knows only what GET /simulator/messages tells:
// every change on the screen is a message there, or one on its way to there.
import { texts } from "/simulator/texts.js";

const quick = 300; // milliseconds between looks while something is on its way
const slow = 1000; // … otherwise
const hidden = 4000; // … while nobody looks

const element = (id) => document.getElementById(id);
const log = element("log");
const scroller = element("scroller");
const text = element("text");
const number = element("number");
const settings = element("settings");

/* What the browser keeps: the phone's number, medium and page language. */
const kept = {
  get: (key) => { try { return localStorage.getItem("simulator." + key); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem("simulator." + key, value); } catch { /* private window */ } },
};

const state = {
  number: kept.get("number") || newNumber(),
  channel: kept.get("channel") || "sms",
  language: kept.get("language") || (navigator.language.startsWith("es") ? "es" : "en"),
  clinic: "",
  channels: null, // medium → clinic's number; null until it was read
  settled: 0, // the sequence number up to which nothing will change any more
  messages: new Map(), // key → { message, node }
  life: 0, // raised when the phone changes: answers to older questions are dropped
  typing: false,
};

const words = () => texts[state.language];

/* A number of those that are set aside for films: area code, 555, 0100–0199. */
function newNumber() {
  const areas = ["202", "206", "212", "303", "312", "404", "415", "503", "512", "602", "617", "702", "713", "808", "904"];
  const [area, line] = crypto.getRandomValues(new Uint32Array(2));
  return "+1" + areas[area % areas.length] + "5550" + (100 + (line % 100));
}

function newID() {
  return "phone-" + Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* ---- The server ---- */

async function ask(path, body) {
  const request = body === undefined ? {} : {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  };
  const response = await fetch("/simulator/" + path, { cache: "no-store", ...request });
  if (response.status === 204) return null;
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.detail), { problem: answer });
  return answer;
}

const isAboutNumber = (failure) => failure.problem?.field === "from";

function explain(failure) {
  if (isAboutNumber(failure)) return words().badNumber;
  return failure.problem ? failure.message : words().offline;
}

async function readChannels() {
  const answer = await ask("channels");
  state.clinic = answer.clinic;
  state.channels = new Map(answer.channels.map((each) => [each.channel, each.address]));
  if (!state.channels.has(state.channel) && state.channels.size > 0) {
    state.channel = state.channels.keys().next().value;
  }
  showSettings();
  if (state.channels.size === 0) warn(words().nothingOpen);
}

let timer = 0;

/* Look at the phone, and again after a while, for as long as the page is open. */
async function look() {
  clearTimeout(timer);
  const life = state.life;
  let pause = slow;
  try {
    if (!state.channels) await readChannels();
    if (state.channels.has(state.channel)) {
      const query = new URLSearchParams({ from: state.number, channel: state.channel, after: state.settled });
      const phone = await ask("messages?" + query);
      if (life !== state.life) return;
      show(phone);
      if (phone.more) pause = 0;
      else if (phone.typing || unsettled()) pause = quick;
    }
    if (!element("alert").dataset.sticky) warn("");
  } catch (failure) {
    if (life !== state.life) return;
    warn(explain(failure));
    markNumber(isAboutNumber(failure));
    if (isAboutNumber(failure)) return; // until it is another one
    pause = slow * 2;
  }
  timer = setTimeout(look, document.hidden ? hidden : pause);
}

async function send(message) {
  const entry = state.messages.get(message.id) ?? draw({ ...message, key: message.id, direction: "inbound", choices: [] });
  setStatus(entry, "pending");
  scrollDown();
  const life = state.life;
  try {
    await ask("messages", {
      id: message.id, channel: message.channel, from: message.from, text: message.text, choice: message.choice,
    });
    if (life === state.life) look();
  } catch (failure) {
    if (life !== state.life) return;
    setStatus(entry, "refused");
    offerRetry(entry, message);
    if (failure.problem) warn(explain(failure), true);
    markNumber(isAboutNumber(failure));
  }
}

function write(words, choice) {
  warn("");
  send({ id: newID(), channel: state.channel, from: state.number, text: words, choice, at: new Date().toISOString() });
}

/* WhatsApp tells the clinic what was read; an SMS does not. */
let reported = 0;
async function reportRead(messages) {
  if (state.channel !== "whatsapp" || document.hidden) return;
  const last = messages.findLast((each) => each.direction === "outbound" && each.status === "delivered");
  if (!last || last.sequence <= reported) return;
  const before = reported;
  reported = last.sequence;
  try {
    await ask("receipts", { channel: state.channel, from: state.number, through: last.sequence });
  } catch { // the next look reports it again
    if (reported === last.sequence) reported = before;
  }
}

/* ---- The screen ---- */

const onPhone = new Set(["sent", "delivered", "read"]);
const lost = new Set(["failed", "not-sent"]);
const moving = new Set(["received", "queued", "sending", "unknown"]);

function isFinal(message) {
  if (moving.has(message.status) || message.status === "sent") return false;
  return !(message.status === "delivered" && message.channel === "whatsapp" && message.sequence > reported);
}

const unsettled = () => [...state.messages.values()].some((entry) => entry.status === "pending" || entry.status === "received");

function show(phone) {
  let settled = true;
  let grown = false;
  for (const message of phone.messages) {
    const key = message.id || String(message.sequence);
    let entry = state.messages.get(key);
    if (!entry && (message.direction === "inbound" || onPhone.has(message.status) || lost.has(message.status))) {
      entry = draw({ ...message, key });
      grown = true;
    }
    if (entry) setStatus(entry, message.status);
    settled = settled && isFinal(message);
    if (settled) state.settled = message.sequence;
  }
  setTyping(phone.typing);
  reportRead(phone.messages);
  if (following && grown) scrollDown();
}

function draw(message) {
  const time = new Date(message.at);
  drawDay(time);
  const node = lost.has(message.status) ? drawNote(message) : drawMessage(message, time);
  log.append(node);
  element("empty").hidden = true;
  const entry = { message, node, status: message.status };
  state.messages.set(message.key, entry);
  return entry;
}

function make(name, className, content) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (content !== undefined) node.textContent = content;
  return node;
}

function drawNote(message) {
  return make("li", "note", words().unsent.replace("{reason}", message.reason || message.status));
}

function drawMessage(message, time) {
  const mine = message.direction === "inbound";
  const node = make("li", "message last" + (mine ? " mine" : ""));
  const before = log.lastElementChild;
  if (before?.classList.contains("message") && before.classList.contains("mine") === mine) before.classList.remove("last");
  else node.classList.add("turned");

  const bubble = make("div", "bubble");
  bubble.append(make("span", "unseen", (mine ? words().you : state.clinic || words().clinic) + ": "));
  bubble.append(...linked(message.text));
  const meta = make("span", "meta");
  const clock = make("time", "", time.toLocaleTimeString(state.language, { hour: "numeric", minute: "2-digit" }));
  clock.dateTime = message.at;
  const tick = make("span", "tick");
  tick.setAttribute("role", "img");
  meta.append(clock, tick);
  bubble.append(meta);
  node.append(bubble);
  if (message.choices.length > 0) node.append(drawChoices(message.choices));
  return node;
}

function drawChoices(choices) {
  const list = make("div", "choices");
  for (const choice of choices) {
    const button = make("button", "", choice.label);
    button.type = "button";
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", "true");
      write(choice.label, choice.id);
      text.focus();
    });
    list.append(button);
  }
  return list;
}

/* A text with its web addresses as links. */
function linked(words) {
  return words.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/).map((part, index) => {
    if (index % 2 === 0) return document.createTextNode(part);
    const link = make("a", "", part);
    link.href = part;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  });
}

function drawDay(time) {
  const day = new Intl.DateTimeFormat("en-CA").format(time);
  if (log.dataset.day === day) return;
  log.dataset.day = day;
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  let name = time.toLocaleDateString(state.language, { weekday: "long", day: "numeric", month: "long" });
  if (time.toDateString() === today.toDateString()) name = words().today;
  if (time.toDateString() === yesterday.toDateString()) name = words().yesterday;
  log.append(make("li", "day", name));
}

const ticks = {
  pending: "M8 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9m0 2.2V6l1.6 1",
  one: "M3.5 6.5 6.5 9.5 12.5 2.5",
  two: "M1 6.5 4 9.5 10 2.5M6.8 9.2l.5.4 6.7-7",
  refused: "M8 2v5M8 9.6v.2",
};
const tickOf = {
  pending: "pending", refused: "refused", received: "one", quarantined: "one", processed: "two",
  sent: "one", delivered: "two", read: "two",
};

function setStatus(entry, status) {
  if (entry.shown === status) return;
  entry.shown = entry.status = status;
  entry.node.classList.toggle("refused", status === "refused");
  if (status !== "refused") entry.node.querySelector(".retry")?.remove();
  const tick = entry.node.querySelector(".tick");
  if (!tick || !tickOf[status]) return;
  tick.dataset.status = status;
  tick.setAttribute("aria-label", words().status[status]);
  tick.title = words().status[status];
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", "0 0 16 12");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", ticks[tickOf[status]]);
  drawing.append(line);
  tick.replaceChildren(drawing);
}

function offerRetry(entry, message) {
  if (entry.node.querySelector(".retry")) return;
  const button = make("button", "retry", words().retry);
  button.type = "button";
  button.addEventListener("click", () => send(message)); // the same id: never twice
  entry.node.append(button);
}

function setTyping(typing) {
  if (state.typing === typing) return;
  state.typing = typing;
  element("typing").hidden = !typing;
  element("typing-words").textContent = typing ? words().typing : "";
  showContactLine();
  if (typing && following) scrollDown();
}

/* The screen follows the newest message until somebody scrolls up to read. */
let following = true;
scroller.addEventListener("scroll", () => {
  following = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
});
new ResizeObserver(() => { if (following) scrollDown(); }).observe(scroller);

function scrollDown() {
  scroller.scrollTop = scroller.scrollHeight;
  following = true;
}

function warn(sentence, sticky = false) {
  const box = element("alert");
  if (box.textContent !== sentence) box.textContent = sentence;
  box.hidden = sentence === "";
  if (sticky) box.dataset.sticky = "yes";
  else delete box.dataset.sticky;
}

function markNumber(wrong) { number.setAttribute("aria-invalid", String(Boolean(wrong))); }

/* ---- The settings ---- */

function showContactLine() {
  const address = state.channels?.get(state.channel) ?? "";
  const busy = state.channel === "whatsapp" ? words().typing : address;
  element("contact-line").textContent = state.typing ? busy : state.channel === "whatsapp" && address ? `${address} · ${words().online}` : address;
}

function showSettings() {
  document.documentElement.lang = state.language;
  document.body.dataset.look = state.channel;
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = words()[node.dataset.text];
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", words()[node.dataset.label]);
  text.placeholder = words().placeholder;
  document.title = words().title;
  if (state.clinic) element("contact-name").textContent = state.clinic;
  number.value = state.number;
  settings.elements.channel.value = state.channel;
  settings.elements.language.value = state.language;
  for (const input of settings.elements.channel) input.disabled = Boolean(state.channels) && !state.channels.has(input.value);
  element("ideas").replaceChildren(...words().phrases.map((phrase) => {
    const button = make("button", "", phrase);
    button.type = "button";
    button.addEventListener("click", () => {
      text.value = phrase;
      text.focus();
    });
    const item = make("li");
    item.append(button);
    return item;
  }));
  showContactLine();
}

/* Begin anew, as another phone, on another medium or in another language. */
function restart(change) {
  Object.assign(state, change, { settled: 0, typing: false });
  for (const [key, value] of Object.entries(change)) kept.set(key, value);
  state.life++;
  state.messages.clear();
  reported = 0;
  log.replaceChildren();
  delete log.dataset.day;
  element("empty").hidden = false;
  element("typing").hidden = true;
  element("typing-words").textContent = "";
  warn("");
  markNumber(false);
  showSettings();
  look();
}

settings.addEventListener("change", (event) => {
  const { name, value } = event.target;
  if (name === "number") restart({ number: value.trim() });
  else restart({ [name]: value });
});
settings.addEventListener("submit", (event) => {
  event.preventDefault();
  number.blur();
});
element("new-phone").addEventListener("click", () => {
  restart({ number: newNumber() });
  text.focus();
});
element("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  if (text.value.trim() !== "") {
    write(text.value.trim());
    text.value = "";
  }
  text.focus();
});
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  element("composer").requestSubmit();
});
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });

kept.set("number", state.number);
showSettings();
look();
