/* Nodes of a tree: finding them by DOM id or by data, and drawing their lines. */
(function ($, kit) {
  "use strict";

  let nodes = 0;

  const stateOf = (element) => $.data(element, "tree");
  const listOf = (given) => (Array.isArray(given) ? given : [given]);

  /* ---- finding -------------------------------------------------------------------------- */

  function withTarget(node) {
    node.target = $("#" + node.domId)[0];
    return node;
  }

  function findBy(element, key, value) {
    let found = null;
    $.easyui.forEach(stateOf(element).data, true, (node) => {
      if (node[key] == value) { // eslint-disable-line eqeqeq
        found = withTarget(node);
        return false;
      }
      return undefined;
    });
    return found;
  }

  const nodeAt = (element, target) =>
    target ? findBy(element, "domId", $(target).attr("id")) : null;
  const parentOf = (element, target) =>
    nodeAt(element, $(target).closest("ul").prevAll("div.tree-node").first()[0]);
  const rootsOf = (element) => stateOf(element).data.map(withTarget);

  function childrenOf(element, target) {
    const own = nodeAt(element, target);
    const all = [];
    const start = own ? own.children || [] : stateOf(element).data;
    $.easyui.forEach(start, true, (node) => {
      all.push(withTarget(node));
    });
    return all;
  }

  function selectedOf(element) {
    const target = $(element).find("div.tree-node-selected")[0];
    return target ? nodeAt(element, target) : null;
  }

  function checkedOf(element, wanted) {
    const states = listOf(wanted || "checked");
    const found = [];
    $.easyui.forEach(stateOf(element).data, true, (node) => {
      if (node.checkState && states.includes(node.checkState)) {
        found.push(withTarget(node));
      }
    });
    return found;
  }

  const hitOf = (target) => $(target).children("span.tree-hit");

  /* ---- drawing -------------------------------------------------------------------------- */

  const hasChildren = (node) => Boolean(node.children && node.children.length);

  function wantsCheckbox(element, node) {
    const options = stateOf(element).options;
    if (typeof options.checkbox === "function") {
      return Boolean(options.checkbox.call(element, node));
    }
    if (options.checkbox && options.onlyLeafCheck) {
      return node.state === "open" && !hasChildren(node);
    }
    return Boolean(options.checkbox);
  }

  function handleHtml(node) {
    const icon = node.iconCls || "";
    if (node.state === "closed") {
      return '<span class="tree-hit tree-collapsed"></span>' +
        '<span class="tree-icon tree-folder ' + icon + '"></span>';
    }
    if (hasChildren(node)) {
      return '<span class="tree-hit tree-expanded"></span>' +
        '<span class="tree-icon tree-folder tree-folder-open ' + icon + '"></span>';
    }
    return '<span class="tree-indent"></span><span class="tree-icon tree-file ' + icon + '"></span>';
  }

  function checkboxHtml(element, node, parent) {
    if (!wantsCheckbox(element, node)) {
      node.checkState = node.checked = undefined;
      return "";
    }
    const { options, tmpIds } = stateOf(element);
    const inherits = Boolean(parent && parent.checkState === "checked" && options.cascadeCheck);
    if (!inherits && node.checked) {
      $.easyui.addArrayItem(tmpIds, node.domId);
    }
    node.checked = inherits || node.checked;
    node.checkState = inherits ? "checked" : "unchecked";
    const digit = inherits ? 1 : 0;
    return '<span class="tree-checkbox tree-checkbox' + digit + '"></span>';
  }

  function nodeHtml(element, node, depth, parent) {
    const options = stateOf(element).options;
    if (node.state !== "open" && node.state !== "closed") {
      node.state = "open";
    }
    nodes += 1;
    node.domId = "_easyui_tree_" + nodes;
    const indent = '<span class="tree-indent"></span>'.repeat(depth);
    const box = checkboxHtml(element, node, parent);
    const title = options.formatter.call(element, node);
    let html = '<li><div id="' + node.domId + '" class="tree-node">' + indent + handleHtml(node) +
      box + '<span class="tree-title">' + title + "</span></div>";
    if (hasChildren(node)) {
      const display = node.state === "closed" ? "none" : "block";
      html += '<ul style="display:' + display + '">' +
        listHtml(element, node.children, depth + 1, parent) + "</ul>";
    }
    return html + "</li>";
  }

  const listHtml = (element, list, depth, parent) =>
    list.map((node) => nodeHtml(element, node, depth, parent)).join("");

  function render(element, list, data) {
    const $owner = $(list).prev(".tree-node");
    const owner = $owner.length ? nodeAt(element, $owner[0]) : null;
    const depth = $owner.find("span.tree-indent, span.tree-hit").length;
    $(list).append(listHtml(element, data, depth, owner));
  }

  kit.nodes = {
    findBy, nodeAt, parentOf, rootsOf, childrenOf, selectedOf, checkedOf, hitOf, hasChildren,
    listOf, render,
  };
})(jQuery, window.LiteKit);
