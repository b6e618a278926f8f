// What HTML cannot yet do alone. Every page works without this file.
(() => {
  const language = document.documentElement.lang;
  const numbers = new Intl.NumberFormat(language === "ar" ? "ar-u-nu-arab" : language);
  // Bulk selection: count the chosen rows, choose all on this page.
  for (const form of document.querySelectorAll("form[data-bulk]")) {
    const boxes = [...form.querySelectorAll("tbody .pick input")];
    const all = form.querySelector("thead .pick input");
    const count = form.querySelector("[data-count]");
    const show = () => {
      const n = boxes.filter((box) => box.checked).length;
      if (count) count.textContent = numbers.format(n);
      if (all) { all.checked = n > 0 && n === boxes.length; all.indeterminate = n > 0 && n < boxes.length; }
    };
    form.addEventListener("change", (event) => {
      if (event.target === all) boxes.forEach((box) => { box.checked = all.checked; });
      show();
    });
    show();
  }
  // Confirmations: a link to the confirm page opens the dialog in place.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog?.showModal) { event.preventDefault(); dialog.showModal(); }
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.activeElement.closest("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  // Leaving with unsaved typing asks first; a saved draft clears the mark (the server answers with X-Saved).
  let dirty = false;
  for (const form of document.querySelectorAll("form[data-guard]")) {
    form.addEventListener("input", () => { dirty = true; });
    form.addEventListener("submit", (event) => { if (!event.submitter?.formTarget) dirty = false; });
  }
  document.addEventListener("saved", () => { dirty = false; });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  // Long forms keep themselves as drafts two seconds after the last key; the server answers with the words to show.
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    const status = form.querySelector(".saved");
    let timer;
    const save = async () => {
      const body = new FormData(form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      body.set("draft", "1");
      try {
        const answer = await fetch(form.action || location.href, { method: "POST", body, headers: { "HX-Request": "true" } });
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        if (status) { status.textContent = await answer.text(); status.classList.remove("warn"); }
        dirty = false;
        form.dispatchEvent(new CustomEvent("draft:saved", { detail: answer.headers.get("X-Saved") }));
      } catch {
        form.dispatchEvent(new CustomEvent("draft:failed"));
        if (status) { status.textContent = status.dataset.failed || status.textContent; status.classList.add("warn"); }
        timer = setTimeout(save, 15000);
      }
    };
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 2000); });
    form.addEventListener("submit", () => clearTimeout(timer));
    form.addEventListener("draft:offline", () => { if (status) { status.textContent = status.dataset.failed; status.classList.add("warn"); } });
    addEventListener("online", () => { if (dirty) save(); });
  }
  // A preview follows what is typed.
  for (const button of document.querySelectorAll("button[data-preview]")) {
    let timer;
    button.form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => button.form.requestSubmit(button), 700); });
  }
  // The error summary takes the focus once, so that it is read first.
  document.querySelector(".errors[tabindex]")?.focus();
})();
