// Forms that were kept without a connection (service-worker.js) are sent when it returns, each once: the server knows a
// form that it has received before by its key. A kept form is sent only for the person who filled it in.
(async () => {
  const region = document.getElementById("outbox");
  if (!region || !("serviceWorker" in navigator) || !("indexedDB" in window)) return;
  const words = region.dataset;
  const isOffline = Boolean(document.querySelector("meta[name=offline]")); // the page of the service worker, which names nobody
  let user = words.user || "";
  const language = document.documentElement.lang;
  const registration = await navigator.serviceWorker.register("/service-worker.js").catch(() => null);
  if (!registration) return;
  if (sessionStorage.getItem("offline-page") !== `${language} ${user}`) {
    navigator.serviceWorker.ready.then((ready) => ready.active.postMessage("refresh"));
    sessionStorage.setItem("offline-page", `${language} ${user}`);
  }
  const database = await new Promise((resolve) => {
    const request = indexedDB.open("outbox", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("forms", { keyPath: "id", autoIncrement: true });
      request.result.createObjectStore("about");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
  });
  if (!database) return;
  const run = (store, mode, act) => new Promise((resolve, reject) => {
    const request = act(database.transaction(store, mode).objectStore(store));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const title = document.querySelector("h1")?.textContent.trim().replace(/\s+/g, " ") || document.title;
  if (isOffline) user = (await run("about", "readonly", (store) => store.get("page")))?.user || "";
  else run("about", "readwrite", (store) => store.put({ user, title }, "page"));
  const kept = async () => (await run("forms", "readonly", (store) => store.getAll())).filter((entry) => !entry.user || entry.user === user);
  const remove = (entry) => run("forms", "readwrite", (store) => store.delete(entry.id));
  const fieldsOf = (entry) => new Response(entry.body, { headers: { "content-type": entry.type } }).formData();
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";

  function line(text, link, label) {
    const item = document.createElement("li");
    const words_ = document.createElement("bdi");
    words_.textContent = text;
    item.append(words_);
    if (link) { const anchor = document.createElement("a"); anchor.href = link; anchor.textContent = label; item.append(" ", anchor); }
    region.querySelector("ul").append(item);
    return item;
  }
  function action(item, label, act) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button quiet compact", textContent: label });
    button.addEventListener("click", act);
    item.append(" ", button);
  }
  // The server shows what is wrong beside the field, with what was typed.
  async function review(entry) {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: entry.path, hidden: true });
    for (const [name, value] of await fieldsOf(entry)) {
      if (value instanceof File) continue;
      const input = document.createElement("textarea");
      Object.assign(input, { name, value: name === "csrfmiddlewaretoken" ? token() : value });
      form.append(input);
    }
    document.body.append(form);
    await remove(entry);
    form.submit();
  }
  async function show(sent = []) {
    const waiting = await kept();
    region.querySelector("ul").replaceChildren();
    sent.forEach(({ entry, url }) => line(`${words.sent} ${entry.title}`, url, words.open));
    for (const entry of waiting) {
      const item = line(`${entry.problem ? words.problem : words.waiting} ${entry.title}`);
      if (entry.problem) action(item, words.review, () => review(entry));
      action(item, words.discard, async () => { await remove(entry); show(); });
    }
    region.hidden = !waiting.length && !sent.length;
  }
  async function sendAll() {
    const sent = [];
    for (const entry of await kept()) {
      if (entry.problem) continue;
      const body = await fieldsOf(entry);
      body.set("csrfmiddlewaretoken", token());
      let response;
      try {
        response = await fetch(entry.path, { method: "POST", body });
      } catch {
        break; // still no connection
      }
      if (response.status >= 500) break;
      if (response.ok) { await remove(entry); sent.push({ entry, url: response.url }); }
      else await run("forms", "readwrite", (store) => store.put({ ...entry, problem: true }));
    }
    await show(sent);
    if (sent.length) document.dispatchEvent(new CustomEvent("outbox:sent"));
  }
  const attempt = () => navigator.locks ? navigator.locks.request("outbox", { ifAvailable: true }, (lock) => (lock ? sendAll() : show())) : sendAll();
  if (isOffline) {
    // The next page knows who is signed in; this one does not.
    const goOn = async () => {
      const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
      if (answer?.ok) location.replace(location.pathname === "/offline/" ? "/home/" : location.href);
    };
    addEventListener("online", goOn);
    setInterval(goOn, 5000);
    await show();
  } else {
    addEventListener("online", attempt);
    setInterval(async () => { if ((await kept()).some((entry) => !entry.problem)) attempt(); }, 15000);
    if (navigator.onLine) await attempt(); else await show();
  }
})();
