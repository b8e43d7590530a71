// What a message looks like: its text, the time, and a tick for how far it is.
import { clockTime, make, words } from "/simulator/world.js";

/* A message's bubble; who wrote it is said to those who can't see its side. */
export function drawBubble(message, who) {
  const bubble = make("div", "bubble");
  bubble.append(make("span", "unseen", who + ": "));
  bubble.append(...linked(message.text));
  const meta = make("span", "meta");
  const clock = make("time", "", clockTime(new Date(message.at)));
  clock.dateTime = message.at;
  const tick = make("span", "tick");
  tick.setAttribute("role", "img");
  meta.append(clock, tick);
  bubble.append(meta);
  return bubble;
}

/* A text with its web addresses as links. */
function linked(said) {
  return said.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/).map((part, index) => {
    if (index % 2 === 0) return document.createTextNode(part);
    const link = make("a", "", part);
    link.href = part;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  });
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

/* Show a message's status on its tick, if it has one. */
export function showTick(node, status) {
  const tick = node.querySelector(".tick");
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
