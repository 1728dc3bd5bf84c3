/*
 * A tree whose branches load when they are first expanded and stay as they are afterwards.
 * Nodes are found by their generated DOM id only; ids of the data are not written into the page.
 */
(function ($, kit) {
  "use strict";

  const stateOf = (element) => $.data(element, "tree");

  const {
    findBy, nodeAt, parentOf, rootsOf, childrenOf, selectedOf, checkedOf, hitOf,
    hasChildren, listOf, render,
  } = kit.nodes;

  function keep(state, owner, data, append) {
    const holder = owner || state;
    const key = owner ? "children" : "data";
    holder[key] = append ? (holder[key] || []).concat(data) : data;
  }

  function place(element, list, given, append, quiet) {
    const state = stateOf(element);
    const options = state.options;
    const $owner = $(list).prevAll("div.tree-node").first();
    const data = options.loadFilter.call(element, given, $owner[0]);
    const owner = nodeAt(element, $owner[0]);
    keep(state, owner, data, append);
    if (!append) {
      $(list).empty();
    }
    render(element, list, data);
    if (owner) {
      update(element, owner);
    }
    state.tmpIds.forEach((id) => check(element, $("#" + id)[0], true, true));
    state.tmpIds.length = 0;
    if (!quiet) {
      options.onLoadSuccess.call(element, owner, data);
    }
  }

  /* ---- loading, expanding ---------------------------------------------------------------- */

  function load(element, list, parameters, done) {
    const options = stateOf(element).options;
    const asked = $.extend({}, options.queryParams, parameters || {});
    const node = element === list ? null : nodeAt(element, $(list).prev()[0]);
    if (options.onBeforeLoad.call(element, node, asked) === false) {
      return;
    }
    const $folder = $(list).prev().children("span.tree-folder").addClass("tree-loading");
    const finished = function (action) {
      $folder.removeClass("tree-loading");
      action();
      if (done) {
        done();
      }
    };
    const started = options.loader.call(
      element, asked,
      (data) => finished(() => place(element, list, data)),
      function () {
        const problem = arguments;
        finished(() => options.onLoadError.apply(element, problem));
      });
    if (started === false) {
      $folder.removeClass("tree-loading");
    }
  }

  function unfold(element, node, $list, done) {
    const options = stateOf(element).options;
    const finished = function () {
      node.state = "open";
      options.onExpand.call(element, node);
      if (done) {
        done();
      }
    };
    if (options.animate) {
      $list.slideDown("normal", finished);
    } else {
      $list.css("display", "block");
      finished();
    }
  }

  function expand(element, target, done) {
    const options = stateOf(element).options;
    const $hit = hitOf(target);
    if (!$hit.length || $hit.hasClass("tree-expanded")) {
      return;
    }
    const node = nodeAt(element, target);
    if (options.onBeforeExpand.call(element, node) === false) {
      return;
    }
    $hit.removeClass("tree-collapsed tree-collapsed-hover").addClass("tree-expanded");
    $hit.next().addClass("tree-folder-open");
    const $known = $(target).next();
    if ($known.length) {
      unfold(element, node, $known, done);
      return;
    }
    const $list = $('<ul style="display:none"></ul>').insertAfter(target);
    load(element, $list[0], { id: node.id }, function () {
      if ($list.is(":empty")) {
        $list.remove();
      }
      unfold(element, node, $list, done);
    });
  }

  function collapse(element, target) {
    const options = stateOf(element).options;
    const $hit = hitOf(target);
    if (!$hit.length || $hit.hasClass("tree-collapsed")) {
      return;
    }
    const node = nodeAt(element, target);
    if (options.onBeforeCollapse.call(element, node) === false) {
      return;
    }
    $hit.removeClass("tree-expanded tree-expanded-hover").addClass("tree-collapsed");
    $hit.next().removeClass("tree-folder-open");
    const finished = function () {
      node.state = "closed";
      options.onCollapse.call(element, node);
    };
    if (options.animate) {
      $(target).next().slideUp("normal", finished);
    } else {
      $(target).next().css("display", "none");
      finished();
    }
  }

  function toggle(element, target) {
    const expanded = hitOf(target).hasClass("tree-expanded");
    (expanded ? collapse : expand)(element, target);
  }

  function forAll(element, target, action) {
    const own = target ? [nodeAt(element, target)] : [];
    own.concat(childrenOf(element, target)).forEach((node) => action(element, node.target));
  }

  function expandTo(element, target) {
    const above = [];
    for (let node = parentOf(element, target); node; node = parentOf(element, node.target)) {
      above.unshift(node);
    }
    above.forEach((node) => expand(element, node.target));
  }

  /* ---- check boxes ----------------------------------------------------------------------- */

  const DIGITS = { unchecked: 0, checked: 1, indeterminate: 2 };

  function paint(node, checkState) {
    if (!node.checkState || !checkState) {
      return;
    }
    node.checkState = checkState;
    node.checked = checkState === "checked";
    $("#" + node.domId).find(".tree-checkbox")
      .removeClass("tree-checkbox0 tree-checkbox1 tree-checkbox2")
      .addClass("tree-checkbox" + DIGITS[checkState]);
  }

  function sumUp(node) {
    const boxes = (node.children || []).filter((child) => child.checkState);
    if (!boxes.length) {
      return undefined;
    }
    const first = boxes[0].checkState;
    const same = boxes.every((child) => child.checkState === first);
    return same ? first : "indeterminate";
  }

  function paintUp(element, node) {
    for (let up = parentOf(element, $("#" + node.domId)[0]); up;) {
      paint(up, sumUp(up));
      up = parentOf(element, up.target);
    }
  }

  function check(element, target, wanted, quiet) {
    const options = stateOf(element).options;
    const node = nodeAt(element, target);
    if (!options.checkbox || !node || !node.checkState) {
      return;
    }
    const checked = wanted === undefined ? node.checkState !== "checked" : wanted;
    const next = checked ? "checked" : "unchecked";
    if (node.checkState === next) {
      return;
    }
    if (!quiet && options.onBeforeCheck.call(element, node, checked) === false) {
      return;
    }
    paint(node, next);
    if (options.cascadeCheck) {
      $.easyui.forEach(node.children || [], true, (child) => paint(child, next));
      paintUp(element, node);
    }
    if (!quiet) {
      options.onCheck.call(element, node, checked);
    }
  }

  /* ---- changes --------------------------------------------------------------------------- */

  function select(element, target) {
    const options = stateOf(element).options;
    const node = nodeAt(element, target);
    if (options.onBeforeSelect.call(element, node) === false) {
      return;
    }
    $(element).find("div.tree-node-selected").removeClass("tree-node-selected");
    $(target).addClass("tree-node-selected");
    options.onSelect.call(element, node);
  }

  function update(element, given) {
    const options = stateOf(element).options;
    const node = nodeAt(element, given.target);
    const $target = $(given.target);
    $target.find(".tree-icon").removeClass(node.iconCls);
    $.extend(node, given);
    $target.find(".tree-title").html(options.formatter.call(element, node));
    $target.find(".tree-icon").addClass(node.iconCls);
  }

  function becomeFolder($node) {
    const $icon = $node.find("span.tree-icon");
    $icon.removeClass("tree-file").addClass("tree-folder tree-folder-open");
    const $hit = $('<span class="tree-hit tree-expanded"></span>').insertBefore($icon);
    $hit.prev().remove();
  }

  function append(element, given) {
    const data = listOf(given.data || []);
    if (!data.length) {
      return;
    }
    const $node = $(given.parent);
    if (!$node.length) {
      place(element, element, data, true, true);
      return;
    }
    if (!hitOf($node).length) {
      becomeFolder($node);
    }
    let $list = $node.next();
    if (!$list.length) {
      $list = $("<ul></ul>").insertAfter($node);
    }
    place(element, $list[0], data, true, true);
  }

  function remove(element, target) {
    const owner = parentOf(element, target);
    const siblings = owner ? owner.children : stateOf(element).data;
    $.easyui.removeArrayItem(siblings, "domId", $(target).attr("id"));
    $(target).parent().remove();
    if (owner && !hasChildren(owner)) {
      const $owner = $(owner.target);
      $owner.find(".tree-icon").removeClass("tree-folder tree-folder-open").addClass("tree-file");
      $owner.find(".tree-hit").remove();
      $owner.prepend('<span class="tree-indent"></span>').next().remove();
    }
  }

  function scrollTo(element, target) {
    let $box = $(element).parent();
    while ($box[0].tagName !== "BODY" && $box.css("overflow-y") !== "auto") {
      $box = $box.parent();
    }
    if ($box[0].tagName === "BODY") {
      $box.scrollTop($(target).offset().top);
      return;
    }
    const over = $(target).offset().top - $box.offset().top;
    const below = over + $(target).outerHeight() - $box.outerHeight() + 18;
    if (over < 0 || below > 0) {
      $box.scrollTop($box.scrollTop() + (over < 0 ? over : below));
    }
  }

  function filter(element, text) {
    const { options, data } = stateOf(element);
    const showPath = function (list) {
      let any = false;
      list.forEach((node) => {
        const below = showPath(node.children || []);
        const shown = options.filter.call(element, text, node) || below;
        node.hidden = !shown;
        $("#" + node.domId).toggleClass("tree-node-hidden", !shown);
        any = any || shown;
      });
      return any;
    };
    showPath(data);
  }

  function matches(given, node) {
    const words = listOf(given).map((word) => word.trim().toLowerCase()).filter(Boolean);
    return !words.length || words.some((word) => node.text.toLowerCase().includes(word));
  }

  /* ---- mouse ----------------------------------------------------------------------------- */

  function hover(event, over) {
    const $target = $(event.target);
    const $node = $target.closest("div.tree-node");
    if (!$node.length) {
      return;
    }
    $node.toggleClass("tree-node-hover", over);
    if ($target.hasClass("tree-hit")) {
      const kind = $target.hasClass("tree-expanded") ? "expanded" : "collapsed";
      $target.toggleClass("tree-" + kind + "-hover", over);
    }
    event.stopPropagation();
  }

  function onClick(element, event) {
    const $target = $(event.target);
    const node = $target.closest("div.tree-node")[0];
    if (!node) {
      return undefined;
    }
    if ($target.hasClass("tree-hit")) {
      toggle(element, node);
      return false;
    }
    if ($target.hasClass("tree-checkbox")) {
      check(element, node);
      return false;
    }
    select(element, node);
    stateOf(element).options.onClick.call(element, nodeAt(element, node));
    event.stopPropagation();
    return undefined;
  }

  function onDoubleClick(element, event) {
    const node = $(event.target).closest("div.tree-node")[0];
    if (node) {
      select(element, node);
      stateOf(element).options.onDblClick.call(element, nodeAt(element, node));
      event.stopPropagation();
    }
  }

  function listen(element) {
    $(element)
      .off()
      .on("mouseover", (event) => hover(event, true))
      .on("mouseout", (event) => hover(event, false))
      .on("click", (event) => onClick(element, event))
      .on("dblclick", (event) => onDoubleClick(element, event))
      .on("contextmenu", function (event) {
        const node = $(event.target).closest("div.tree-node")[0];
        if (node) {
          stateOf(element).options.onContextMenu.call(element, event, nodeAt(element, node));
          event.stopPropagation();
        }
      });
  }

  /* ---- the plugin ------------------------------------------------------------------------ */

  function parseList($list) {
    return $list.children("li").toArray().map((item) => {
      const $item = $(item);
      const node = $.parser.parseOptions(item, ["id", "iconCls", "state"]);
      node.checked = $item.attr("checked") ? true : undefined;
      node.text = $item.children("span").html() || $item.html();
      if ($item.children("ul").length) {
        node.children = parseList($item.children("ul"));
      }
      return node;
    });
  }

  function reload(element, target) {
    if (!target) {
      $(element).empty();
      load(element, element);
      return;
    }
    hitOf(target).removeClass("tree-expanded tree-expanded-hover").addClass("tree-collapsed");
    $(target).next().remove();
    expand(element, target);
  }

  kit.plugin("tree", {
    parse: (element) =>
      $.parser.parseOptions(element, [
        "url", "method", { checkbox: "boolean", cascadeCheck: "boolean", onlyLeafCheck: "boolean" },
        { animate: "boolean", lines: "boolean" },
      ]),
    state: function (element) {
      return { tree: $(element).addClass("tree"), data: [], tmpIds: [] };
    },
    build: function (element, state, given, isNew) {
      const written = isNew ? parseList($(element)) : [];
      if (written.length) {
        place(element, element, written);
      }
      listen(element);
      if (state.options.data) {
        place(element, element, $.extend(true, [], state.options.data));
      }
      load(element, element);
    },
    commands: {
      loadData: (element, data) => place(element, element, data),
      reload: reload,
      select: select,
      check: (element, target) => check(element, target, true),
      uncheck: (element, target) => check(element, target, false),
      expand: (element, target) => expand(element, target),
      collapse: collapse,
      toggle: toggle,
      expandAll: (element, target) => forAll(element, target, expand),
      collapseAll: (element, target) => forAll(element, target, collapse),
      expandTo: expandTo,
      scrollTo: scrollTo,
      append: append,
      remove: remove,
      update: update,
      doFilter: filter,
    },
    queries: {
      getNode: nodeAt,
      getData: nodeAt,
      getRoot: function (element, target) {
        let node = target ? nodeAt(element, target) : rootsOf(element)[0] || null;
        for (let up = node; up; up = parentOf(element, up.target)) {
          node = up;
        }
        return node;
      },
      getRoots: rootsOf,
      getParent: parentOf,
      getChildren: childrenOf,
      getChecked: checkedOf,
      getSelected: selectedOf,
      isLeaf: (element, target) => !hitOf(target).length,
      find: (element, id) => findBy(element, "id", id),
    },
    defaults: $.extend({
      url: null, method: "post", animate: false, checkbox: false, cascadeCheck: true,
      onlyLeafCheck: false, lines: false, data: null, queryParams: {},
      formatter: (node) => node.text,
      filter: matches,
      loader: kit.loaderFor("tree", "url", "json"),
      loadFilter: (data) => data,
    }, kit.silent(
      "onBeforeLoad onLoadSuccess onLoadError onClick onDblClick onBeforeExpand onExpand " +
      "onBeforeCollapse onCollapse onBeforeCheck onCheck onBeforeSelect onSelect onContextMenu")),
  });
})(jQuery, window.LiteKit);
