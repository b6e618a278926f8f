// Rows that are added, removed and moved inside a form, conditions built from rows, and the outline of a questionnaire
// moved by dragging. Without this file the same buttons ask the server.
(() => {
  const arabic = document.documentElement.lang === "ar";
  const local = (n) => (arabic ? String(n).replace(/[0-9]/g, (digit) => "٠١٢٣٤٥٦٧٨٩"[digit]) : String(n));
  const FIELDS = "input, textarea, select";
  const changed = (part) => part.dispatchEvent(new Event("input", { bubbles: true }));

  for (const part of document.querySelectorAll("[data-rows]")) {
    const list = part.querySelector("[data-list]");
    if (!list) continue;
    const template = part.querySelector("template[data-row-template]");
    const rows = () => [...list.querySelectorAll(":scope > [data-row]")];
    const say = (row) => {
      const all = rows(), status = part.querySelector("[data-status]");
      status.textContent = part.dataset.said.replace("{n}", local(all.indexOf(row) + 1)).replace("{m}", local(all.length));
    };
    const renumber = () => rows().forEach((row, index) => {
      for (const named of row.querySelectorAll("[aria-label]")) {
        named.dataset.label ??= named.getAttribute("aria-label").replace(/[0-9٠-٩]+/, "{n}");
        named.setAttribute("aria-label", named.dataset.label.replace("{n}", local(index + 1)));
      }
      for (const grip of row.querySelectorAll("[data-grip]")) grip.hidden = false;
    });
    const add = () => {
      list.append(template.content.cloneNode(true));
      renumber();
      const row = rows().at(-1);
      row.querySelector(FIELDS).focus();
      part.dispatchEvent(new CustomEvent("rows:added", { detail: row }));
      return row;
    };
    const empty = (row) => {
      for (const field of row.querySelectorAll(FIELDS)) field.value = field.options ? field.options[0].value : "";
    };
    part.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act]");
      if (!button) return;
      event.preventDefault();
      const row = button.closest("[data-row]"), act = button.dataset.act;
      if (act === "add") { add(); return; }
      if (act === "remove") {
        const next = row.nextElementSibling || row.previousElementSibling;
        if (next) row.remove(); else empty(row);
        renumber();
        (next || row).querySelector(FIELDS).focus();
      } else {
        const other = act === "up" ? row.previousElementSibling : row.nextElementSibling;
        if (!other) return;
        if (act === "up") other.before(row); else other.after(row);
        renumber();
        button.focus();
        say(row);
      }
      changed(list);
    });
    // Enter goes to the next row, as in a spreadsheet, and adds one at the end.
    if (list.tagName === "TBODY") list.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
      event.preventDefault();
      const next = event.target.closest("[data-row]").nextElementSibling || add();
      next.querySelector(`[name="${event.target.name}"]`).focus();
    });
    drag(list, (row) => { renumber(); say(row); changed(list); });
    renumber();
    if ("condition" in part.dataset) condition(part, rows);
  }

  // Moves the children of a list by their grips, with a mouse, pen or finger.
  function drag(list, moved) {
    list.addEventListener("pointerdown", (event) => {
      const grip = event.target.closest("[data-grip]");
      if (!grip || event.button) return;
      event.preventDefault();
      const row = grip.closest("[data-row]");
      row.classList.add("moving");
      const place = () => [row.previousElementSibling, row.parentElement];
      const start = place();
      const move = (at) => {
        // The innermost row under the pointer; the lower half of an empty section's line is its inside.
        const over = [...list.querySelectorAll("[data-row]")].findLast((other) => {
          const box = other.getBoundingClientRect();
          return !row.contains(other) && at.clientY > box.top && at.clientY < box.bottom;
        });
        if (!over) return;
        const line = over.querySelector(":scope > .line") || over, box = line.getBoundingClientRect();
        const after = at.clientY > box.top + box.height / 2, inside = over.querySelector(":scope > ol");
        if (over.contains(row) && inside && at.clientY > box.top + box.height / 2) return;
        if (after && inside) inside.prepend(row);
        else if (after && over.nextElementSibling !== row) over.after(row);
        else if (!after && over.previousElementSibling !== row) over.before(row);
      };
      const end = () => {
        row.classList.remove("moving");
        document.removeEventListener("pointermove", move);
        document.removeEventListener("pointerup", end);
        document.removeEventListener("pointercancel", end);
        if (place().some((where, index) => where !== start[index])) moved(row);
      };
      // On the document: an element that is moved in the page loses the captured pointer.
      document.addEventListener("pointermove", move);
      document.addEventListener("pointerup", end);
      document.addEventListener("pointercancel", end);
    });
  }

  // The outline: a question is dragged to its place, also into and out of sections, and the server moves it there.
  const outline = document.querySelector("form[data-outline]");
  if (outline) {
    for (const grip of outline.querySelectorAll("[data-grip]")) grip.hidden = false;
    drag(outline, (row) => {
      const before = row.previousElementSibling, section = row.parentElement.closest("[data-row]");
      const to = before ? `after:${before.dataset.name}` : section ? `in:${section.dataset.name}` : "first:";
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: "to", value: to });
      outline.append(field);
      outline.action = row.dataset.place;
      outline.submit();
    });
  }

  // A condition: operators and answers follow the chosen question; either the rows or the expression are edited.
  function condition(part, rows) {
    const data = JSON.parse(part.querySelector('script[type="application/json"]').textContent);
    const built = part.querySelector("[data-built]"), written = part.querySelector("[data-expression]");
    const labels = new Map();
    for (const option of part.querySelector("template[data-row-template]").content.querySelectorAll("[data-operator] option")) {
      labels.set(option.value, option.textContent);
    }
    const hidden = (row) => {
      const value = row.querySelector("[data-value]");
      value.hidden = ["answered", "unanswered"].includes(row.querySelector("[data-operator]").value);
    };
    const follow = (row) => {
      const about = data[row.querySelector("[data-question]").value];
      const operator = row.querySelector("[data-operator]"), before = operator.value;
      const offered = about ? about.operators : [...labels.keys()];
      operator.replaceChildren(...offered.map((code) => new Option(labels.get(code), code, false, code === before)));
      const old = row.querySelector("[data-value]");
      const field = document.createElement(about?.choices.length ? "select" : "input");
      for (const name of ["name", "class", "aria-label", "data-value", "data-label"]) {
        if (old.hasAttribute(name)) field.setAttribute(name, old.getAttribute(name));
      }
      if (about?.choices.length) {
        field.append(part.querySelector("[data-choose]").content.cloneNode(true));
        for (const [code, label] of about.choices) field.append(new Option(label, code));
      } else { field.type = about?.input || "text"; field.dir = "auto"; }
      old.replaceWith(field);
      hidden(row);
    };
    part.addEventListener("change", (event) => {
      const row = event.target.closest("[data-row]");
      if (event.target.matches("[data-question]")) follow(row);
      if (event.target.matches("[data-operator]")) hidden(row);
    });
    part.addEventListener("rows:added", (event) => hidden(event.detail));
    part.addEventListener("input", (event) => {
      const expert = event.target === written;
      for (const field of built.querySelectorAll("input, select, button")) field.disabled = expert;
      written.readOnly = !expert;
      part.querySelector("[data-built-note]").hidden = expert;
      part.querySelector("[data-written-note]").hidden = !expert;
    });
    rows().forEach(hidden);
  }
})();
