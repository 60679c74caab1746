// An edition's page: finds are put in order by drag, and by Alt+Up and Alt+Down. Without script the
// buttons do the same.

export async function watchBuilder() {
  if (!document.querySelector("[data-slots]")) return;
  document.addEventListener("keydown", shift);
  document.addEventListener("htmx:after:swap", makeSortable);
  await makeSortable();
}

let Sortable;

async function makeSortable() {
  const page = document.querySelector("[data-order]");
  if (!page) return;
  try {
    Sortable ??= (await import("/assets/sortable.js")).default;
  } catch {
    return; // not installed: the buttons are there
  }
  for (const list of page.querySelectorAll("[data-slots]")) {
    if (Sortable.get(list)) continue;
    Sortable.create(list, {
      draggable: "[data-find]",
      filter: "a, button, input, summary",
      preventOnFilter: false,
      onUpdate: () => save(page),
    });
  }
}

async function save(page) {
  const order = new URLSearchParams();
  for (const slot of page.querySelectorAll("[data-find]")) order.append("find_id", slot.dataset.find);
  const answer = await fetch(page.dataset.order, { method: "POST", body: order });
  if (!answer.ok) return location.reload();
  page.querySelectorAll("[data-slots]").forEach(number);
  document.getElementById("live").textContent = "The order is saved.";
}

function number(list) {
  const slots = [...list.querySelectorAll("[data-find]")];
  slots.forEach((slot, at) => {
    slot.querySelector(".place").textContent = at + 1;
    slot.querySelector("[id^=up-]").disabled = at === 0;
    slot.querySelector("[id^=down-]").disabled = at === slots.length - 1;
  });
}

function shift(event) {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const slot = event.target.closest("[data-find]");
  if (!slot) return;
  event.preventDefault();
  slot.querySelector(event.key === "ArrowUp" ? "[id^=up-]" : "[id^=down-]")?.click();
}
