// What the desk does better with script. Everything here also works without it.
import { watchBookmark } from "./bookmark.js";
import { listenToKeys } from "./keys.js";
import { watchBuilder } from "./builder.js";
import { watchGalley } from "./galley.js";
import { isOfRow, watchLive } from "./live.js";
import { watchPalette } from "./palette.js";
import { watchPasting } from "./pasting.js";
import { watchQueue } from "./queue.js";
import { watchWriting } from "./writing.js";

listenToKeys();
watchPalette();
watchQueue();
watchLive();
watchPasting();
watchGalley();
watchBuilder();
watchWriting();
watchBookmark();

// A menu closes when one clicks beside it, and with Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// What a page says after a swap is also said to those who listen.
document.addEventListener("htmx:after:swap", (event) => {
  if (isOfRow(event)) return;
  const toast = document.querySelector("[data-toast] p");
  document.getElementById("live").textContent = toast ? toast.textContent : "";
});

// An answer that never came: say so, instead of doing nothing.
document.addEventListener("htmx:error", () => {
  document.getElementById("live").textContent = "The desk does not answer. Nothing was changed.";
});
