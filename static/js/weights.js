// Weights moved in place: the same ranking and the same drawn weightings as the server's, from the scores on the rows.
(() => {
  const form = document.querySelector("form[data-weights]");
  if (!form) return;
  const body = document.getElementById(form.dataset.weights);
  const words = document.querySelector("[data-words]").content;
  const said = document.querySelector("[data-said]");
  const fields = [...form.querySelectorAll("[data-code]")];
  const codes = fields.map((field) => field.dataset.code);
  const number = (name) => Number(form.dataset[name]);
  const NEAR = 1e-12, arabic = document.documentElement.lang === "ar", east = "٠١٢٣٤٥٦٧٨٩";
  const point = arabic ? "٫" : form.dataset.example[1];
  const local = (text) => (arabic ? String(text).replace(/[0-9]/g, (digit) => east[digit]).replace("%", "٪") : String(text));
  const fixed = (value, places) => local(value.toFixed(places).replace(".", point));
  const west = (text) => text.replace(/[٠-٩]/g, (digit) => east.indexOf(digit)).replace(/[,٫]/, ".");
  const rows = [...body.rows].map((row) => {
    const scores = new Map(row.dataset.scores.split(" ").filter(Boolean).map((pair) => {
      const at = pair.lastIndexOf(":");
      return [pair.slice(0, at), Number(pair.slice(at + 1))];
    }));
    return { row, scores: codes.map((code) => (scores.has(code) ? scores.get(code) : NaN)), agreed: Number(row.dataset.agreedRank) || 0 };
  });
  const weighted = (scores, weights) => {
    let sum = 0, total = 0;
    for (let g = 0; g < weights.length; g++) if (!Number.isNaN(scores[g])) { sum += weights[g] * scores[g]; total += weights[g]; }
    return total > 0 ? sum / total : NaN;
  };
  // The generator of robustness.py, number by number.
  const shares = (weights) => {
    const draws = number("draws"), within = number("within"), top = Math.min(number("top"), rows.length);
    const stays = new Uint32Array(rows.length), found = new Float64Array(rows.length), drawn = new Float64Array(weights.length);
    let state = number("seed") >>> 0;
    for (let n = 0; n < draws; n++) {
      for (let g = 0; g < weights.length; g++) {
        state = (Math.imul(1664525, state) + 1013904223) >>> 0;
        drawn[g] = weights[g] * (1 - within + 2 * within * (state / 4294967296));
      }
      for (let i = 0; i < rows.length; i++) { const v = weighted(rows[i].scores, drawn); found[i] = Number.isNaN(v) ? -Infinity : v; }
      const last = Float64Array.from(found).sort()[rows.length - top];
      for (let i = 0; i < rows.length; i++) if (found[i] > -Infinity && found[i] >= last - NEAR) stays[i]++;
    }
    return [...stays].map((n) => n / draws);
  };
  const percent = (share) => `${Math.floor(share * 100 + 0.5)}%`;
  const moved = (before, now) => (!before ? "–" : before > now ? `▲ ${before - now}` : before < now ? `▼ ${now - before}` : "=");
  const typed = (field) => (field.value.trim() === "" ? Number(field.dataset.agreed) : Number(west(field.value)));
  const show = () => {
    const weights = fields.map(typed);
    const wrong = weights.map((w) => !(w >= 0 && w <= 100));
    fields.forEach((field, n) => field.toggleAttribute("aria-invalid", wrong[n]));
    if (wrong.includes(true)) return;
    if (!weights.some((w) => w > 0)) { said.textContent = words.querySelector("[data-none]").textContent; return; }
    const kept = shares(weights);
    const lines = rows.map((one, n) => ({ ...one, score: weighted(one.scores, weights), share: kept[n], n }));
    const scored = lines.filter((line) => !Number.isNaN(line.score)).sort((a, b) => b.score - a.score || a.n - b.n);
    scored.forEach((line, n) => { line.rank = n && Math.abs(scored[n - 1].score - line.score) < NEAR ? scored[n - 1].rank : n + 1; });
    const ties = new Map();
    for (const line of scored) ties.set(line.rank, (ties.get(line.rank) || 0) + 1);
    for (const line of [...scored, ...lines.filter((one) => Number.isNaN(one.score))]) {
      const known = !Number.isNaN(line.score), put = (name, text) => { line.row.querySelector(`[data-${name}]`).textContent = text; };
      put("rank", known ? (ties.get(line.rank) > 1 ? "=" : "") + local(line.rank) : "–");
      put("score", known ? fixed(line.score, 2) : "–");
      put("moved", known ? local(moved(line.agreed, line.rank)) : "–");
      put("share", known ? local(percent(line.share)) : "–");
      body.append(line.row);
    }
    const changed = fields.some((field, n) => weights[n] !== Number(field.dataset.agreed));
    said.textContent = changed ? words.querySelector("[data-changed]").textContent : "";
  };
  let waiting = 0;
  const soon = () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(show); };
  for (const slider of form.querySelectorAll("[data-slider]")) {
    const field = form.querySelector(`[data-code="${slider.dataset.slider}"]`);
    slider.hidden = false;
    slider.addEventListener("input", () => { field.value = slider.value; soon(); });
    field.addEventListener("input", () => { slider.value = field.value; soon(); });
  }
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  form.querySelector("[data-reset]").addEventListener("click", (event) => {
    event.preventDefault();
    for (const field of fields) { field.value = field.dataset.agreed; form.querySelector(`[data-slider="${field.dataset.code}"]`).value = field.value; }
    show();
  });
})();
