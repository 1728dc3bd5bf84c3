// What the lists of a form offer, read without filing anything.

// The one list of a field, or trouble when the field is another kind of control.
function listOf(root, { words }) {
  const controls = field(root, words);
  const kinds = controls.map(kindOf);
  if (kinds.length !== 1 || kinds[0] !== "combobox") {
    throw new Trouble("kind", { label: words[0], seen: kinds });
  }
  return controls[0];
}

// Entries such as 请选择 carry no value: they are no choice.
const offeredIn = (el) =>
  optionData(el).filter((option) => option.value !== "" && option.text !== "").map((option) => option.text);

async function offeredBy(root, { list, ms }) {
  const el = listOf(root, list);
  await until(() => idle() && offeredIn(el).length, ms);
  return { texts: offeredIn(el) };
}

// Choose `name` in the parent and return what the child offers then. `fresh` is false when the
// child still holds the list it had before, which then belongs to another choice.
async function offeredUnder(root, { parent, child, name, ms }) {
  const above = listOf(root, parent);
  const below = listOf(root, child);
  if (settled(layersOf(above), [name])) {
    await put(above, parent.words[0], [""], { ms, strict: true }); // so that choosing it asks anew
  }
  const old = $.data(below, "combobox").data;
  await put(above, parent.words[0], [name], { ms, strict: true });
  await listWith(below, "", { old, strict: true, ms });
  return { texts: offeredIn(below), fresh: idle() && $.data(below, "combobox").data !== old };
}
