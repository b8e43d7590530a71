// What the bot did behind one phone's messages, for developers and trainers:
// the newest turn, where the conversation stands, reminders and jobs.
import { ask, element, make, moment, seconds, words } from "/simulator/world.js";

const every = 2500; // milliseconds between looks

export class Behind {
  constructor() {
    this.phone = null;
    this.timer = 0;
    this.shown = "";
    this.life = 0;
    this.open = new Set(); // the details that somebody opened
  }

  /* Look behind a phone from now on. */
  choose(phone) {
    this.phone = phone;
    this.look();
  }

  async look() {
    clearTimeout(this.timer);
    const life = ++this.life;
    const query = new URLSearchParams({ from: this.phone.number, channel: this.phone.channel });
    let found = null;
    try {
      found = await ask("inspection?" + query);
    } catch (failure) {
      if (!failure.problem) found = undefined; // the server is away: what is shown stays
    }
    if (life !== this.life) return;
    if (found !== undefined) this.show(found);
    this.timer = setTimeout(() => this.look(), every);
  }

  /* Draw it anew even if nothing changed, in another language. */
  forget() { this.shown = ""; }

  show(found) {
    const key = JSON.stringify(found);
    if (key === this.shown) return;
    this.shown = key;
    const parts = element("behind-parts");
    if (!found) {
      parts.replaceChildren(make("p", "nothing", words().nothingYet));
      return;
    }
    parts.replaceChildren(
      section(words().turn, drawTurn(found)),
      section(words().state, ...this.drawConversation(found)),
      section(words().appointments, ...drawAppointments(found.appointments)),
      section(words().jobs, drawJobs(found.jobs)),
    );
  }

  drawConversation({ contact, conversation }) {
    const facts = make("dl", "facts");
    const fact = (name, value) => facts.append(make("dt", "", name), make("dd", "", value || "–"));
    fact(words().contact, [contact.state, contact.language].filter(Boolean).join(", "));
    fact(words().consent, contact.consent);
    fact(words().patients, contact.patients.join(", "));
    fact(words().turns, String(conversation.turns));
    if (conversation.misunderstood > 0) fact(words().misunderstood, String(conversation.misunderstood));
    if (conversation.question) fact(words().asks, asked(conversation.question));
    const drawn = [facts];
    for (const flow of conversation.flows) {
      const name = make("p", "flow");
      name.append(make("span", "chip", flow.flow), flow.interrupted ? " " + words().interrupted : "");
      drawn.push(name, pretty(flow.slots));
    }
    if (conversation.flows.length === 0) drawn.push(make("p", "nothing", words().noFlow));
    drawn.push(this.drawDetails("state", words().wholeState, whole(conversation.state)));
    return drawn;
  }

  drawDetails(key, title, content) {
    const details = make("details");
    details.open = this.open.has(key);
    details.addEventListener("toggle", () => { this.open[details.open ? "add" : "delete"](key); });
    details.append(make("summary", "", title), content);
    return details;
  }
}

function section(title, ...content) {
  const drawn = make("section");
  drawn.append(make("h3", "", title), ...content);
  return drawn;
}

const pretty = (value) => make("pre", "", readable(value, ""));
const whole = (value) => make("pre", "", JSON.stringify(value, null, 2));

const nothing = "00000000-0000-0000-0000-000000000000";
const isID = (value) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value);

/* JSON for people: without what is empty, ids by their ends, what is short on one line. */
function readable(value, indent) {
  if (typeof value !== "object" || value === null) return isID(value) ? `"…${value.slice(-6)}"` : JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const inner = indent + "  ";
  const entries = Object.entries(value).filter(([, each]) => each !== null && each !== nothing && each !== "");
  const parts = entries.map(([key, each]) => (Array.isArray(value) ? "" : key + ": ") + readable(each, inner));
  const line = open + parts.join(", ") + close;
  if (line.length <= 48 && !line.includes("\n")) return line;
  return open + "\n" + parts.map((part) => inner + part).join(",\n") + "\n" + indent + close;
}

/* "time (q7): Tuesday at 3 · Wednesday at 3" */
function asked(question) {
  const choices = (question.choices ?? []).map((choice) => choice.label).join(" · ");
  return `${question.slot} (q${question.number})` + (choices ? ": " + choices : "");
}

/* What was heard, written down and said, in order. */
function drawTurn({ messages, effects }) {
  const happened = [
    ...messages.map((message) => ({ at: message.at, rank: message.direction === "inbound" ? 0 : 2, node: drawMessage(message) })),
    ...effects.map((effect) => ({ at: effect.at, rank: 1, node: drawEffect(effect) })),
  ];
  happened.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.rank - b.rank);
  const list = make("ol", "turn");
  list.append(...happened.map((each) => each.node));
  return list;
}

function drawMessage(message) {
  const mine = message.direction === "inbound";
  const node = make("li", mine ? "heard" : "said");
  node.append(make("span", "chip", mine ? words().heard : words().said));
  const body = make("div");
  body.append(make("q", "", message.text));
  const notes = [message.status];
  if (!mine) notes.push("L" + message.level);
  if (message.proactive) notes.push(words().proactive);
  if (message.reason) notes.push(message.reason);
  if (message.send_after && message.status === "queued") notes.push(words().putOff.replace("{time}", moment(new Date(message.send_after))));
  body.append(make("small", "", notes.join(" · ")));
  node.append(body);
  return node;
}

function drawEffect(effect) {
  const node = make("li", "effect");
  const body = make("div");
  body.append(make("strong", "", effect.status));
  const about = [effect.detail, effect.about_at && moment(new Date(effect.about_at))].filter(Boolean).join(", ");
  if (about) body.append(" ", make("small", "", about));
  node.append(make("span", "chip", effect.kind), body);
  return node;
}

function drawAppointments(appointments) {
  if (appointments.length === 0) return [make("p", "nothing", words().none)];
  return appointments.flatMap((appointment) => {
    const line = make("p", "appointment");
    const held = appointment.hold_until && appointment.status === "pending";
    line.append(make("span", "chip", appointment.status), `${appointment.type}, ${appointment.practitioner}, ${moment(new Date(appointment.start))} `);
    line.append(make("small", "", [
      appointment.participant_status, "v" + appointment.version,
      held && words().heldUntil.replace("{time}", moment(new Date(appointment.hold_until))),
    ].filter(Boolean).join(" · ")));
    if (appointment.reminders.length === 0) return [line];
    return [line, table([words().step, words().due, words().jobState], appointment.reminders.map((reminder) => [
      reminder.step, moment(new Date(reminder.due_at)), [reminder.status, reminder.reason].filter(Boolean).join(": "),
    ]))];
  });
}

function drawJobs(jobs) {
  return table([words().kind, words().jobState, words().ended], jobs.map((job) => [
    job.kind, job.attempt > 1 ? `${job.state}, ${words().attempt} ${job.attempt}` : job.state, job.finalized_at ? seconds(new Date(job.finalized_at)) : "–",
  ]));
}

function table(heads, rows) {
  const drawn = make("table");
  const head = make("tr");
  head.append(...heads.map((each) => Object.assign(make("th", "", each), { scope: "col" })));
  const top = make("thead");
  top.append(head);
  const body = make("tbody");
  body.append(...rows.map((row) => {
    const line = make("tr");
    line.append(...row.map((cell) => make("td", "", cell)));
    return line;
  }));
  drawn.append(top, body);
  return drawn;
}
