// Fields by the words in front of them: a label, then the control in the next cell.

const LABELS = "td, th, label, dt, span, div, b, strong, h1, h2, h3, h4, legend";
const CONTROLS = "[textboxname], [comboname], [numberboxname], input, select, textarea";

const isGenerated = (el) =>
  el.matches(".textbox-text, .textbox-value, .combo-text, .combo-value, [type=hidden]") ||
  el.closest(".datagrid-view, .datagrid-pager, .combo-p, .calendar") !== null;

function controlsIn(box) {
  const all = box.matches(CONTROLS) ? [box] : [...box.querySelectorAll(CONTROLS)];
  return all.filter((el) => !isGenerated(el) && !["button", "submit"].includes(el.type));
}

// Every element of `root` that may be a label, by its text; read once for all fields of a call.
function textIndex(root) {
  const index = new Map();
  for (const el of root.querySelectorAll(LABELS)) {
    const text = bare(el.textContent);
    if (!index.has(text)) index.set(text, []);
    index.get(text).push(el);
  }
  return index;
}

// The innermost elements of `root` whose whole text is one of `words`.
function labelled(root, words, { hidden = false, index = textIndex(root) } = {}) {
  const hits = [...new Set(words)].flatMap((word) => index.get(word) || []).filter((el) =>
    (hidden || visible(el)) &&
    !el.closest(".datagrid-view, .combo-p, .panel-header, .l-btn, .tabs, button, a") &&
    (hidden || !foreign(el, root)));
  return hits.filter((el) => !hits.some((other) => other !== el && el.contains(other)));
}

// The controls which follow a label: beside it up to the next text, else in the next cell.
function controlsAfter(label) {
  for (let box = label; box; box = box.parentElement) {
    const found = [];
    for (let next = box.nextSibling; next; next = next.nextSibling) {
      if (next.nodeType === Node.TEXT_NODE && clean(next.data) && found.length) break;
      if (next.nodeType !== Node.ELEMENT_NODE) continue;
      const inside = controlsIn(next);
      if (next.matches("label, td, th, dt") && !inside.length) break;
      found.push(...inside);
      if (next.matches("td, th, dd") && found.length) break;
    }
    if (found.length) return found;
    if (box.matches("td, th, dt, tr, li, form, .window-body")) break;
  }
  return [];
}

// The texts of `root` that look like labels, for the message when one is missing.
function labelTexts(root) {
  const texts = [...root.querySelectorAll("td, th, label, dt")]
    .filter((el) => visible(el) && !el.closest(".datagrid-view, .combo-p") && !foreign(el, root))
    .filter((el) => !el.querySelector("input, td, th, label, a"))
    .map((el) => bare(el.textContent))
    .filter((text) => text && text.length < 20);
  return [...new Set(texts)];
}

// The control(s) of the one field with this label; anything but one is trouble.
function field(root, words, how = {}) {
  const found = labelled(root, words, how)
    .map((label) => controlsAfter(label))
    .filter((controls) => controls.length);
  if (found.length === 1) return found[0];
  if (found.length > 1) throw new Trouble("many", { label: words[0], count: found.length });
  throw new Trouble("missing", { label: words[0], seen: labelTexts(root) });
}

// The one control of a cell or element given by Python.
function only(root, label) {
  const controls = controlsIn(root);
  if (controls.length === 1) return controls[0];
  if (controls.length > 1) throw new Trouble("many", { label, count: controls.length });
  throw new Trouble("missing", { label, seen: labelTexts(root) });
}

// The lines of the block that follows a heading, up to the next heading of its kind.
async function textUnder(root, { words }) {
  const heads = labelled(root, words).concat(
    [...root.querySelectorAll(".panel-title")].filter((el) => visible(el) && words.includes(bare(el.textContent))));
  if (heads.length !== 1) {
    throw new Trouble(heads.length ? "many" : "missing", { label: words[0], count: heads.length, seen: labelTexts(root) });
  }
  const [head] = heads;
  const lines = [];
  for (let next = head.nextElementSibling; next && next.tagName !== head.tagName; next = next.nextElementSibling) {
    if (visible(next) && !next.matches(".datagrid, .panel")) lines.push(next.innerText);
  }
  return lines.join("\n").split("\n").map(clean).filter(Boolean).join("\n");
}
