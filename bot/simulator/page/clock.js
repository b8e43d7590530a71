// The clock of the simulation: what time it is, and how it is moved on. It is
// there only where the server has one.
import { ask, clockTime, dayKey, element, explain, make, moment, now, words, world } from "/simulator/world.js";

const every = 4000; // milliseconds between looks: another page may have moved it

export class Clock {
  /* numbers gives the phones' numbers; moved is called when the time is another. */
  constructor(numbers, moved) {
    this.numbers = numbers;
    this.moved = moved;
    this.moves = [];
    this.busy = false;
    this.timer = 0;
  }

  /* Read the clock, and again after a while. It gives whether there is one. */
  async start() {
    const there = await this.look();
    if (there) setInterval(() => this.showTime(), 1000);
    return there;
  }

  async look() {
    clearTimeout(this.timer);
    try {
      if (!this.busy) this.take(await ask("clock?" + this.query()));
    } catch (failure) {
      if (failure.problem?.status === 404) return false;
      // A number that is being typed; it comes back, as the server does.
    }
    this.timer = setTimeout(() => this.look(), every);
    return true;
  }

  /* The phones' numbers, but for one that is still being typed. */
  from() { return this.numbers().filter((number) => /^\+?(\D?\d){7,15}$/.test(number)); }
  query() { return new URLSearchParams(this.from().map((number) => ["from", number])); }

  take(state) {
    const before = now().getTime();
    world.zone = state.time_zone;
    world.ahead = Date.parse(state.now) - Date.now();
    this.moves = state.moves;
    element("clock").hidden = false;
    this.show();
    if (Math.abs(now().getTime() - before) > 30000) this.moved();
  }

  async move(name) {
    if (this.busy) return;
    this.busy = true;
    this.say(words().moving);
    this.show();
    try {
      const state = await ask("clock", { move: name, from: this.from() });
      this.busy = false;
      this.take(state);
      this.say(words().moved.replace("{time}", moment(now())));
    } catch (failure) {
      this.busy = false;
      this.say(explain(failure));
      this.show();
      this.look();
    }
  }

  say(sentence) { element("clock-status").textContent = sentence; }

  show() {
    this.showTime();
    element("zone").textContent = world.zone.split("/").pop().replaceAll("_", " ");
    const list = element("moves");
    list.setAttribute("aria-busy", String(this.busy));
    const focused = document.activeElement?.dataset.move;
    list.replaceChildren(...this.moves.map((move) => {
      const button = make("button", "", words().moves[move.move]);
      button.type = "button";
      button.dataset.move = move.move;
      button.setAttribute("aria-disabled", String(this.busy));
      const at = new Date(move.at);
      button.append(" ", make("small", "", dayKey(at) === dayKey(now()) ? clockTime(at) : moment(at)));
      button.addEventListener("click", () => this.move(move.move));
      return button;
    }));
    if (focused) list.querySelector(`[data-move="${focused}"]`)?.focus();
  }

  showTime() {
    const node = element("now");
    const said = moment(now());
    if (node.textContent === said) return;
    node.textContent = said;
    node.dateTime = now().toISOString();
  }
}
