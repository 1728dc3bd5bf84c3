/*
 * A combo over a tree. The value is set by the click on a node, not by selecting it; the id of a
 * node that is not loaded is shown as it is.
 */
(function ($, kit) {
  "use strict";

  const stateOf = (element) => $.data(element, "combotree");

  function titleOf(options, node) {
    return node[options.textField || ""] || node.text;
  }

  /* Mark without telling anybody: choosing by value is not a selection made in the tree. */
  function silently(treeOptions, action) {
    const names = ["onBeforeCheck", "onCheck", "onSelect"];
    const kept = names.map((name) => treeOptions[name]);
    names.forEach((name) => (treeOptions[name] = kit.ignore));
    action();
    names.forEach((name, at) => (treeOptions[name] = kept[at]));
  }

  function textFor(state, value) {
    const options = state.options;
    const node = state.tree.tree("find", value);
    if (node) {
      state.tree.tree("check", node.target).tree("select", node.target);
      return titleOf(options, node);
    }
    options.unselectedValues.push(value);
    const known = $.easyui.getArrayItem(options.mappingRows, "id", value);
    return known ? titleOf(options, known) : value;
  }

  function mark(state, values, texts) {
    const tree = state.tree;
    tree.find("div.tree-node-selected").removeClass("tree-node-selected");
    tree.tree("getChecked").filter((node) => !values.includes(String(node.id))).forEach((node) => {
      tree.tree("uncheck", node.target);
    });
    state.options.unselectedValues = [];
    values.forEach((value) => texts.push(textFor(state, value)));
    if (!state.options.multiple) {
      return;
    }
    tree.tree("getChecked").filter((node) => !values.includes(String(node.id))).forEach((node) => {
      values.push(String(node.id));
      texts.push(titleOf(state.options, node));
    });
  }

  function choose(element, given, keepText) {
    const state = stateOf(element);
    const options = state.options;
    let values = Array.isArray(given) ? given : given.split(options.separator);
    if (!options.multiple) {
      values = values.length ? [values[0]] : [""];
    }
    values = values.map(String);
    const texts = [];
    silently(state.tree.tree("options"), () => mark(state, values, texts));
    const text = texts.join(options.separator);
    if (!keepText && $(element).combo("getText") !== text) {
      $(element).combo("setText", text);
    }
    $(element).combo("setValues", values);
  }

  function takeFromTree(element) {
    const state = stateOf(element);
    const picked = state.options.multiple
      ? state.tree.tree("getChecked")
      : [state.tree.tree("getSelected")].filter(Boolean);
    const values = picked.map((node) => node.id).concat(state.options.unselectedValues);
    choose(element, values, state.remainText);
  }

  function treeEvents(element, state) {
    const options = state.options;
    return {
      checkbox: options.multiple,
      onLoadSuccess: function (node, data) {
        const values = $(element).combotree("getValues");
        if (options.multiple) {
          state.tree.tree("getChecked").forEach((checked) => {
            $.easyui.addArrayItem(values, checked.id);
          });
        }
        choose(element, values, state.remainText);
        options.onLoadSuccess.call(this, node, data);
      },
      onClick: function (node) {
        if (options.multiple) {
          $(this).tree(node.checked ? "uncheck" : "check", node.target);
        } else {
          $(element).combo("hidePanel");
        }
        state.remainText = false;
        takeFromTree(element);
        options.onClick.call(this, node);
      },
      onCheck: function (node, checked) {
        state.remainText = false;
        takeFromTree(element);
        options.onCheck.call(this, node, checked);
      },
    };
  }

  function build(element, state) {
    const options = state.options;
    $(element).addClass("combotree-f").combo($.extend({}, options, {
      onShowPanel: function () {
        if (options.editable) {
          state.tree.tree("doFilter", "");
        }
        options.onShowPanel.call(this);
      },
    }));
    if (!state.tree) {
      state.tree = $("<ul></ul>").appendTo($(element).combo("panel"));
    }
    state.tree.tree($.extend({}, options, treeEvents(element, state)));
  }

  /* {id, text} stands for a node that may not be loaded: its text is remembered. */
  function setValues(element, given) {
    const options = $(element).combotree("options");
    if (!Array.isArray(given)) {
      choose(element, given);
      return;
    }
    choose(element, given.map((item) => {
      if (!item || typeof item !== "object") {
        return item;
      }
      $.easyui.addArrayItem(options.mappingRows, "id", item);
      return item.id;
    }));
  }

  kit.plugin("combotree", {
    base: "combo",
    parse: (element) =>
      $.extend($.fn.combo.parseOptions(element), $.fn.tree.parseOptions(element)),
    build: build,
    commands: {
      loadData: function (element, data) {
        stateOf(element).options.data = data;
        stateOf(element).tree.tree("loadData", data);
      },
      reload: function (element, url) {
        const state = stateOf(element);
        state.options.url = url || state.options.url;
        state.tree.tree({ url: state.options.url });
      },
      setValues: setValues,
      setValue: (element, value) => setValues(element, Array.isArray(value) ? value : [value]),
      clear: (element) => setValues(element, []),
      reset: function (element) {
        const original = $(element).combotree("options").originalValue;
        setValues(element, Array.isArray(original) ? original : [original]);
      },
    },
    queries: {
      options: (element) =>
        kit.borrow(element, "combotree", $(element).combo("options"), [
          "width", "height", "originalValue", "disabled", "readonly",
        ]),
      tree: (element) => stateOf(element).tree,
    },
    defaults: $.extend({}, $.fn.combo.defaults, $.fn.tree.defaults, {
      editable: false, textField: null, unselectedValues: [], mappingRows: [],
      keyHandler: $.extend(kit.silent("up down left right"), {
        enter: function () {
          stateOf(this).remainText = false;
          $(this).combotree("setValues", $(this).combotree("getValues"));
          $(this).combotree("hidePanel");
        },
        query: function (text) {
          const state = stateOf(this);
          state.remainText = true;
          const words = state.options.multiple ? text.split(state.options.separator) : text;
          state.tree.tree("doFilter", words);
        },
      }),
    }),
  });
})(jQuery, window.LiteKit);
