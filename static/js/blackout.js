// What is marked in the comment becomes a line of the field of words to black out.
(() => {
  const comment = document.querySelector("[data-comment]"), offer = document.querySelector("[data-blackout]");
  const field = document.querySelector("textarea[name=hide]");
  if (!comment || !offer || !field) return;
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => {
    const marked = getSelection();
    if (!marked.rangeCount || !comment.contains(marked.getRangeAt(0).commonAncestorContainer)) return;
    const words = marked.toString().split(/\s+/).filter(Boolean).join(" ");
    if (!words) return;
    field.value = [...field.value.split("\n").filter((line) => line.trim()), words].join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
