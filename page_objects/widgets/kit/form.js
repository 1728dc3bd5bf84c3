// Whole fields and whole forms: what Python calls. A form is one call.

const sameNames = (a, b) => a.length === b.length && a.every((name, at) => name === b[at]);

// Several chained lists in one cell read as one path; a tree or a single box is itself.
function readControls(controls) {
  const layers = controls.map(layersOf);
  if (layers.length === 1) return layers[0];
  const names = layers.flatMap((layer) => layer.names).filter((name) => name !== "");
  return {
    kind: "chain",
    shown: layers.map((layer) => layer.shown).join(" / "),
    held: layers.map((layer) => layer.held).join(" / "),
    posted: layers.map((layer) => layer.posted).join(" / "),
    wire: layers[layers.length - 1].wire,
    last: layers[layers.length - 1].posted,
    names,
    whole: layers.every((layer) => layer.whole),
  };
}

const settled = (layer, names) =>
  layer.whole && sameNames(layer.names, names.length ? names : layer.kind === "chain" ? [] : [""]);

// Which way a control is filled is decided by what it is, never by what we hoped for.
async function put(el, label, names, how) {
  const kind = kindOf(el);
  const value = names[0] || "";
  frozenCheck(el, kind, label);
  if (["combobox", "combotree"].includes(kind) && !layersOf(el).whole) $(el)[kind]("clear");
  if (kind === "combotree") return chooseNode(el, label, names.filter((name) => name), how.ms);
  if (kind === "combobox") return choose(el, label, value, how);
  if (kind === "datebox") return pickDay(el, label, value);
  if (kind === "plain" && el.tagName === "SELECT") return choosePlain(el, label, value);
  if (isCombo(kind)) throw new Trouble("kind", { label, seen: [kind] });
  return typeIn(el, kind, value);
}

async function putChain(controls, label, names, how) {
  if (names.length > controls.length) throw new Trouble("kind", { label, seen: [controls.length] });
  let old = null;
  for (const [at, el] of controls.entries()) {
    const name = names[at] || "";
    if (!old && settled(layersOf(el), [name])) continue;
    const next = controls[at + 1];
    const nextOld = next && name !== "" ? $.data(next, "combobox").data : null;
    await put(el, [label, ...names.slice(0, at)].join(" / "), [name], { ...how, old, strict: true });
    old = nextOld;
  }
}

// Fill one field unless it holds exactly this already; say whether anything was done.
async function fillControls(controls, spec, how) {
  if (settled(readControls(controls), spec.names)) return false;
  if (controls.length > 1) await putChain(controls, spec.label, spec.names, how);
  else await put(controls[0], spec.label, spec.names, how);
  return true;
}

// ---- called from Python -------------------------------------------------------------------

// One field, given by the cell that holds its control.
async function readOne(root, { label, many }) {
  return readControls(many ? controlsIn(root) : [only(root, label)]);
}

async function fillOne(root, { label, many, names, ms }) {
  const controls = many ? controlsIn(root) : [only(root, label)];
  const changed = await fillControls(controls, { label, names }, { ms, strict: true });
  if (changed) await quiet(0, ms);
  return { changed, layer: readControls(controls) };
}

async function optionsOne(root, { label, ms }) {
  const el = only(root, label);
  await until(() => idle() && items(el).length, ms);
  return { texts: optionData(el).map((option) => option.text) };
}

function locate(root, fields) {
  const index = textIndex(root);
  return fields.map((spec) => ({ ...spec, controls: field(root, spec.words, { index }) }));
}

async function readForm(root, { fields, ms }) {
  await quiet(0, ms);
  return locate(root, fields).map((spec) => ({ key: spec.key, ...readControls(spec.controls) }));
}

// The region's tree is opened while other lists load; its trouble waits until it is asked for.
function startWalk(spec, ms) {
  const [el] = spec.controls;
  const wanted = spec.names.length && spec.controls.length === 1 && kindOf(el) === "combotree";
  if (!wanted || settled(readControls(spec.controls), spec.names)) return null;
  return descend(el, spec.label, spec.names, ms).then(() => null, () => null);
}

// Parents first, then what needs no list, then the children of the parents.
async function fillForm(root, { fields, ms }) {
  const plan = locate(root, fields);
  const parents = plan.filter((spec) => plan.some((other) => other.after === spec.key));
  const late = plan.filter((spec) => spec.after || spec.kind === "region");
  const easy = plan.filter((spec) => !parents.includes(spec) && !late.includes(spec));
  const changed = [];
  const old = {};
  const step = async (spec, how) => {
    if (await fillControls(spec.controls, spec, { ms, ...how })) changed.push(spec.key);
  };
  if (parents.some((spec) => !settled(readControls(spec.controls), spec.names))) await quiet(0, ms);
  for (const spec of parents) {
    for (const child of plan.filter((other) => other.after === spec.key)) {
      if (!settled(readControls(spec.controls), spec.names) && kindOf(child.controls[0]) === "combobox") {
        old[child.key] = $.data(child.controls[0], "combobox").data;
      }
    }
    await step(spec, { strict: true });
  }
  const walks = late.map((spec) => startWalk(spec, ms));
  for (const spec of easy) await step(spec, { strict: false });
  await Promise.all(walks);
  for (const spec of late) await step(spec, { strict: true, old: old[spec.key] || null });
  await quiet(0, ms);
  const layers = plan.map((spec) => ({ key: spec.key, ...readControls(spec.controls) }));
  return { changed, layers, messages: messages() };
}

// Codes and names of the lists of a form, hidden or not: what a grid's bare codes mean.
async function choicesOf(root, { fields }) {
  const known = {};
  for (const spec of fields) {
    try {
      const [el] = field(root, spec.words, { hidden: true });
      if (kindOf(el) === "combobox") known[spec.key] = optionData(el);
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
    }
  }
  return known;
}
