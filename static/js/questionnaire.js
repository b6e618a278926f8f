// A questionnaire in the browser: shows, computes and offers what the answers so far require, orders a ranking, and keeps a
// draft while the connection is down. Expressions are evaluated by expressions.js. Every page works without this file.
(() => {
  const { evaluate, text, number, truth } = window.expressions;
  const form = document.querySelector("form[data-questions]");
  if (!form) return;
  const note = document.getElementById("logic");
  const logic = note ? JSON.parse(note.textContent) : { q: {}, v: {} };
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "live", value: "1" }));

  const fieldOf = (q, n) => (n ? `${q.f}.${n}` : q.f);
  const blockOf = (q, n) => form.querySelector(`[data-question="${fieldOf(q, n)}"]`);
  const countOf = (repeat) => Number(form.elements[`n${logic.q[repeat]?.f.slice(1)}`]?.value) || 1;
  const occurrences = (q) => (q.e && logic.q[q.e] ? Array.from({ length: countOf(q.e) }, (_one, n) => n + 1) : [0]);
  const digits = (s) => s.replace(/\s/g, "").replace(/[٠-٩۰-۹]/g, (d) => String("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹".indexOf(d) % 10));
  const typed = (q, n) => {
    const name = fieldOf(q, n);
    if (q.t === "rank") {
      const menus = [...form.querySelectorAll(`select[name^="${name}."]`)];
      return menus.every((menu) => menu.value) ? menus.sort((a, b) => a.value - b.value).map((menu) => menu.name.slice(name.length + 1)).join(" ") : "";
    }
    const values = new FormData(form).getAll(name).filter((one) => typeof one === "string");
    if (q.t === "integer" || q.t === "decimal" || q.t === "range") {
      const plain = digits(values[0] ?? "").replace("٫", ".").replace(/^([^.,]*),([^.,]*)$/, "$1.$2");
      return isNaN(number(plain)) ? "" : String(number(plain));
    }
    return values.join(" ");
  };
  const evaluateAll = () => {
    const shown = {}, known = {}, open = new Set();
    const once = (memory, key, otherwise, find) => {
      if (!(key in memory)) {
        if (open.has(key)) return otherwise;
        open.add(key); memory[key] = find(); open.delete(key);
      }
      return memory[key];
    };
    const scope = (q, n, more) => ({ ...more, today: logic.today, lookup: (name) => {
      const other = logic.q[name];
      if (!other) return logic.v[name] ?? "";
      if (!other.e) return value(name, 0);
      return n && (other.e === q.e || other.f === q.f) ? value(name, n) : occurrences(other).map((one) => value(name, one));
    } });
    const relevant = (name, n) => once(shown, `${name}:${n}`, false, () => {
      const q = logic.q[name], parent = logic.q[q.p];
      if (parent && !relevant(q.p, parent.e ? n : 0)) return false;
      return !q.r || truth(evaluate(q.r, scope(q, n)));
    });
    const value = (name, n) => once(known, `=${name}:${n}`, "", () => {
      const q = logic.q[name];
      if (!relevant(name, n)) return "";
      if (!q.c) return typed(q, n);
      const found = text(evaluate(q.c, scope(q, n)));
      return found === "NaN" ? "" : found;
    });
    return { relevant, value, scope };
  };
  const apply = () => {
    const { relevant, value, scope } = evaluateAll();
    for (const [name, q] of Object.entries(logic.q)) for (const n of occurrences(q)) {
      const block = blockOf(q, n);
      if (block) block.hidden = !relevant(name, n);
      if (block && q.o) for (const option of block.querySelectorAll("[data-option]")) {
        const code = option.dataset.option;
        option.hidden = !truth(evaluate(q.o, scope(q, n, { column: (one) => (one === "name" ? code : q.k[code]?.[one] ?? "") })));
        if (option.tagName === "OPTION") option.disabled = option.hidden;
        else if (option.hidden) for (const box of option.querySelectorAll(":checked")) box.checked = false;
      }
    }
    for (const output of form.querySelectorAll("output[data-name]")) {
      const q = logic.q[output.dataset.name];
      if (!q || q.e) continue;
      const found = value(output.dataset.name, 0);
      const labels = found.split(" ").map((code) => blockOf(q, 0)?.querySelector(`[data-option="${CSS.escape(code)}"]`)?.textContent.trim());
      output.textContent = labels.every(Boolean) ? labels.join(", ") : found;
    }
  };
  form.addEventListener("input", apply);
  form.addEventListener("change", apply);
  apply();

  // Ranking: drag a line or press its arrows; the menus, which work without this script, follow.
  for (const list of form.querySelectorAll("[data-rank]")) {
    const lines = () => [...list.children].filter((line) => !line.hidden);
    const renumber = () => {
      lines().forEach((line, place) => { line.querySelector("select").value = String(place + 1); });
      list.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const move = (line, by) => {
      const all = lines(), there = all.indexOf(line) + by;
      if (there >= 0 && there < all.length) all[there][by < 0 ? "before" : "after"](line);
      renumber();
    };
    for (const line of [...list.children].sort((a, b) => (a.querySelector("select").value || 99) - (b.querySelector("select").value || 99))) {
      list.append(line);
      const menu = line.querySelector("select"), label = line.querySelector("label").textContent;
      for (const [by, sign, words] of [[-1, "↑", menu.dataset.up], [1, "↓", menu.dataset.down]]) {
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign, className: "button quiet compact" });
        button.setAttribute("aria-label", `${words}: ${label}`);
        button.addEventListener("click", () => { move(line, by); button.focus(); });
        line.append(button);
      }
      line.draggable = true;
      line.addEventListener("dragstart", (event) => { line.classList.add("moving"); event.dataTransfer.effectAllowed = "move"; });
      line.addEventListener("dragend", () => { line.classList.remove("moving"); renumber(); });
      line.addEventListener("dragover", (event) => {
        const moving = list.querySelector(".moving");
        if (!moving || moving === line) return;
        event.preventDefault();
        const box = line.getBoundingClientRect();
        line[event.clientY < box.top + box.height / 2 ? "before" : "after"](moving);
      });
    }
  }

  // While the connection is down, changes are stored in this browser; they are sent once when it is back.
  if (!form.hasAttribute("data-keep")) return;
  const key = `draft:${location.pathname}`;
  const changed = {};
  let waiting = null;
  let saved = form.dataset.saved;  // the version that the server stored last: an older draft is not restored
  const keep = (sending) => { try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), saved, sending: sending === true, changed })); } catch { /* storage is full or forbidden: the page still has the values */ } };
  form.addEventListener("input", ({ target }) => {
    if (!target.name || target.type === "file") return;
    changed[target.name] = new FormData(form).getAll(target.name);
    if (!navigator.onLine) keep();
  });
  form.addEventListener("draft:failed", keep);
  form.addEventListener("draft:saved", ({ detail }) => { saved = detail; for (const name of Object.keys(changed)) delete changed[name]; localStorage.removeItem(key); });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) { if (Object.keys(changed).length) keep(true); return; }
    event.preventDefault();
    waiting = event.submitter; keep();
    form.dispatchEvent(new CustomEvent("draft:offline"));
  });
  addEventListener("online", () => { if (waiting) { const button = waiting; waiting = null; form.requestSubmit(button); } });
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith("draft:") && JSON.parse(localStorage.getItem(name) || "{}").at < Date.now() - 14 * 864e5) localStorage.removeItem(name);
  }
  const kept = JSON.parse(localStorage.getItem(key) || "null");
  if (kept?.sending && kept.saved !== saved) localStorage.removeItem(key);
  else if (kept) {
    for (const [name, values] of Object.entries(kept.changed)) for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
      else if (control.type !== "file" && control.type !== "hidden") control.value = values[0] ?? "";
      changed[name] = values;
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }
})();
