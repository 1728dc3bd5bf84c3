// What a screen shows, as lists of words, for people who compare two portals; changes nothing.

const ASIDE = ".datagrid-view, .datagrid-pager, .pagination, .calendar, .combo-p, .messager-window, script, style";

const standing = (el, root) => visible(el) && !foreign(el, root) && !el.closest(".messager-window");

const texts = (root, selector, read) =>
  [...root.querySelectorAll(selector)].filter((el) => standing(el, root))
    .map(read || ((el) => clean(el.textContent || el.value))).filter(Boolean);

// What is read as one line: a link or button, else the nearest block.
const blockOf = (el) => {
  let box = el.closest("a, button") || el;
  if (box.matches("a, button")) return box;
  while (box.parentElement && getComputedStyle(box).display.startsWith("inline")) box = box.parentElement;
  return box;
};

// The texts of the root, one per block, without what stands in grids, lists and message boxes.
function linesOf(root) {
  const lines = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let last = null;
  while (walker.nextNode()) {
    const el = walker.currentNode.parentElement;
    const text = clean(walker.currentNode.data);
    if (!text || el.closest(ASIDE) || !standing(el, root)) continue;
    const block = blockOf(el);
    if (block === last) lines[lines.length - 1] += text;
    else lines.push(text);
    last = block;
  }
  return lines;
}

function shownField(label, el) {
  const kind = $ ? kindOf(el) : "plain";
  const options = kind === "plain" || kind === "validatebox" ? {} : $(el)[kind]("options");
  return {
    label: bare(label.textContent),
    kind: kind === "plain" ? el.type || el.tagName.toLowerCase() : kind,
    required: Boolean(options.required),
    fixed: frozen(el, kind),
    prompt: options.prompt || el.placeholder || "",
    offers: kind === "combobox" ? offeredIn(el) : [],
  };
}

// The fields of the root in reading order, each with its label, its kind and what it offers.
function fieldsOf(root) {
  const labels = [...root.querySelectorAll("td, th, label, dt")].filter((el) =>
    standing(el, root) && !el.closest(ASIDE) && !el.querySelector("input, td, th, label, a") && bare(el.textContent));
  const taken = new Set();
  const found = [];
  for (const label of labels) {
    for (const el of controlsAfter(label)) {
      if (taken.has(el)) continue;
      taken.add(el);
      found.push(shownField(label, el));
    }
  }
  return found;
}

function whatShows(root) {
  const body = root === document.documentElement ? document.body : root;
  return {
    title: clean(document.title),
    headings: texts(body, "h1, h2, h3, h4, .panel-title"),
    buttons: texts(body, "a.l-btn, button, input[type=button], input[type=submit]", (el) => clean(el.textContent || el.value)),
    links: texts(body, "a:not(.l-btn):not(.tree-node):not(.panel-tool a)", (el) => (el.closest(ASIDE) ? "" : clean(el.textContent))),
    columns: gridsIn(body).flatMap(titlesOf),
    pager: texts(body, ".pagination-info"),
    fields: fieldsOf(body),
    lines: linesOf(body),
  };
}

// The markup of what stands in front, without scripts, styles and whatever was typed as a secret.
function excerptOf(root, { limit }) {
  const front = [...document.querySelectorAll(".messager-window, .panel.window")].filter(visible).pop();
  const copy = (front || document.body).cloneNode(true);
  for (const el of copy.querySelectorAll("script, style, link, [type=password], [type=hidden]")) el.remove();
  for (const el of copy.querySelectorAll("[style]")) el.removeAttribute("style");
  const text = copy.outerHTML.replace(/\s+/g, " ");
  return text.length > limit ? `${text.slice(0, limit)} …` : text;
}
