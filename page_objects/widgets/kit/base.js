// Small tools of all the other parts: waiting, visibility, text, the page's own jQuery.
// Every part is pasted into one function body and runs inside the portal's page.

const $ = window.jQuery;

// Something a person would have to be told. Returned to Python as data, never thrown there.
class Trouble extends Error {
  constructor(kind, facts) {
    super(kind);
    this.facts = { ...facts, kind };
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const clean = (text) => (text || "").replace(/[\s\u00a0]+/g, " ").trim();

// A label without its star and its colon.
const bare = (text) => clean(text).replace(/^[*＊\s]+/, "").replace(/[*＊:：\s]+$/, "");

const visible = (el) =>
  el.getClientRects().length > 0 && getComputedStyle(el).visibility !== "hidden";

const idle = () => !$ || $.active === 0;

// The first truthy answer of `test`, or null when `ms` are over.
async function until(test, ms) {
  const end = performance.now() + ms;
  for (;;) {
    const got = test();
    if (got) return got;
    if (performance.now() > end) return null;
    await pause(4);
  }
}

// True once no request has been under way for `ms` in a row; null when `limit` is over.
async function quiet(ms, limit) {
  let since = performance.now();
  return until(() => {
    if (!idle()) since = performance.now() + 1;
    return performance.now() - since >= ms;
  }, limit);
}

// Is `el` part of another window (dialog, message) than `root` stands for?
function foreign(el, root) {
  const frame = el.closest(".window");
  return frame !== null && frame !== root && !frame.contains(root);
}

const windowsTitled = (words) =>
  [...document.querySelectorAll(".panel.window:not(.messager-window)")].filter((one) =>
    visible(one) && words.includes(clean($(one).find(".panel-title").first().text())));

// The element that a call is about: the one given, the document, or the one window with a title.
async function rootOf(place) {
  if (place instanceof Element) return place;
  const { titles, ms } = place;
  if (!titles.length) return document.documentElement;
  const found = (await until(() => {
    const all = windowsTitled(titles);
    return all.length ? all : null;
  }, ms)) || [];
  if (found.length === 1) return found[0];
  throw new Trouble(found.length ? "many" : "gone", { label: titles[0], count: found.length });
}
