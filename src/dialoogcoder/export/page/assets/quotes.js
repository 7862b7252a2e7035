// Finds quotes by words and filters, and lists them.

const REVIEW = 1, TYPICAL = 2, DISSENT = 4;
const PAGE = 25;
const LISTS = Object.keys(data.columns);
const body = document.querySelector("#citatentabel tbody");
const template = document.getElementById("rij");
const more = document.getElementById("toonmeer");
let found = [];
let shown = 0;
let words = [];
let searchable = null;

// "Één" is found by "een": accents and capitals don't count.
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function searchableText(n) {
  if (!searchable) searchable = passages.map((_, i) => plain(textOf(i)));
  return searchable[n];
}

function fits(filters) {
  const tests = [];
  for (const name of LISTS) {
    if (!filters[name]) continue;
    const index = data.options[name].findIndex(([value]) => value === filters[name]);
    const also = name === "perspectief" && !filters.eerste;
    tests.push((n) => data.columns[name][n] === index || (also && (data.also[n] || []).includes(index)));
  }
  if (filters.kans) tests.push((n) => data.sure[n] < 0 || data.sure[n] >= Number(filters.kans));
  if (filters.nakijken) {
    const wanted = filters.nakijken === "ja" ? REVIEW : 0;
    tests.push((n) => (data.flags[n] & REVIEW) === wanted);
  }
  if (filters.soort) {
    const wanted = filters.soort === "tegengeluid" ? DISSENT : TYPICAL;
    tests.push((n) => (data.flags[n] & wanted) !== 0);
  }
  if (filters.functie) {
    const wanted = plain(filters.functie);
    const roles = data.functie_words.map((role) => plain(role).includes(wanted));
    tests.push((n) => roles[data.functie[n]]);
  }
  words = plain(filters.zoek || "").split(/\s+/).filter(Boolean);
  if (words.length) tests.push((n) => words.every((word) => searchableText(n).includes(word)));
  return (n) => tests.every((test) => test(n));
}

const ORDERS = {
  kans: (a, b) => data.sure[b] - data.sure[a],
  twijfel: (a, b) => (data.flags[b] & REVIEW) - (data.flags[a] & REVIEW) || data.sure[a] - data.sure[b],
  kort: (a, b) => textOf(a).length - textOf(b).length,
};

function find() {
  const filters = chosen();
  const keeps = fits(filters);
  found = [];
  for (let n = 0; n < passages.length; n += 1) if (keeps(n)) found.push(n);
  if (ORDERS[filters.volgorde]) found.sort((a, b) => ORDERS[filters.volgorde](a, b) || a - b);
  if (filters.perspreker) found = found.filter(atMost(Number(filters.perspreker)));
  body.replaceChildren();
  shown = 0;
  showMore();
  tell();
  showOnMap(Object.keys(filters).length ? found : []);
}

// Nobody is known by name in two conversations; who has no name is a person apart.
function atMost(limit) {
  const heard = new Map();
  return (n) => {
    const name = data.speaker_words[data.speaker[n]];
    const person = name ? `${data.columns.gesprek[n]} ${name}` : `passage ${n}`;
    heard.set(person, (heard.get(person) || 0) + 1);
    return heard.get(person) <= limit;
  };
}

function tell() {
  const count = new Intl.NumberFormat("nl").format(found.length);
  const noun = found.length === 1 ? "citaat" : "citaten";
  document.getElementById("aantal").textContent = found.length
    ? `${count} ${noun} gevonden.`
    : "Geen citaten gevonden. Gebruik minder woorden of wis een filter.";
  document.getElementById("citatentabel").hidden = !found.length;
}

function showMore() {
  const rows = found.slice(shown, shown + PAGE).map(row);
  body.append(...rows);
  shown += rows.length;
  more.hidden = shown >= found.length;
  more.textContent = `Toon meer (nog ${new Intl.NumberFormat("nl").format(found.length - shown)})`;
  return rows[0];
}

function name(list, n) {
  const option = data.options[list][data.columns[list][n]];
  return option ? option[1] : "";
}

function value(list, n) {
  const option = data.options[list][data.columns[list][n]];
  return option ? option[0] : "";
}

function row(n) {
  const made = template.content.cloneNode(true).firstElementChild;
  const put = (where, text) => {
    const element = made.querySelector(where);
    if (text) element.textContent = text; else element.remove();
  };
  made.querySelector(".said").append(...marked(textOf(n)));
  put(".by", `– ${data.by_words[data.by[n]]}`);
  put(".place", `${name("gesprek", n)}, ${data.place[n]}`);
  made.querySelector(".context").href = `#${encodeURIComponent(passages[n].id)}`;
  made.querySelector(".copy").dataset.n = n;
  put(".perspective-name", name("perspectief", n));
  put(".also", data.also[n] ? `ook: ${data.also[n].map((code) => data.options.perspectief[code][1]).join(", ")}` : "");
  put(".story", value("verhaal", n) === "geen" ? "" : name("verhaal", n));
  const sure = data.sure[n];
  put(".sure", sure < 0 ? "door een mens gecodeerd" : `kans ${(sure / 100).toFixed(2).replace(".", ",")}`);
  if (data.flags[n] & REVIEW) {
    const tag = document.createElement("strong");
    tag.className = "tag";
    tag.textContent = "nakijken";
    made.querySelector(".sure").append(" ", tag);
  }
  const thread = value("draad", n);
  const link = made.querySelector(".thread-link");
  if (thread !== "geen") {
    link.textContent = name("draad", n);
    link.href = `#draad-${thread}`;
  } else link.replaceWith("geen");
  put(".kind", data.flags[n] & DISSENT ? "tegengeluid" : data.flags[n] & TYPICAL ? "typerend" : "");
  return made;
}

// The text with the words that were searched for marked. Taking accents off may shorten a text, so
// places are looked up letter by letter.
function marked(text) {
  if (!words.length) return [text];
  const letters = [...text];
  const at = [];
  let bare = "";
  letters.forEach((letter, i) => {
    for (const char of plain(letter)) { bare += char; for (let k = 0; k < char.length; k += 1) at.push(i); }
  });
  const hit = new Set();
  for (const word of words) {
    for (let from = bare.indexOf(word); from >= 0; from = bare.indexOf(word, from + 1)) {
      for (let i = at[from]; i <= at[from + word.length - 1]; i += 1) hit.add(i);
    }
  }
  const parts = [];
  for (let i = 0; i < letters.length;) {
    let end = i;
    while (end < letters.length && hit.has(end) === hit.has(i)) end += 1;
    const piece = letters.slice(i, end).join("");
    if (hit.has(i)) {
      const mark = document.createElement("mark");
      mark.textContent = piece;
      parts.push(mark);
    } else parts.push(piece);
    i = end;
  }
  return parts;
}

form.addEventListener("submit", (event) => { event.preventDefault(); remember(); find(); });
form.addEventListener("change", (event) => {
  // A text field changes when it is left, as by a click on a quote: a new list would lose the click.
  if (event.target.tagName !== "INPUT") { remember(); find(); }
});
form.addEventListener("input", (event) => {
  if (event.target.tagName !== "INPUT") return;
  clearTimeout(form.timer);
  form.timer = setTimeout(() => { remember(); find(); }, 250);
});
document.getElementById("wis").addEventListener("click", () => {
  fill(new URLSearchParams());
  remember();
  find();
  document.getElementById("f-zoek").focus();
});
document.getElementById("deel").addEventListener("click", () => {
  remember();
  copy(location.href, "Adres gekopieerd.");
});
more.addEventListener("click", () => {
  const first = showMore();
  first.querySelector("a").focus();
});
