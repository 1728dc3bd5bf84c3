/* The arithmetic of a text field: input, icons, button and label share one width. */
(function ($, kit) {
  "use strict";

  const stateOf = (element) => $.data(element, "textbox");
  const inputOf = (element) => stateOf(element).textbox.find(".textbox-text");

  function naturalWidth(element) {
    const $copy = $(element).clone().css("visibility", "hidden").removeAttr("id");
    $copy.insertAfter(element);
    const width = $copy.outerWidth();
    $copy.remove();
    return width > 0 ? width : 173;
  }

  function room($buttons, side) {
    const size = side === "left" || side === "right" ? "outerWidth" : "outerHeight";
    return $buttons
      .filter(".textbox-button-" + side)
      .toArray()
      .reduce((sum, button) => sum + $(button)[size](), 0);
  }

  function arrange(element, state) {
    const options = state.options;
    const $box = state.textbox;
    const $input = inputOf(element);
    const $addon = $box.find(".textbox-addon");
    const $icons = $addon.find(".textbox-icon");
    const $button = $box.find(".textbox-button");
    const sideways = options.buttonAlign === "left" || options.buttonAlign === "right";
    $button.linkbutton("resize", sideways ? { height: $box.height() } : { width: "100%" });
    const rim = (side) => room($button, side);
    const auto = options.height === "auto";
    const height = auto ? $input.outerHeight() : $box.height() - rim("top") - rim("bottom");
    const width = $box.width() - $icons.length * options.iconWidth - rim("left") - rim("right");
    $addon.css(options.iconAlign, rim(options.iconAlign) + "px").css("top", rim("top") + "px");
    $icons.css({ width: options.iconWidth + "px", height: height + "px" });
    const margin = (side) =>
      (options.iconAlign === side ? kit.outer($addon, "width") : 0) + rim(side);
    $input.css({ marginLeft: margin("left"), marginRight: margin("right") });
    $input.css({ marginTop: rim("top"), marginBottom: rim("bottom") });
    if (options.multiline) {
      kit.setOuter($input, "height", height);
    } else {
      const tall = height + "px";
      $input.css({ paddingTop: 0, paddingBottom: 0, height: tall, lineHeight: tall });
    }
    kit.setOuter($input, "width", width);
  }

  function arrangeLabel(state) {
    const options = state.options;
    const [$label, $box] = [state.label, state.textbox];
    if (!options.label || !options.labelPosition || !$label) {
      return;
    }
    if (options.labelPosition === "top") {
      const wide = options.labelWidth === "auto" ? $box.outerWidth() : options.labelWidth;
      kit.applySize($label, { width: wide }, $box);
      return;
    }
    kit.applySize($label, { width: options.labelWidth, height: $box.outerHeight() }, $box);
    $label.css("lineHeight", $label.height() + "px");
    kit.setOuter($box, "width", $box.outerWidth() - $label.outerWidth());
  }

  /** Give a text field the size its options ask for; hidden ones are measured below <body>. */
  kit.resizeTextbox = function (element, size) {
    const state = stateOf(element);
    const options = state.options;
    const $parent = state.textbox.parent();
    if (size !== undefined && size !== null) {
      $.extend(options, typeof size === "object" ? size : { width: size });
    }
    if (isNaN(parseInt(options.width, 10))) {
      options.width = naturalWidth(element);
    }
    const hidden = !state.textbox.is(":visible");
    if (hidden) {
      state.textbox.appendTo("body");
    }
    if (options.height === "auto") {
      const $input = inputOf(element);
      $input.css({ margin: "", paddingTop: "", paddingBottom: "", height: "", lineHeight: "" });
    }
    kit.applySize(state.textbox, options, $parent);
    arrangeLabel(state);
    arrange(element, state);
    options.onResizing.call(element, options.width, options.height);
    if (hidden) {
      state.textbox.insertAfter(element);
    }
    options.onResize.call(element, options.width, options.height);
  };
})(jQuery, window.LiteKit);
