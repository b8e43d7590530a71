// One phone in the browser. It knows only what GET /simulator/messages tells:
// every change on the screen is a message there, or one on its way to there.
import { drawBubble, showTick } from "/simulator/bubble.js";
import { ask, dayKey, dayName, explain, isAboutNumber, kept, make, now, readChannels, words, world } from "/simulator/world.js";

const quick = 300; // milliseconds between looks while something is on its way
const slow = 1000; // … otherwise
const hidden = 4000; // … while nobody looks

const buttonsAtMost = 3;

const onPhone = new Set(["sent", "delivered", "read"]);
const lost = new Set(["failed", "not-sent"]);
const moving = new Set(["received", "queued", "sending", "unknown"]);

/* A number of those that are set aside for films: area code, 555, 0100–0199. */
function newNumber() {
  const areas = ["202", "206", "212", "303", "312", "404", "415", "503", "512", "602", "617", "702", "713", "808", "904"];
  const [area, line] = crypto.getRandomValues(new Uint32Array(2));
  return "+1" + areas[area % areas.length] + "5550" + (100 + (line % 100));
}

function newID() {
  return "phone-" + Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Phone {
  /* changed is called with the phone when a message came or became something else. */
  constructor(root, changed) {
    this.root = root;
    this.changed = changed;
    this.name = root.dataset.phone;
    this.parts = Object.fromEntries(Array.from(root.querySelectorAll("[data-part]"), (node) => [node.dataset.part, node]));
    const suffix = this.name === "1" ? "" : this.name; // the first one keeps what it had when it was alone
    this.keys = { number: "number" + suffix, channel: "channel" + suffix };
    this.number = kept.get(this.keys.number) || newNumber();
    this.channel = kept.get(this.keys.channel) || (this.name === "1" ? "sms" : "whatsapp");
    this.settled = 0; // the sequence number up to which nothing will change any more
    this.messages = new Map(); // key → { message, node, status }
    this.life = 0; // raised when the phone changes: answers to older questions are dropped
    this.typing = false;
    this.reported = 0;
    this.following = true; // the newest message, until somebody scrolls up to read
    this.timer = 0;
    kept.set(this.keys.number, this.number);
    this.listen();
  }

  listen() {
    const { settings, composer, text, scroller } = this.parts;
    settings.addEventListener("change", (event) => {
      const { name, value } = event.target;
      this.restart({ [name]: name === "number" ? value.trim() : value });
    });
    settings.addEventListener("submit", (event) => {
      event.preventDefault();
      settings.elements.number.blur();
    });
    this.parts["new-phone"].addEventListener("click", () => {
      this.restart({ number: newNumber() });
      text.focus();
    });
    composer.addEventListener("submit", (event) => {
      event.preventDefault();
      if (text.value.trim() !== "") {
        this.write(text.value.trim());
        text.value = "";
      }
      text.focus();
    });
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      composer.requestSubmit();
    });
    scroller.addEventListener("scroll", () => {
      this.following = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
    });
    new ResizeObserver(() => { if (this.following) this.scrollDown(); }).observe(scroller);
  }

  /* Put words where they can be sent from. */
  suggest(phrase) {
    this.parts.text.value = phrase;
    this.parts.text.focus();
  }

  /* ---- The server ---- */

  /* Look at the phone, and again after a while, for as long as the page is open. */
  async look() {
    clearTimeout(this.timer);
    const life = this.life;
    let pause = slow;
    try {
      if (!world.channels) {
        await readChannels();
        this.showSettings();
      }
      if (!world.channels.has(this.channel) && world.channels.size > 0) this.channel = world.channels.keys().next().value;
      if (world.channels.size === 0) this.warn(words().nothingOpen, true);
      if (world.channels.has(this.channel)) {
        const query = new URLSearchParams({ from: this.number, channel: this.channel, after: this.settled });
        const phone = await ask("messages?" + query);
        if (life !== this.life) return;
        this.show(phone);
        if (phone.more) pause = 0;
        else if (phone.typing || this.isUnsettled()) pause = quick;
      }
      if (!this.parts.alert.dataset.sticky) this.warn("");
    } catch (failure) {
      if (life !== this.life) return;
      this.warn(explain(failure));
      this.markNumber(isAboutNumber(failure));
      if (isAboutNumber(failure)) return; // until it is another one
      pause = slow * 2;
    }
    this.timer = setTimeout(() => this.look(), document.hidden ? hidden : pause);
  }

  async send(message) {
    const entry = this.messages.get(message.id) ?? this.draw({ ...message, key: message.id, direction: "inbound", choices: [] });
    this.setStatus(entry, "pending");
    this.scrollDown();
    const life = this.life;
    try {
      await ask("messages", { id: message.id, channel: message.channel, from: message.from, text: message.text, choice: message.choice });
      if (life === this.life) this.look();
    } catch (failure) {
      if (life !== this.life) return;
      this.setStatus(entry, "refused");
      this.offerRetry(entry, message);
      if (failure.problem) this.warn(explain(failure), true);
      this.markNumber(isAboutNumber(failure));
    }
  }

  write(said, choice) {
    this.warn("");
    this.send({ id: newID(), channel: this.channel, from: this.number, text: said, choice, at: now().toISOString() });
  }

  /* WhatsApp tells the clinic what was read; an SMS does not. */
  async reportRead(messages) {
    if (this.channel !== "whatsapp" || document.hidden || this.root.offsetParent === null) return;
    const last = messages.findLast((each) => each.direction === "outbound" && each.status === "delivered");
    if (!last || last.sequence <= this.reported) return;
    const before = this.reported;
    this.reported = last.sequence;
    try {
      await ask("receipts", { channel: this.channel, from: this.number, through: last.sequence });
    } catch { // the next look reports it again
      if (this.reported === last.sequence) this.reported = before;
    }
  }

  /* ---- The screen ---- */

  isFinal(message) {
    if (moving.has(message.status) || message.status === "sent") return false;
    return !(message.status === "delivered" && message.channel === "whatsapp" && message.sequence > this.reported);
  }

  isUnsettled() {
    return [...this.messages.values()].some((entry) => entry.status === "pending" || entry.status === "received");
  }

  show(phone) {
    let settled = true;
    let grown = false;
    let changed = false;
    for (const message of phone.messages) {
      const key = message.id || String(message.sequence);
      let entry = this.messages.get(key);
      if (!entry && (message.direction === "inbound" || onPhone.has(message.status) || lost.has(message.status))) {
        entry = this.draw({ ...message, key });
        grown = true;
      }
      if (entry) changed = this.setStatus(entry, message.status) || changed;
      settled = settled && this.isFinal(message);
      if (settled) this.settled = message.sequence;
    }
    this.setTyping(phone.typing);
    this.reportRead(phone.messages);
    if (this.following && grown) this.scrollDown();
    if (changed || grown) this.changed(this);
  }

  draw(message) {
    this.drawDay(new Date(message.at));
    const node = lost.has(message.status) ? this.drawNote(message) : this.drawMessage(message);
    this.parts.log.append(node);
    this.parts.empty.hidden = true;
    const entry = { message, node, status: message.status };
    this.messages.set(message.key, entry);
    return entry;
  }

  drawNote(message) {
    return make("li", "note", words().unsent.replace("{reason}", message.reason || message.status));
  }

  drawMessage(message) {
    const mine = message.direction === "inbound";
    const node = make("li", "message last" + (mine ? " mine" : ""));
    const before = this.parts.log.lastElementChild;
    if (before?.classList.contains("message") && before.classList.contains("mine") === mine) before.classList.remove("last");
    else node.classList.add("turned");
    node.append(drawBubble(message, mine ? words().you : world.clinic || words().clinic));
    if (message.choices.length > 0) node.append(this.drawChoices(message.choices));
    return node;
  }

  /* Up to three choices are buttons; more are a list to open, as on WhatsApp. */
  drawChoices(choices) {
    const list = make(choices.length > buttonsAtMost ? "details" : "div", "choices");
    if (choices.length > buttonsAtMost) list.append(make("summary", "", words().options));
    for (const choice of choices) {
      const button = make("button", "", choice.label);
      button.type = "button";
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => {
        button.setAttribute("aria-pressed", "true");
        this.write(choice.label, choice.id);
        this.parts.text.focus();
      });
      list.append(button);
    }
    list.addEventListener("toggle", () => { if (this.following) this.scrollDown(); });
    return list;
  }

  drawDay(time) {
    const day = dayKey(time);
    if (this.parts.log.dataset.day === day) return;
    this.parts.log.dataset.day = day;
    const node = make("li", "day", dayName(time));
    node.dataset.at = time.toISOString();
    this.parts.log.append(node);
  }

  /* What was today may be yesterday by now. */
  nameDays() {
    for (const node of this.parts.log.querySelectorAll(".day")) {
      const name = dayName(new Date(node.dataset.at));
      if (node.textContent !== name) node.textContent = name;
    }
  }

  /* Gives whether that changed anything. */
  setStatus(entry, status) {
    if (entry.shown === status) return false;
    entry.shown = entry.status = status;
    entry.node.classList.toggle("refused", status === "refused");
    if (status !== "refused") entry.node.querySelector(".retry")?.remove();
    showTick(entry.node, status);
    return true;
  }

  offerRetry(entry, message) {
    if (entry.node.querySelector(".retry")) return;
    const button = make("button", "retry", words().retry);
    button.type = "button";
    button.addEventListener("click", () => this.send(message)); // the same id: never twice
    entry.node.append(button);
  }

  setTyping(typing) {
    if (this.typing === typing) return;
    this.typing = typing;
    this.parts.typing.hidden = !typing;
    this.parts["typing-words"].textContent = typing ? words().typing : "";
    this.showContactLine();
    if (typing && this.following) this.scrollDown();
  }

  scrollDown() {
    this.parts.scroller.scrollTop = this.parts.scroller.scrollHeight;
    this.following = true;
  }

  warn(sentence, sticky = false) {
    const box = this.parts.alert;
    if (box.textContent !== sentence) box.textContent = sentence;
    box.hidden = sentence === "";
    if (sticky) box.dataset.sticky = "yes";
    else delete box.dataset.sticky;
  }

  markNumber(wrong) { this.parts.settings.elements.number.setAttribute("aria-invalid", String(Boolean(wrong))); }

  /* ---- The settings ---- */

  showContactLine() {
    const address = world.channels?.get(this.channel) ?? "";
    const busy = this.channel === "whatsapp" ? words().typing : address;
    this.parts.line.textContent = this.typing ? busy : this.channel === "whatsapp" && address ? `${address} · ${words().online}` : address;
  }

  showSettings() {
    const { settings, text, phone, name } = this.parts;
    phone.dataset.look = this.channel;
    text.placeholder = words().placeholder;
    if (world.clinic) name.textContent = world.clinic;
    settings.elements.number.value = this.number;
    settings.elements.channel.value = this.channel;
    for (const input of settings.elements.channel) input.disabled = Boolean(world.channels) && !world.channels.has(input.value);
    this.showContactLine();
  }

  /* Begin anew: as another phone, on another medium, or in another language. */
  restart(change) {
    Object.assign(this, change, { settled: 0, reported: 0 });
    for (const [key, value] of Object.entries(change)) kept.set(this.keys[key], value);
    this.life++;
    this.messages.clear();
    this.parts.log.replaceChildren();
    delete this.parts.log.dataset.day;
    this.parts.empty.hidden = false;
    this.setTyping(false);
    this.warn("");
    this.markNumber(false);
    this.showSettings();
    this.changed(this);
    this.look();
  }
}
