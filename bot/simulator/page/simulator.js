// The page: two phones, the clock, and what the bot did behind one of them.
import { Behind } from "/simulator/behind.js";
import { Clock } from "/simulator/clock.js";
import { Phone } from "/simulator/phone.js";
import { element, kept, make, words, world } from "/simulator/world.js";

const behind = new Behind();
let training = false; // whether the server has a clock and a look behind the messages

const phones = Array.from(document.querySelectorAll(".seat"), (root) => new Phone(root, changed));
let chosen = phones[0];

function changed(phone) {
  if (!training) return;
  if (phone === chosen) behind.look();
  clock.look(); // an appointment more or less is another move
}

const clock = new Clock(() => phones.map((phone) => phone.number), () => {
  for (const phone of phones) {
    phone.nameDays();
    phone.look();
  }
  if (training) behind.look();
});

/* The phone that is used is the one that is looked behind. */
function choose(phone) {
  if (phone === chosen) return;
  chosen = phone;
  for (const input of element("chosen").querySelectorAll("input")) input.checked = input.value === phone.name;
  for (const each of phones) each.root.classList.toggle("chosen", each === phone);
  if (training) behind.choose(phone);
}

/* On a narrow screen one part is shown at a time. */
function turnTo(part) {
  element("stage").dataset.shown = part;
  for (const button of element("tabs").querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.show === part));
  const phone = phones.find((each) => each.name === part);
  if (phone) {
    choose(phone);
    phone.scrollDown();
    phone.look();
  }
}

/* Put the page's texts where they belong, in its language. */
function showTexts() {
  document.documentElement.lang = world.language;
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = words()[node.dataset.text];
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", words()[node.dataset.label]);
  document.title = words().title;
  for (const phone of phones) {
    phone.parts.ideas.replaceChildren(...words().phrases.map((phrase) => {
      const button = make("button", "", phrase);
      button.type = "button";
      button.addEventListener("click", () => phone.suggest(phrase));
      const item = make("li");
      item.append(button);
      return item;
    }));
    phone.showSettings();
  }
}

for (const phone of phones) phone.root.addEventListener("focusin", () => choose(phone));
element("tabs").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) turnTo(button.dataset.show);
});
element("chosen").addEventListener("change", (event) => choose(phones.find((each) => each.name === event.target.value)));
element("languages").addEventListener("change", (event) => {
  world.language = event.target.value;
  kept.set("language", world.language);
  showTexts();
  for (const phone of phones) phone.restart({});
  behind.forget();
  if (training) clock.show();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) for (const phone of phones) phone.look();
});

for (const input of element("languages").querySelectorAll("input")) input.checked = input.value === world.language;
chosen.root.classList.add("chosen");
showTexts();
training = await clock.start();
element("behind").hidden = !training;
document.body.classList.toggle("plain", !training);
for (const phone of phones) phone.look();
if (training) behind.choose(chosen);
