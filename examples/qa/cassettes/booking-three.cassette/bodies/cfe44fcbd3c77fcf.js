/* The options of a list: drawing them and finding them again by value. */
(function ($, kit) {
  "use strict";

  let lists = 0;

  const stateOf = (element) => $.data(element, "combobox");

  function indexOf(element, value) {
    const state = stateOf(element);
    return $.easyui.indexOfArray(state.data, state.options.valueField, value);
  }

  const finder = {
    getEl: (element, value) =>
      $("#" + stateOf(element).itemIdPrefix + "_" + indexOf(element, value)),
    getGroupEl: function (element, group) {
      const state = stateOf(element);
      const at = $.easyui.indexOfArray(state.groups, "value", group);
      return $("#" + state.groupIdPrefix + "_" + at);
    },
    getRow: function (element, item) {
      const state = stateOf(element);
      if (item instanceof $) {
        return state.data[parseInt((item.attr("id") || "").split("_").pop(), 10)];
      }
      return state.data[indexOf(element, item)];
    },
  };

  function groupHtml(element, state, group) {
    const options = state.options;
    const text = options.groupFormatter ? options.groupFormatter.call(element, group) : group;
    const id = state.groupIdPrefix + "_" + (state.groups.length - 1);
    return '<div id="' + id + '" class="combobox-group">' + text + "</div>";
  }

  function itemHtml(element, state, row, index) {
    const options = state.options;
    const classes = ["combobox-item"];
    if (row.disabled) {
      classes.push("combobox-item-disabled");
    }
    if (row[options.groupField]) {
      classes.push("combobox-gitem");
    }
    const icon = options.showItemIcon && row.iconCls
      ? '<span class="combobox-icon ' + row.iconCls + '"></span>' : "";
    const text = options.formatter ? options.formatter.call(element, row) : row[options.textField];
    const id = state.itemIdPrefix + "_" + index;
    return '<div id="' + id + '" class="' + classes.join(" ") + '">' + icon + text + "</div>";
  }

  const view = {
    render: function (element, container, data) {
      const state = stateOf(element);
      lists += 1;
      state.itemIdPrefix = "_easyui_combobox_i" + lists;
      state.groupIdPrefix = "_easyui_combobox_g" + lists;
      state.groups = [];
      let group;
      const html = data.map((row, index) => {
        const own = row[state.options.groupField];
        let heading = "";
        if (own && own !== group) {
          state.groups.push({ value: own, startIndex: index, count: 0 });
          heading = groupHtml(element, state, own);
        }
        if (own) {
          state.groups[state.groups.length - 1].count += 1;
        }
        group = own;
        return heading + itemHtml(element, state, row, index);
      });
      $(container).html(html.join(""));
    },
  };

  kit.lists = { indexOf, finder, view };
})(jQuery, window.LiteKit);
