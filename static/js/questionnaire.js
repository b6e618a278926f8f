// A questionnaire in the browser: what shows, what is computed and offered as answers come, by the same trees that the
// server evaluates (assessments/instruments/evaluation.py). Every page works without this file.
(() => {
  const isDate = (s) => /^\d{4}-\d\d-\d\d$/.test(s);
  const isMoment = (s) => /^(\d{4}-\d\d-\d\d(T\d\d:\d\d)?|\d\d:\d\d)$/.test(s);
  const text = (v) => (Array.isArray(v) ? v[0] ?? "" : String(v));
  const number = (v) => (typeof v === "number" ? v : typeof v === "boolean" ? Number(v)
    : /^\s*-?(\d+(\.\d*)?|\.\d+)\s*$/.test(text(v)) ? Number(text(v)) : NaN);
  const truth = (v) => (Array.isArray(v) ? text(v) !== "" : Boolean(v));
  const chosen = (v) => text(v).split(/\s+/).filter(Boolean);
  const numbers = (args) => args.flat().filter((one) => one !== "").map(number);
  const day = (s) => { const d = new Date(`${s}T00:00:00Z`); return !isNaN(d) && s > "0001" && d.toISOString().slice(0, 10) === s ? d / 864e5 : NaN; };
  const same = (a, b) => (typeof a === "boolean" || typeof b === "boolean" ? truth(a) === truth(b)
    : typeof a === "number" || typeof b === "number" ? number(a) === number(b) : text(a) === text(b));
  const compare = (a, b) => (isMoment(text(a)) && isMoment(text(b)) ? [text(a), text(b)] : [number(a), number(b)]);
  const onDates = (sign, a, b) => {
    if (!isDate(text(a))) return undefined;
    if (sign === "-" && isDate(text(b))) return day(text(a)) - day(text(b));
    const days = number(b);
    if (isNaN(days)) return undefined;
    const then = new Date((day(text(a)) + (sign === "+" ? 1 : -1) * Math.trunc(days)) * 864e5);
    return isNaN(then) || then.toISOString().length > 24 || then.getUTCFullYear() < 1 ? NaN : then.toISOString().slice(0, 10);
  };
  const extreme = (of) => (...args) => { const all = numbers(args); return all.length ? of(...all) : NaN; };
  const operators = {
    "=": same, "!=": (a, b) => !same(a, b),
    "<": (a, b) => { [a, b] = compare(a, b); return a < b; }, "<=": (a, b) => { [a, b] = compare(a, b); return a <= b; },
    ">": (a, b) => { [a, b] = compare(a, b); return a > b; }, ">=": (a, b) => { [a, b] = compare(a, b); return a >= b; },
    "+": (a, b) => onDates("+", a, b) ?? number(a) + number(b), "-": (a, b) => onDates("-", a, b) ?? number(a) - number(b),
    "*": (a, b) => number(a) * number(b), div: (a, b) => number(a) / number(b), mod: (a, b) => number(a) % number(b),
  };
  const functions = {
    selected: (a, b) => chosen(a).includes(text(b)), "count-selected": (a) => chosen(a).length,
    "selected-at": (a, b) => chosen(a)[Math.trunc(number(b))] ?? "", coalesce: (...all) => all.map(text).find((one) => one !== "") ?? "",
    regex: (a, b) => new RegExp(`^(?:${text(b)})$`).test(text(a)), not: (a) => !truth(a), true: () => true, false: () => false,
    number, string: text, "string-length": (a) => text(a).length, concat: (...all) => all.map(text).join(""),
    contains: (a, b) => text(a).includes(text(b)), "starts-with": (a, b) => text(a).startsWith(text(b)),
    "ends-with": (a, b) => text(a).endsWith(text(b)),
    int: (a) => { const n = number(a); return isFinite(n) ? Math.trunc(n) : NaN; },
    round: (a, b) => {
      const n = number(a), places = b === undefined ? 0 : number(b);
      if (!isFinite(n) || !isFinite(places)) return NaN;
      const by = 10 ** Math.max(-12, Math.min(12, Math.trunc(places)));
      return Math.floor(n * by + 0.5) / by;
    },
    abs: (a) => Math.abs(number(a)), min: extreme(Math.min), max: extreme(Math.max),
    sum: (a) => numbers([a]).reduce((total, one) => total + one, 0), count: (a) => [a].flat().filter((one) => one !== "").length,
  };
  const evaluate = (tree, scope) => {
    const [kind, a, b, c, d] = tree;
    switch (kind) {
      case "num": case "str": return a;
      case "ref": return scope.lookup(a);
      case "self": return scope.itself ?? "";
      case "col": return scope.column ? scope.column(a) : "";
      case "and": return truth(evaluate(a, scope)) && truth(evaluate(b, scope));
      case "or": return truth(evaluate(a, scope)) || truth(evaluate(b, scope));
      case "neg": return -number(evaluate(a, scope));
      case "call":
        if (a === "if") return evaluate(truth(evaluate(b, scope)) ? c : d, scope);
        if (a === "today") return scope.today;
        return functions[a](...tree.slice(2).map((one) => evaluate(one, scope)));
      default: return operators[kind](evaluate(a, scope), evaluate(b, scope));
    }
  };
  window.questionnaire = { evaluate, text };  // for whoever checks that both sides agree

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
  const settle = () => {
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
    const { relevant, value, scope } = settle();
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

  // Ranking: drag a line or press its arrows; the menus, which do it alone, follow.
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

  // When the line drops, what was changed is kept in this browser, and sent once when the line returns.
  if (!form.hasAttribute("data-keep")) return;
  const key = `draft:${location.pathname}`;
  const changed = {};
  let waiting = null;
  let saved = form.dataset.saved;  // what the server last kept: a draft that it has moved past is not put back
  const keep = (sending) => { try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), saved, sending: sending === true, changed })); } catch { /* full or forbidden: the page itself still holds it */ } };
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
