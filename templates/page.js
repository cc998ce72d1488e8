"use strict";
// Search, filters, sorting and theme. Only textContent is read; nothing is ever written as markup.
(() => {
  const byId = (id) => document.getElementById(id);
  const form = byId("filters"), told = byId("told"), theme = byId("theme");
  const fields = ["search", "severity", "strategy", "person"].map(byId);
  const listings = [...document.querySelectorAll(".listing")].map((section) => ({
    section, rows: [...section.querySelectorAll("tbody tr")],
  }));
  const texts = new WeakMap();
  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
    return texts.get(row);
  };

  const keeps = (row, wanted) => {
    const [words, severity, strategy, person] = wanted;
    if (severity && row.dataset.severity !== undefined && row.dataset.severity !== severity) return false;
    if (strategy && row.dataset.strategy !== undefined && row.dataset.strategy !== strategy) return false;
    if (person && row.dataset.person !== undefined && !row.dataset.person.toLowerCase().includes(person)) return false;
    return words.every((word) => textOf(row).includes(word));
  };

  const apply = () => {
    const [search, severity, strategy, person] = fields.map((field) => field.value.trim());
    const wanted = [search.toLowerCase().split(/\s+/).filter(Boolean), severity, strategy, person.toLowerCase()];
    const active = Boolean(search || severity || strategy || person);
    let shown = 0, all = 0;
    for (const { rows } of listings) {
      for (const row of rows) {
        row.hidden = active && !keeps(row, wanted);
        all += 1;
        shown += row.hidden ? 0 : 1;
      }
    }
    told.textContent = active ? `${shown} of ${all} rows` : "";
  };

  let waiting;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
  form.addEventListener("change", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
  for (const button of document.querySelectorAll("button.find")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      form.reset();
      fields[0].value = button.dataset.text;
      apply();
      byId("Findings").scrollIntoView();
    });
  }

  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const sort = (head, place) => {
    const body = head.closest("table").tBodies[0];
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const number = head.dataset.kind === "number";
    const value = (row) => {
      const text = row.cells[place].textContent;
      return number ? Number(text.replace(/,/g, "")) : text;
    };
    const compare = (one, other) => {
      if (!number) return collator.compare(one[0], other[0]);
      return (Number.isNaN(one[0]) ? -1 : one[0]) - (Number.isNaN(other[0]) ? -1 : other[0]);
    };
    const keyed = [...body.rows].map((row) => [value(row), row]);
    keyed.sort((one, other) => (down ? compare(other, one) : compare(one, other)));
    body.append(...keyed.map((pair) => pair[1]));
  };
  for (const head of document.querySelectorAll(".listing th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(head, head.cellIndex));
    head.replaceChildren(button);
  }

  theme.hidden = false;
  theme.addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });

  const follow = () => {
    const row = location.hash.startsWith("#f-") ? byId(location.hash.slice(1)) : null;
    if (row === null) return;
    if (row.hidden) { form.reset(); apply(); }
    row.focus();
    row.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", follow);
  form.hidden = false;
  follow();
})();
