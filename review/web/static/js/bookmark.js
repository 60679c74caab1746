// The bookmark is a link to be dragged: pressed here it could do nothing but be refused.

export function watchBookmark() {
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-bookmarklet]")) return;
    event.preventDefault();
    document.getElementById("live").textContent = "Drag it to your bookmarks bar instead.";
  });
}
