"use strict";

// Begins to link a device and shows the codes of the answer, a stream of events,
// until it is linked, fails or is ended. The token stays in this page.

const by = (id) => document.getElementById(id);
let ending;

function show(text, svg) {
  by("state").textContent = text;
  by("code").hidden = !svg;
  by("code").src = svg ? "data:image/svg+xml," + encodeURIComponent(svg) : "data:,";
}

// events gives what a response streams, one event after the other.
async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    for (let end; (end = rest.indexOf("\n\n")) >= 0; rest = rest.slice(end + 2)) {
      const [name, data] = rest.slice(0, end).split("\n");
      yield { name: name.replace(/^event: /, ""), data: JSON.parse(data.replace(/^data: /, "")) };
    }
  }
}

async function ask(path, options) {
  const headers = { Authorization: "Bearer " + by("token").value.trim() };
  const response = await fetch("/api/v1" + path, { ...options, headers, signal: ending.signal });
  if (!response.ok) throw new Error((await response.json()).detail);
  return response;
}

async function link() {
  const { channels } = await (await ask("/channels", {})).json();
  const channel = channels.find((one) => one.name === by("channel").value.trim());
  if (!channel) throw new Error("The clinic has no channel of this name.");
  show("Waiting for WhatsApp…");
  for await (const event of events(await ask("/channels/" + channel.id + "/link", { method: "POST" }))) {
    if (event.name === "code") show("Scan the code on " + channel.address + ".", event.data.svg);
    if (event.name === "linked") return show("Linked. It is connected within seconds.");
    if (event.name === "failed") throw new Error(event.data.detail);
  }
  throw new Error("The connection ended before the device was linked. Begin again.");
}

by("account").addEventListener("submit", async (submitted) => {
  submitted.preventDefault();
  ending = new AbortController();
  by("begin").disabled = true;
  by("end").disabled = false;
  try {
    await link();
  } catch (failure) {
    show(failure.name === "AbortError" ? "Ended." : failure.message);
  }
  by("begin").disabled = false;
  by("end").disabled = true;
});
by("end").addEventListener("click", () => ending.abort());
