// Every value that this document holds, to be searched for in what was written. Never written itself.
() => {
  const found = new Set();
  const add = (value) => {
    if (value === null || value === undefined) return;
    if (typeof value === "object") Object.values(value).forEach(add);
    else found.add(String(value).trim());
  };
  for (const el of document.querySelectorAll("input, textarea")) if (!["button", "submit", "reset"].includes(el.type)) add(el.value);
  for (const el of document.querySelectorAll(".datagrid-body td")) add(el.textContent);
  const $ = window.jQuery;
  if ($ && $.fn && $.fn.datagrid) {
    for (const table of document.querySelectorAll("table.datagrid-f")) if ($.data(table, "datagrid")) add($(table).datagrid("getRows"));
  }
  for (const [, value] of new URLSearchParams(location.search)) add(value);
  found.delete("");
  return { values: [...found], grid: document.querySelector(".datagrid-view") !== null };
}
