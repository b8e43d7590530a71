"use strict";
// The server says when something has changed; the page then reads itself again
// and shows the new part. Without news for a while it says that it may be old.
(() => {
  const room = document.getElementById("room");
  const stale = document.getElementById("stale");
  const clock = document.getElementById("clock");
  const patience = 25000;
  let heard = Date.now();

  const hear = () => { heard = Date.now(); stale.hidden = true; };

  const read = async () => {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (answer.status === 404) { location.reload(); return; }
    if (!answer.ok) { return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    clock.textContent = page.getElementById("clock").textContent;
    // Lists are changed in place, so that what is announced is what is new.
    for (const part of ["called", "waiting"]) {
      const fresh = page.querySelector("." + part), shown = room.querySelector("." + part);
      if (!fresh.isEqualNode(shown)) { renew(shown, fresh); }
    }
    hear();
  };

  const renew = (shown, fresh) => {
    const list = shown.querySelector("[aria-live]"), news = fresh.querySelector("[aria-live]");
    if (list && news && list.tagName === news.tagName) {
      list.replaceChildren(...news.childNodes);
      const more = shown.querySelector(".more"), now = fresh.querySelector(".more");
      if (more) { more.remove(); }
      if (now) { shown.append(now); }
      return;
    }
    shown.replaceWith(fresh);
  };

  const events = () => {
    const source = new EventSource(location.pathname + "/events");
    source.addEventListener("changed", () => { read().catch(() => {}); });
    source.addEventListener("alive", hear);
    source.onerror = () => {
      // A browser gives up on an answer that is no stream: then we ask.
      if (source.readyState === EventSource.CLOSED) {
        source.close();
        setTimeout(() => { read().catch(() => {}); events(); }, 5000);
      }
    };
  };

  events();
  setInterval(() => { read().catch(() => {}); }, 30000);
  setInterval(() => { stale.hidden = Date.now() - heard < patience; }, 1000);
})();
