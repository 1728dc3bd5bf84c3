// Cover every value of one document for a picture, or take the cover off again.
// What is not found to be one of the portal's own words is transparent: also what comes later.
([act, { css, words, options }]) => {
  const PLACE = Symbol.for("ecqs-agent mask");
  const KEPT = "data-ecqs-kept", COVERED = "data-ecqs-covered", STRANGE = "data-ecqs-strange";
  const INK = "--ecqs-ink";
  const PRESSED = "input[type=button], input[type=submit], input[type=reset]";
  const HIDDEN = "img, picture, video, audio, canvas, object, embed, svg, progress, meter, math, iframe, frame, script, style, noscript, template, title, head";
  const everything = () => [...document.querySelectorAll("*")];
  const plain = (text) => (text || "").replace(/[\s\u00a0]+/g, " ").trim().replace(/^[*＊ ]+/, "").replace(/[*＊:： ]+$/, "");
  const texts = (el) => [...el.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE && plain(one.data));

  function cover() {
    const known = new Set(words), choices = new Set(options);
    const inRows = (el) => el.closest(".datagrid-body") !== null;
    const isKnown = (el, text) => !inRows(el) && (el.closest(".combo-p") ? choices : known).has(plain(text));
    const inks = [];
    for (const el of everything()) {
      if (el.shadowRoot || el.localName.includes("-")) el.setAttribute(STRANGE, "");
      if (el.matches("iframe, frame")) {
        let same = false;
        try { same = Boolean(el.contentDocument); } catch { same = false; }
        if (same) inks.push([el, ""]);
        continue;
      }
      const own = texts(el);
      if (el.matches(PRESSED) ? isKnown(el, el.value) : own.length && own.every((one) => isKnown(el, one.data))) {
        inks.push([el, getComputedStyle(el).color]);
      } else if (own.length && !el.matches(HIDDEN)) {
        el.setAttribute(COVERED, "");
      }
    }
    for (const [el, ink] of inks) {
      el.setAttribute(KEPT, "");
      el.style.setProperty(INK, ink);
    }
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    window[PLACE] = sheet;
    return null;
  }

  function uncover() {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== window[PLACE]);
    delete window[PLACE];
    for (const el of everything()) {
      for (const name of [KEPT, COVERED, STRANGE]) el.removeAttribute(name);
      if (!el.style.getPropertyValue(INK)) continue;
      el.style.removeProperty(INK);
      if (!el.getAttribute("style")) el.removeAttribute("style");
    }
    return null;
  }

  // Where this document stands in the picture, and what of it can be seen there.
  function standing() {
    let x = 0, y = 0, box = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    for (let view = window; view !== view.parent && view.frameElement; view = view.parent) {
      const at = view.frameElement.getBoundingClientRect();
      const left = at.left + view.frameElement.clientLeft, top = at.top + view.frameElement.clientTop;
      x += left;
      y += top;
      box = { left: box.left + left, top: box.top + top, right: box.right + left, bottom: box.bottom + top };
      box = { left: Math.max(box.left, 0), top: Math.max(box.top, 0), right: Math.min(box.right, view.parent.innerWidth), bottom: Math.min(box.bottom, view.parent.innerHeight) };
    }
    return { x, y, box };
  }

  // Texts and images that would still be seen, and the boxes of those that must be of one colour now.
  function check() {
    const { x, y, box } = standing();
    const open = [], boxes = [];
    const inFront = (el, rect) => {
      const points = [[rect.left + 1, rect.top + 1], [rect.right - 1, rect.bottom - 1], [rect.left + 1, rect.bottom - 1], [rect.right - 1, rect.top + 1], [(rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2]];
      return points.every(([a, b]) => document.elementFromPoint(a, b) === el);
    };
    const add = (el, rect) => {
      const seen = { left: Math.max(rect.left + x, box.left), top: Math.max(rect.top + y, box.top), right: Math.min(rect.right + x, box.right), bottom: Math.min(rect.bottom + y, box.bottom) };
      const whole = seen.right - seen.left > 3 && seen.bottom - seen.top > 3;
      if (whole && inFront(el, rect)) boxes.push([seen.left + 1, seen.top + 1, seen.right - 1, seen.bottom - 1]);
    };
    for (const el of everything()) {
      if (el.matches(HIDDEN) || el.closest("svg, canvas, object, " + `[${STRANGE}]`)) continue;
      const kept = el.hasAttribute(KEPT);
      const style = getComputedStyle(el);
      if (!kept && texts(el).length + (el.matches("input, select, textarea") ? 1 : 0)) {
        const clear = [style.webkitTextFillColor, style.color].every((ink) => /^rgba\(.*, 0\)$|^transparent$/.test(ink));
        if (!clear) open.push(el.localName);
      }
      if ([style.backgroundImage, style.listStyleImage, style.borderImageSource].some((one) => one !== "none")) open.push(el.localName);
      if (kept || style.visibility === "hidden") continue;
      if (el.matches("input, select, textarea")) {
        const at = el.getBoundingClientRect();
        add(el, { left: at.left + 2, top: at.top + 2, right: at.right - 2, bottom: at.bottom - 2 });
      }
      for (const node of texts(el)) {
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const rect of range.getClientRects()) add(el, rect);
      }
    }
    return { open, boxes, on: Boolean(window[PLACE]) };
  }

  return { cover, uncover, check }[act]();
}
