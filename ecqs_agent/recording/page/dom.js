// One document as nested lists: a text is a string, an element [name, attributes, children].
// What scripts, styles and comments say stays behind; of scripts and styles the length is told.
() => {
  const SILENT = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "OBJECT", "EMBED", "CANVAS", "SVG", "VIDEO", "AUDIO", "TEXTAREA"]);
  const told = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE) return null;
    const attributes = {};
    for (const one of node.attributes) attributes[one.name] = one.value;
    const silent = SILENT.has(node.tagName.toUpperCase());
    if (silent) return [node.localName, { ...attributes, "data-length": String(node.innerHTML.length) }, []];
    return [node.localName, attributes, [...node.childNodes].map(told).filter((one) => one !== null)];
  };
  let comments = 0;
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
  while (walker.nextNode()) comments += 1;
  const jq = window.jQuery;
  return { root: told(document.documentElement), comments, jquery: jq && jq.fn ? String(jq.fn.jquery) : "" };
}
