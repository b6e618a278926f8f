// Evaluates the expressions of a questionnaire in the browser: the same trees and the same results as on the server
// (assessments/instruments/evaluation.py). It knows nothing of the page; questionnaire.js applies it.
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
  window.expressions = { evaluate, text, number, truth };
})();
