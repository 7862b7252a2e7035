// The map: the nearest passage under the pointer is shown, and the arrow keys walk from one to the
// next. What the search finds is ringed.

const field = document.getElementById("kaartvlak");
const SIDE = 1000;

function showOnMap(numbers) {
  if (!field) return;
  const dots = numbers.map((n) => `M${data.x[n]} ${data.y[n]}h0`);
  document.getElementById("kaartgevonden").setAttribute("d", dots.join(""));
}

function startMap() {
  const drawing = field.querySelector("svg");
  const dot = document.getElementById("kaartstip");
  const text = document.getElementById("kaartlezen");
  let current = -1;

  function nearest(x, y, allowed = () => true) {
    let best = -1, distance = Infinity;
    for (let n = 0; n < data.x.length; n += 1) {
      const away = (data.x[n] - x) ** 2 + (data.y[n] - y) ** 2;
      if (away < distance && allowed(n)) { best = n; distance = away; }
    }
    return [best, Math.sqrt(distance)];
  }

  function show(n) {
    current = n;
    dot.setAttribute("cx", data.x[n]);
    dot.setAttribute("cy", data.y[n]);
    const quote = document.createElement("p");
    quote.className = "said";
    const said = textOf(n);
    quote.textContent = said.length > 320 ? `${said.slice(0, 320)}…` : said;
    const by = document.createElement("p");
    by.className = "facts";
    by.textContent = `– ${data.by_words[data.by[n]]} · ${name("perspectief", n)}`;
    text.replaceChildren(quote, by);
    text.hidden = false;
    // Beside the passage, not on it.
    text.classList.toggle("left", data.x[n] > SIDE / 2);
    text.classList.toggle("up", data.y[n] > SIDE / 2);
  }

  function hide() {
    current = -1;
    text.hidden = true;
    dot.setAttribute("cx", -50);
  }

  function open() {
    if (current >= 0) location.hash = encodeURIComponent(passages[current].id);
  }

  field.tabIndex = 0;
  field.setAttribute("role", "application");
  field.setAttribute("aria-label", "Kaart van de passages: pijltjes lopen van passage naar passage, Enter opent het gesprek, Escape sluit");
  drawing.addEventListener("pointermove", (event) => {
    const box = drawing.getBoundingClientRect();
    const scale = SIDE / box.width;
    const [n, away] = nearest((event.clientX - box.left) * scale, (event.clientY - box.top) * scale);
    if (n >= 0 && away < 25 * Math.max(1, scale)) { if (n !== current) show(n); } else hide();
  });
  field.addEventListener("pointerleave", hide);
  drawing.addEventListener("click", open);
  field.addEventListener("blur", hide);
  const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  field.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (step) {
      event.preventDefault();
      if (current < 0) { show(nearest(SIDE / 2, SIDE / 2)[0]); return; }
      const [x, y] = [data.x[current], data.y[current]];
      // The nearest that lies more in that direction than beside it.
      const [n] = nearest(x, y, (other) => {
        const along = (data.x[other] - x) * step[0] + (data.y[other] - y) * step[1];
        const across = Math.abs((data.x[other] - x) * step[1]) + Math.abs((data.y[other] - y) * step[0]);
        return along > 0 && along >= across;
      });
      if (n >= 0) show(n);
    } else if (event.key === "Enter") open();
    else if (event.key === "Escape") hide();
  });
}

if (field) startMap();
find();
window.addEventListener("hashchange", follow);
follow();
