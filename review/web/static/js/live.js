// Live updates. The server only hints that a find changed; a row that shows it fetches itself
// anew, and what is new is counted and waits until one asks for it. Nothing else moves.

const ASK_MS = 15000;
const GATHER_MS = 400;
const LATER_MS = 4000;

let after = 0;
let streaming = false;
let news = new Set();
let gathering = 0;

const page = () => document.getElementById("page");

export function watchLive() {
  const source = document.getElementById("hints");
  if (!source) return;
  after = Number(source.dataset.after);
  for (const name of ["find-changed", "edition-changed"]) {
    source.addEventListener(name, (event) => {
      after = Math.max(after, Number(event.detail.id) || 0);
      hear(JSON.parse(event.detail.data));
    });
  }
  document.addEventListener("htmx:sse:after:connection", () => {
    streaming = true;
    window.setTimeout(restInBackground);
  });
  for (const end of ["htmx:sse:close", "htmx:sse:error"]) {
    document.addEventListener(end, () => (streaming = false));
  }
  document.addEventListener("htmx:after:swap", (event) => {
    if (!isOfRow(event)) news = new Set();
  });
  window.setInterval(ask, ASK_MS);
}

// A tab that was opened in the background never hears that it went there. A browser keeps six
// connections to a host: with as many such tabs, no page would come any more.
function restInBackground() {
  if (document.hidden) document.dispatchEvent(new Event("visibilitychange"));
}

// Whether a swap only brought one row up to date.
export const isOfRow = (event) => Boolean(event.detail?.ctx?.sourceElement?.matches?.("[data-row]"));

// Where no stream can be held open, the same hints are asked for now and then.
async function ask() {
  if (streaming || document.hidden) return;
  try {
    const answer = await fetch(`/live/since?after=${after}`);
    if (!answer.ok || answer.redirected) return;
    const told = await answer.json();
    after = told.after;
    for (const hint of told.hints) hear(hint);
  } catch {
    // The desk does not answer; the next try may.
  }
}

function hear(hint) {
  const address = hint.edition ? `/editions/${hint.edition}` : `/finds/${hint.find}`;
  const watch = document.querySelector(`[data-watch="${address}"]`);
  if (watch) window.htmx?.trigger(watch, "look");
  if (hint.edition) return;
  document.dispatchEvent(new CustomEvent("desk:find-changed", { detail: hint }));
  if (page()?.dataset.page !== "queue") return;
  const row = document.getElementById(`find-${hint.find}`);
  if (row) {
    news.delete(hint.find);
    const same = row.dataset.revision === String(hint.revision) && row.dataset.state === hint.state;
    if (!same) refresh(row);
  } else if (hint.state === page().dataset.state) {
    news.add(hint.find);
  } else {
    news.delete(hint.find);
  }
  window.clearTimeout(gathering);
  gathering = window.setTimeout(tell, GATHER_MS);
}

// A row in use is left alone for a while: a menu must not close under one's hand.
function refresh(row) {
  if (!row.isConnected || !window.htmx) return;
  if (row.querySelector("details[open]")) {
    window.setTimeout(() => refresh(row), LATER_MS);
    return;
  }
  const { height } = row.getBoundingClientRect();
  const held = row.contains(document.activeElement) ? document.activeElement.dataset.does : null;
  const picked = row.querySelector("input[name=pick]")?.checked;
  const { id } = row;
  const url = page().dataset.rows.replace("/rows/", `/rows/${id.replace("find-", "")}`);
  window.htmx.ajax("GET", url, { source: row, target: row, swap: "outerHTML" }).then(() => {
    const fresh = document.getElementById(id);
    if (!fresh) return;
    // As tall as before, so that the rows below stay where they are.
    fresh.style.minHeight = `${height}px`;
    const tick = fresh.querySelector("input[name=pick]");
    if (tick && picked) tick.checked = true;
    if (held !== null) {
      const target = held ? fresh.querySelector(`[data-does="${held}"]`) : null;
      (target ?? fresh.querySelector("h3 a")).focus({ preventScroll: true });
    }
  });
}

// The server says how many of them this page would show with its filters.
async function tell() {
  const ids = [...news].slice(-200).join(",");
  const link = document.getElementById("news");
  if (!link) return;
  let count = 0;
  if (ids) {
    const url = page().dataset.news;
    const joined = `${url}${url.includes("?") ? "&" : "?"}ids=${ids}`;
    const answer = await fetch(joined);
    if (!answer.ok || answer.redirected) return;
    count = (await answer.json()).count;
  }
  const before = link.textContent;
  link.textContent = `${count} new`;
  link.toggleAttribute("data-none", count === 0);
  if (count && link.textContent !== before) {
    document.getElementById("live").textContent =
      count === 1 ? "1 new find. It waits for you." : `${count} new finds. They wait for you.`;
  }
}
