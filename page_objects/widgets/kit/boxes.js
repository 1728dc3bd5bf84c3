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

const buttonText = (button) => clean($(button).find(".l-btn-text").text() || button.textContent);

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

// What stands in the way of a click: messages, and whether the button itself is switched off.
async function surroundings(root) {
  return { off: root.classList.contains("l-btn-disabled") || root.disabled === true, messages: messages() };
}

const windowsTitled = (words) =>
  [...document.querySelectorAll(".panel.window:not(.messager-window)")].filter((one) =>
    visible(one) && words.includes(clean($(one).children(".panel-header").find(".panel-title").text())));

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

