/* A list field whose choices are shown as small tags. */
(function ($, kit) {
  "use strict";

  function drawTags(element) {
    const $field = $(element);
    const $box = $field.next();
    const options = $field.combobox("options");
    $box.find(".tagbox-label").remove();
    $field.combobox("getValues").filter(Boolean).forEach((value) => {
      const row = options.finder.getRow(element, value);
      const $tag = $('<span class="tagbox-label"></span>').text(row ? row[options.textField] : value);
      $('<a href="javascript:;" class="tagbox-remove"></a>')
        .on("click", () => $field.combobox("unselect", value))
        .appendTo($tag);
      $tag.insertBefore($field.combobox("textbox"));
    });
    $field.combobox("setText", "");
  }

  kit.plugin("tagbox", {
    base: "combobox",
    parse: (element) => $.fn.combobox.parseOptions(element),
    build: function (element, state) {
      const options = state.options;
      $(element).addClass("tagbox-f").combobox($.extend({}, options, {
        onChange: function (values, before) {
          drawTags(element);
          options.onChange.call(element, values, before);
        },
        onLoadSuccess: function (data) {
          drawTags(element);
          options.onLoadSuccess.call(element, data);
        },
      }));
      $(element).next().addClass("tagbox");
      drawTags(element);
    },
    defaults: $.extend({}, $.fn.combobox.defaults, { hasDownArrow: false, multiple: true }),
  });
})(jQuery, window.LiteKit);
