// One control as three layers: what is shown, what the widget holds, what is posted.
// easyui-contract 0.1, 2 and 3; the stacking of the plugins is in 2.

const KINDS = ["combotree", "combogrid", "combobox", "datetimebox", "datebox", "numberspinner",
  "numberbox", "combo", "passwordbox", "searchbox", "textbox", "validatebox"];

const CHOICES = ["combobox", "combo", "combogrid"];

const kindOf = (el) => ($ && KINDS.find((kind) => $.data(el, kind))) || "plain";

const isCombo = (kind) =>
  CHOICES.includes(kind) || ["combotree", "datebox", "datetimebox"].includes(kind);

const span = (el) => $(el).next("span.textbox, span.combo, span.numberbox");

// The box a person types into.
function typed(el) {
  return span(el).find(".textbox-text, .combo-text")[0] || el;
}

// The inputs which the browser posts for this control.
function posting(el) {
  const own = span(el).find(".textbox-value, .combo-value").toArray();
  if (own.length) return own;
  const beside = $(el).next("input[type=hidden]")[0];
  return el.hasAttribute("numberboxname") && beside ? [beside] : [el];
}

function held(el, kind) {
  if (kind === "plain" || kind === "validatebox") return el.value;
  const options = $(el)[kind]("options");
  if (CHOICES.includes(kind) && options.multiple) return $(el)[kind]("getValues").join(",");
  return String($(el)[kind]("getValue") ?? "");
}

// The prompt stands in the box as if it were its value (contract 3); an empty box without a
// prompt carries the same class.
function promptOf(el) {
  const outer = $.data(el, "textbox") || $.data(el, "validatebox");
  return (outer && outer.options.prompt) || "";
}

function shown(el) {
  if (el.tagName === "SELECT" && kindOf(el) === "plain") {
    return el.selectedOptions.length ? clean(el.selectedOptions[0].text) : "";
  }
  const box = typed(el);
  return box.classList.contains("textbox-prompt") && box.value === promptOf(el) ? "" : box.value;
}

function optionData(el) {
  const options = $(el).combobox("options");
  return $(el).combobox("getData").map((row) => ({
    value: String(row[options.valueField]),
    text: clean(String(row[options.textField])),
  }));
}

// From the root down to the node with this id; null while the tree has not loaded it.
function treePath(el, id) {
  const tree = $(el).combotree("tree");
  const names = [];
  let node = id === "" ? null : tree.tree("find", id);
  if (!node) return null;
  while (node) {
    names.unshift(clean($("<i>").html(node.text).text()));
    node = tree.tree("getParent", node.target);
  }
  return names;
}

function meaning(el, kind, layer) {
  if (kind === "combobox") {
    const option = optionData(el).find((one) => one.value === layer.posted);
    return option && layer.posted !== "" ? [option.text] : [layer.posted];
  }
  if (kind === "combotree") return treePath(el, layer.posted) || [layer.shown];
  if (kind === "plain" && el.tagName === "SELECT") return [layer.shown];
  return [layer.posted];
}

// Do the three layers tell the same story?
function whole(kind, layer) {
  const last = layer.names[layer.names.length - 1];
  if (layer.posted !== layer.held) return false;
  if (layer.posted === "") return layer.shown === "";
  if (kind === "numberbox" || kind === "numberspinner") {
    return Number(layer.shown.replace(/,/g, "")) === Number(layer.posted);
  }
  if (kind === "plain" && layer.tag === "SELECT") return true;
  return layer.shown === last || (kind === "combotree" && layer.shown === layer.posted);
}

// Everything about one control, as data.
function layersOf(el) {
  const kind = kindOf(el);
  const inputs = posting(el);
  const layer = {
    kind,
    tag: el.tagName,
    shown: shown(el),
    held: held(el, kind),
    posted: inputs.map((input) => input.value).join(","),
    wire: inputs[0].name,
  };
  layer.names = meaning(el, kind, layer);
  layer.whole = whole(kind, layer);
  return layer;
}

// A control that a person cannot change.
function frozen(el, kind) {
  if (kind === "plain" || kind === "validatebox") return el.disabled || el.readOnly;
  const options = $(el)[kind]("options");
  const outer = $.data(el, "textbox") || $.data(el, "combo");
  const shell = outer ? outer.options : options;
  return Boolean(options.disabled || options.readonly || shell.disabled || shell.readonly);
}
