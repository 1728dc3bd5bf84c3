// Message boxes and dialogs of the kit (contract 7 and 8).

const boxWindows = () =>
  $ ? $(".messager-window").filter((_, el) => visible(el) && !$(el).find(".messager-progress").length).toArray()
    : [];

// The message without the icon and the buttons, which older kits keep in the same body.
function messageText(box) {
  const body = $(box).find(".messager-body")[0];
  if (!body) return "";
  const copy = body.cloneNode(true);
  $(copy).find(".messager-icon, .messager-button, .dialog-button").remove();
  return clean(copy.textContent);
}

function buttonText(button) {
  const inside = button.querySelector(".l-btn-text");
  return clean((inside && inside.textContent) || button.textContent);
}

function messages() {
  return boxWindows().map((box) => ({
    text: messageText(box),
    buttons: $(box).find(".l-btn").toArray().map(buttonText),
  }));
}

// Wait until a message box stands, `ms` at most, and say what all of them say.
async function messagesWithin(root, { ms }) {
  await until(() => boxWindows().length, ms);
  return messages();
}

// Press a button of the topmost box and wait until that box is gone.
async function answerMessage(root, { words, ms }) {
  const top = boxWindows().sort((a, b) => a.style.zIndex - b.style.zIndex).pop();
  if (!top) return null;
  const text = messageText(top);
  const button = $(top).find(".l-btn").toArray().filter((one) => words.includes(buttonText(one)));
  if (button.length !== 1) throw new Trouble("missing", { label: words[0], seen: [text] });
  button[0].click();
  await until(() => !document.contains(top) || !visible(top), ms);
  return text;
}

// Is this element, or something around it, being moved at this moment?
const moving = (el) =>
  ($ && $(":animated").toArray().some((one) => one.contains(el))) ||
  document.getAnimations().some((one) => one.effect && one.effect.target && one.effect.target.contains(el) && one.playState === "running");

// The middle of an element in the outermost window, or null when something else is on top of it.
function pointOf(el) {
  el.scrollIntoView({ block: "nearest", inline: "nearest" });
  const box = el.getBoundingClientRect();
  let [x, y, inner, view] = [box.left + box.width / 2, box.top + box.height / 2, el, window];
  for (;;) {
    const top = view.document.elementFromPoint(x, y);
    if (!top || !(inner === top || inner.contains(top))) return null;
    if (view === view.parent) return { x, y };
    const frame = view.frameElement;
    const outer = frame.getBoundingClientRect();
    [x, y] = [x + outer.left + frame.clientLeft, y + outer.top + frame.clientTop];
    [inner, view] = [frame, view.parent];
  }
}

// Whether the press that was aimed last has reached its button, and how to listen no more.
let aim = { reached: true, end: () => {} };

function takeAim(el) {
  aim.end();
  const heard = (event) => { aim.reached = aim.reached || el.contains(event.target); };
  document.addEventListener("click", heard, true);
  aim = { reached: false, end: () => document.removeEventListener("click", heard, true) };
}

const wasReached = () => aim.reached;

// Where the one button with these words can be pressed, once it is there, still and uncovered;
// else what stands in the way: a message, or that it is switched off.
async function pressable(root, { words, inWindow, ms }) {
  const all = () => [...root.querySelectorAll("a.l-btn")].filter((one) =>
    visible(one) && (inWindow || !one.closest(".window")));
  const named = () => all().filter((one) => words.includes(clean(one.textContent)));
  await until(() => named().length, ms);
  const found = named();
  if (found.length !== 1) {
    const seen = all().map((one) => clean(one.textContent));
    throw new Trouble(found.length ? "many" : "missing", { label: words[0], count: found.length, seen });
  }
  const [el] = found;
  const off = el.classList.contains("l-btn-disabled") || el.disabled === true;
  const point = off || messages().length ? null
    : await until(() => messages().length === 0 && !moving(el) && pointOf(el), ms);
  if (point) takeAim(el);
  return { off, messages: messages(), point };
}

// Where the root stands in the outermost window.
function boxOf(root) {
  const box = root.getBoundingClientRect();
  let [x, y] = [box.left, box.top];
  for (let view = window; view !== view.parent; view = view.parent) {
    const outer = view.frameElement.getBoundingClientRect();
    [x, y] = [x + outer.left + view.frameElement.clientLeft, y + outer.top + view.frameElement.clientTop];
  }
  return { x, y, width: box.width, height: box.height };
}

const openTitles = () =>
  [...document.querySelectorAll(".panel.window:not(.messager-window)")].filter(visible)
    .map((one) => clean($(one).find(".panel-title").first().text()));

// True once no window with these titles is left.
const windowGone = (root, { words, ms }) => until(() => !windowsTitled(words).length, ms);

// Wait for a message box, press its button, and say what it said; null when none comes.
async function takeMessage(root, { words, within, ms }) {
  if (!(await until(() => boxWindows().length, within))) return null;
  return answerMessage(root, { words, ms });
}

// After a button: the dialog it opens, or the message it gives instead; null while neither is there.
async function dialogOrMessage(root, { words, ms }) {
  return until(() => {
    const said = messages();
    if (said.length) return { open: false, messages: said };
    return windowsTitled(words).length ? { open: true, messages: [] } : null;
  }, ms);
}

// Labels of the fields which the kit paints red; why nothing was sent.
async function redFields(root) {
  const red = $(root).find(".validatebox-invalid").toArray().filter(visible);
  return red.map((box) => {
    const cell = box.closest("td, dd");
    const label = cell && cell.previousElementSibling;
    return label ? bare(label.textContent) : box.name;
  });
}

