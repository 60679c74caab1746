// The queue under the keys: which row is looked at, and where one goes on after a row has left.

let place = 0;

const rows = () => [...document.querySelectorAll("[data-row]")];
const link = (row) => row.querySelector("h3 a");
const current = () => document.activeElement?.closest("[data-row]");

export function watchQueue() {
  document.addEventListener("htmx:before:request", () => {
    const row = current();
    if (row) place = rows().indexOf(row);
  });
  document.addEventListener("htmx:after:swap", goOn);
}

// The row that moved up into the place of the one that left is the next to look at.
function goOn() {
  const list = rows();
  if (document.getElementById("page")?.dataset.page !== "queue" || current()) return;
  const next = list[Math.min(place, list.length - 1)];
  if (next) look(next);
  else document.getElementById("page").focus();
}

export function move(step) {
  const list = rows();
  if (!list.length) return false;
  const here = list.indexOf(current());
  const next = here < 0 ? (step > 0 ? 0 : list.length - 1) : here + step;
  look(list[Math.max(0, Math.min(next, list.length - 1))]);
  return true;
}

export function openRow() {
  const row = current();
  if (!row) return false;
  link(row).click();
  return true;
}

function look(row) {
  link(row).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

// Clicks what does this in the row looked at, or on the page; else says why it cannot be done.
export function rowAction(does) {
  const row = current();
  const inQueue = document.getElementById("page")?.dataset.page === "queue";
  const forPage = does === "undo" || does.startsWith("go-");
  const scope = inQueue && !forPage ? (row ?? rows()[0]) : document;
  if (!scope) return false;
  const target = scope.querySelector(`[data-does="${does}"]`);
  if (!target) return refuse(scope, does);
  if (row === null && scope !== document) look(scope);
  target.click();
  if (target.tagName === "SUMMARY") target.parentElement.querySelector("button")?.focus();
  return true;
}

function refuse(scope, does) {
  const refusal = does === "approve" ? scope.querySelector("[data-refusal]") : null;
  if (!refusal && does !== "undo") return false;
  say(refusal ? refusal.dataset.refusal : "There is nothing to undo.");
  return true;
}

function say(text) {
  document.querySelector("[data-toast]")?.remove();
  const toast = document.createElement("div");
  toast.className = "toast bad";
  toast.dataset.toast = "";
  const line = document.createElement("p");
  line.textContent = text;
  toast.append(line);
  document.getElementById("page").prepend(toast);
  document.getElementById("live").textContent = text;
}
