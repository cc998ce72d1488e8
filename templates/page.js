"use strict";
// Search, filters, sorting and theme. Only textContent is read; nothing is ever written as markup.
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const form = byId("filters"), told = byId("told"), theme = byId("theme"), whole = byId("whole");
  const fields = ["search", "severity", "strategy", "person"].map(byId);
  const number = new Intl.NumberFormat(root.lang);
  const rows = (some, all) => told.dataset.rows
    .replace("[some]", number.format(some)).replace("[all]", number.format(all));
  const narrow = matchMedia("(max-width: 45rem)");
  // Rows shown at first, and more at each asking: the browser lays out no others.
  const step = () => (narrow.matches ? 20 : 100);

  const listings = [...document.querySelectorAll(".listing")].map((section) => {
    const table = section.querySelector("table"), rest = section.querySelector(".rest");
    return {
      section, rest, table,
      rows: table ? [...table.tBodies[0].rows] : [],
      headings: table ? [...table.tHead.rows[0].cells].map((cell) => cell.textContent) : [],
      count: document.querySelector(`.contents a[href="#${section.id}"] span`),
      most: step(),
    };
  });
  const texts = new WeakMap();
  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
    return texts.get(row);
  };

  // On a narrow screen a row is a card, and each cell names its column. What is no longer laid out
  // as a table has to say that it is one all the same.
  const ROLES = [["table", "table"], ["thead, tbody", "rowgroup"], ["tr", "row"], ["th", "columnheader"]];
  const roles = (table) => {
    table.setAttribute("role", "table");
    for (const [what, role] of ROLES) for (const one of table.querySelectorAll(what)) one.setAttribute("role", role);
  };
  const name = (row, headings) => {
    if (row.dataset.named) return;
    row.dataset.named = "yes";
    [...row.cells].forEach((cell, place) => {
      cell.dataset.column = headings[place];
      cell.setAttribute("role", "cell");
    });
  };

  const show = (listing) => {
    const { rows: every, most, rest, headings, section } = listing;
    let kept = 0;
    for (const row of every) {
      const fits = row.dataset.left === undefined;
      kept += fits ? 1 : 0;
      row.hidden = !fits || kept > most;
      if (!row.hidden && narrow.matches) name(row, headings);
    }
    if (rest) {
      rest.hidden = kept <= most;
      rest.firstElementChild.textContent = rows(Math.min(kept, most), kept);
    }
    section.classList.toggle("none", every.length > 0 && kept === 0);
    return kept;
  };

  const keeps = (row, [words, severity, strategy, person]) => {
    const { severity: itsSeverity, strategy: itsStrategy, person: itsPerson } = row.dataset;
    if (severity && itsSeverity !== undefined && itsSeverity !== severity) return false;
    if (strategy && itsStrategy !== undefined && itsStrategy !== strategy) return false;
    if (person && itsPerson !== undefined && !itsPerson.toLowerCase().includes(person)) return false;
    return words.every((word) => textOf(row).includes(word));
  };

  const apply = () => {
    const [search, severity, strategy, person] = fields.map((field) => field.value.trim());
    const wanted = [search.toLowerCase().split(/\s+/).filter(Boolean), severity, strategy, person.toLowerCase()];
    const active = Boolean(search || severity || strategy || person);
    let some = 0, all = 0;
    for (const listing of listings) {
      for (const row of listing.rows) {
        if (active && !keeps(row, wanted)) row.dataset.left = "out";
        else delete row.dataset.left;
      }
      listing.most = step();
      const kept = show(listing);
      all += listing.rows.length;
      some += kept;
      if (listing.count) listing.count.textContent = active ? number.format(kept) : listing.count.dataset.all;
    }
    root.classList.toggle("filtered", active);
    told.textContent = active ? rows(some, all) : "";
  };

  let waiting;
  form.addEventListener("input", (event) => {
    if (event.target === whole) return;
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  });
  form.addEventListener("change", (event) => {
    if (event.target === whole) root.classList.toggle("whole", whole.checked);
    else apply();
  });
  form.addEventListener("reset", () => setTimeout(() => { root.classList.remove("whole"); apply(); }));
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

  const collator = new Intl.Collator(root.lang, { numeric: true });
  const sort = (listing, head, place) => {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const numeric = head.dataset.kind === "number";
    const value = (row) => {
      const text = row.cells[place].textContent;
      return numeric ? Number(text.replace(/[^\d-]/g, "") || NaN) : text;
    };
    const compare = (one, other) => {
      if (!numeric) return collator.compare(one[0], other[0]);
      return (Number.isNaN(one[0]) ? -1 : one[0]) - (Number.isNaN(other[0]) ? -1 : other[0]);
    };
    const keyed = listing.rows.map((row) => [value(row), row]);
    keyed.sort((one, other) => (down ? compare(other, one) : compare(one, other)));
    listing.rows = keyed.map((pair) => pair[1]);
    show(listing);
    listing.table.tBodies[0].append(...listing.rows);
  };

  for (const listing of listings) {
    if (!listing.table) continue;
    for (const head of listing.table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.addEventListener("click", () => sort(listing, head, head.cellIndex));
      head.replaceChildren(button);
    }
    listing.rest.lastElementChild.addEventListener("click", () => {
      const first = listing.most;
      listing.most += step() * 5;
      show(listing);
      const next = listing.rows.filter((row) => row.dataset.left === undefined)[first];
      if (next) { next.tabIndex = -1; next.focus(); }
    });
    // A click on a row tells its texts in full; whoever selects a text or follows a link means that.
    listing.table.tBodies[0].addEventListener("click", (event) => {
      if (event.target.closest("a, button") || !getSelection().isCollapsed) return;
      event.target.closest("tr")?.classList.toggle("open");
    });
    if (narrow.matches) roles(listing.table);
  }
  // Paper has no button for more rows; what is left out even so is counted below the table.
  addEventListener("beforeprint", () => {
    for (const listing of listings) { listing.most = Math.max(listing.most, 1000); show(listing); }
  });
  narrow.addEventListener("change", () => {
    for (const listing of listings) {
      if (listing.table && narrow.matches) roles(listing.table);
      show(listing);
    }
  });

  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const label = () => { theme.textContent = dark() ? theme.dataset.light : theme.dataset.dark; };
  theme.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; label(); });
  system.addEventListener("change", label);

  const follow = () => {
    const row = location.hash.startsWith("#f-") ? byId(location.hash.slice(1)) : null;
    if (row === null) return;
    if (row.dataset.left !== undefined) { form.reset(); setTimeout(follow); return; } // after the reset's own
    const listing = listings.find((one) => one.rows.includes(row));
    const place = listing.rows.filter((one) => one.dataset.left === undefined).indexOf(row);
    if (place >= listing.most) { listing.most = place + step(); show(listing); }
    row.classList.add("open");
    row.focus();
    row.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", follow);
  root.classList.add("live");
  label();
  theme.hidden = false;
  form.hidden = false;
  apply();
  follow();
})();
