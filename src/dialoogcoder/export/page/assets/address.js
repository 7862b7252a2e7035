// Keeps the search in the address, behind the "#": that works for a file on disk too, and a view
// can be shared by sharing the address.

const form = document.getElementById("zoekformulier");
const SEARCH = "#citaten?";

function chosen() {
  const filters = {};
  for (const field of form.elements) {
    if (field.name && field.value.trim()) filters[field.name] = field.value.trim();
  }
  return filters;
}

function fill(filters) {
  for (const field of form.elements) {
    if (!field.name) continue;
    field.value = filters.get(field.name) || "";
    // A value that this run doesn't know: a select shows nothing then.
    if (field.tagName === "SELECT" && field.selectedIndex < 0) field.value = "";
  }
  const more = document.getElementById("meer-filters");
  if ([...more.querySelectorAll("select")].some((field) => field.value)) more.open = true;
}

function addressOf(filters) {
  return SEARCH + new URLSearchParams(filters).toString();
}

function follow() {
  const hash = location.hash;
  if (hash.startsWith(SEARCH)) {
    fill(new URLSearchParams(hash.slice(SEARCH.length)));
    find();
    document.getElementById("citaten").scrollIntoView();
  } else if (hash.length > 1) {
    let id = hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* as it is */ }
    goTo(id);
  }
}

// While people type the address changes along, but "back" leads to where they came from.
function remember() {
  history.replaceState(null, "", addressOf(chosen()));
}
