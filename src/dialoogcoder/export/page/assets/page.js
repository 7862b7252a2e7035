// What the whole page shares: the data, light or dark, opening a conversation, copying a text.
"use strict";

const data = JSON.parse(document.getElementById("gegevens").textContent);
const passages = [];
for (const element of document.querySelectorAll(".passage")) {
  passages[Number(element.dataset.n)] = element;
}

for (const element of document.querySelectorAll(".scripted")) element.hidden = false;
for (const element of document.querySelectorAll(".unscripted")) element.hidden = true;

function textOf(n) {
  return passages[n].querySelector(".said").textContent;
}

function say(text) {
  const place = document.getElementById("melding");
  place.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { place.textContent = ""; }, 4000);
}

// A browser may refuse to keep anything for a file on disk; then the choice lasts for this visit.
const kept = {
  get(name) { try { return localStorage.getItem(name) || ""; } catch { return ""; } },
  set(name, value) { try { localStorage.setItem(name, value); } catch { /* not kept */ } },
};
const scheme = document.getElementById("weergave");
function show(choice) {
  if (choice) document.documentElement.dataset.scheme = choice;
  else delete document.documentElement.dataset.scheme;
  scheme.value = choice;
}
show(["light", "dark"].includes(kept.get("weergave")) ? kept.get("weergave") : "");
scheme.addEventListener("change", () => {
  show(scheme.value);
  kept.set("weergave", scheme.value);
});

async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // A page from disk may have no clipboard of its own.
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("aria-hidden", "true");
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    if (!copied) {
      say("Kopiëren mag niet van deze browser. Selecteer de tekst en kopieer die.");
      return;
    }
  }
  say(done);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.copy");
  if (!button) return;
  const n = Number(button.dataset.n);
  const by = data.by_words[data.by[n]];
  copy(`“${textOf(n)}” – ${by}`, "Citaat met bronvermelding gekopieerd.");
  button.focus();
});

// Follows an address to its place, which may lie in a conversation that is closed.
function goTo(id) {
  const element = document.getElementById(id);
  if (!element) return;
  const closed = element.closest("details");
  if (closed) closed.open = true;
  if (element.matches("details")) element.open = true;
  for (const old of document.querySelectorAll(".here")) old.classList.remove("here");
  if (element.matches(".passage")) {
    element.classList.add("here");
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }
  element.scrollIntoView({ block: element.matches(".passage") ? "center" : "start" });
}
