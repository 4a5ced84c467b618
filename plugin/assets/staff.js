// SPDX-License-Identifier: MIT
// Moves through the lines of a list with the arrow keys, once one of them has the focus. Everything
// can be reached with Tab as well; without this module that is the only way.

const keys = document.querySelector("[data-keys]");
const lists = [...document.querySelectorAll("[data-rows]")];
const search = document.querySelector('[role="search"] input');

function next(rows, here, key) {
  if (key === "ArrowDown") return rows[Math.min(here + 1, rows.length - 1)];
  if (key === "ArrowUp") return rows[Math.max(here - 1, 0)];
  if (key === "Home") return rows[0];
  if (key === "End") return rows[rows.length - 1];
  return null;
}

for (const list of lists)
  list.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Escape" && search) {
      search.focus();
      return;
    }
    const rows = [...list.querySelectorAll("[data-row]")];
    const item = event.target.closest("li");
    const target = next(rows, rows.findIndex((row) => row.closest("li") === item), event.key);
    if (!target) return;
    event.preventDefault();
    target.focus();
  });

// A list that the keys work in says so.
if (keys && lists.length) keys.hidden = false;
