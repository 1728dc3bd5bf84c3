"use strict";
(() => {
  const root = document.documentElement;
  const all = (what) => Array.from(document.querySelectorAll(what));
  const pieces = all("details.piece");
  root.classList.add("scripted");

  const speak = (lang) => {
    root.lang = lang;
    const title = document.querySelector("title");
    document.title = lang === "en" ? title.dataset.en : title.dataset.zh;
    all("button[data-lang]").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.lang === lang)));
  };
  all("button[data-lang]").forEach((b) => b.addEventListener("click", () => speak(b.dataset.lang)));

  const setOpen = (open) => pieces.forEach((piece) => { if (!piece.hidden) piece.open = open; });
  const acts = { print: () => window.print(), open: () => setOpen(true), close: () => setOpen(false) };
  all("button[data-act]").forEach((b) => b.addEventListener("click", acts[b.dataset.act]));

  const find = document.getElementById("find");
  find.addEventListener("input", () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    pieces.forEach((piece) => {
      const text = piece.firstElementChild.textContent.toLowerCase();
      piece.hidden = !words.every((word) => text.includes(word));
      found += piece.hidden ? 0 : 1;
    });
    document.getElementById("found").textContent = String(found);
  });

  const reveal = () => {
    const piece = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (piece && piece.matches("details")) { piece.hidden = false; piece.open = true; piece.scrollIntoView(); }
  };
  window.addEventListener("hashchange", reveal);
  reveal();

  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = pieces.filter((piece) => !piece.open);
    closed.forEach((one) => { one.open = true; });
  });
  window.addEventListener("afterprint", () => closed.forEach((one) => { one.open = false; }));
})();
