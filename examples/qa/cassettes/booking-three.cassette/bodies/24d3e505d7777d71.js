/* Small bubbles beside an element; the validation messages of the fields use them. */
(function ($, kit) {
  "use strict";

  const GAP = 12;

  function stopTimers(state) {
    clearTimeout(state.showTimer);
    clearTimeout(state.hideTimer);
    state.showTimer = state.hideTimer = null;
  }

  const shift = (element, delta, position) =>
    typeof delta === "function" ? delta.call(element, position) : delta;

  function place(element, position) {
    const state = $.data(element, "tooltip");
    const options = state.options;
    const tip = state.tip;
    options.position = position;
    tip.removeClass("tooltip-top tooltip-bottom tooltip-left tooltip-right");
    tip.addClass("tooltip-" + position);
    const $element = $(element);
    const at = $element.offset();
    const left = at.left + shift(element, options.deltaX, position);
    const top = at.top + shift(element, options.deltaY, position);
    const [tipWidth, tipHeight] = [kit.outer(tip, "width"), kit.outer(tip, "height")];
    const [width, height] = [kit.outer($element, "width"), kit.outer($element, "height")];
    const middle = { left: left - (tipWidth - width) / 2, top: top - (tipHeight - height) / 2 };
    switch (position) {
      case "right":
        return { left: left + width + GAP, top: middle.top };
      case "left":
        return { left: left - tipWidth - GAP, top: middle.top };
      case "top":
        return { left: middle.left, top: top - tipHeight - GAP };
      default:
        return { left: middle.left, top: top + height + GAP };
    }
  }

  function bestPlace(element, tip, wanted) {
    const at = place(element, wanted);
    const right = $(window).width() + $(document).scrollLeft();
    const bottom = $(window).height() + $(document).scrollTop();
    if (wanted === "top" && at.top < 0) {
      return place(element, "bottom");
    }
    if (wanted === "bottom" && at.top + kit.outer(tip, "height") > bottom) {
      return place(element, "top");
    }
    if (wanted === "right" && at.left + kit.outer(tip, "width") > right) {
      return place(element, "left");
    }
    if (wanted === "left" && at.left < 0) {
      return place(element, "right");
    }
    return at;
  }

  function reposition(element) {
    const state = $.data(element, "tooltip");
    if (!state || !state.tip) {
      return;
    }
    const options = state.options;
    const hidden = !$(element).is(":visible");
    const at = hidden
      ? { left: -100000, top: -100000 }
      : bestPlace(element, state.tip, options.position || "bottom");
    const layer = options.zIndex !== undefined ? options.zIndex : $.fn.window.defaults.zIndex++;
    state.tip.css({ left: at.left, top: at.top, zIndex: layer });
    options.onPosition.call(element, at.left, at.top);
  }

  function makeTip(state) {
    state.tip = $(
      '<div tabindex="-1" class="tooltip"><div class="tooltip-content"></div>' +
        '<div class="tooltip-arrow-outer"></div><div class="tooltip-arrow"></div></div>'
    ).appendTo("body");
  }

  function show(element, event) {
    const state = $.data(element, "tooltip");
    if (!state.tip) {
      makeTip(state);
      update(element);
    }
    stopTimers(state);
    state.showTimer = setTimeout(function () {
      reposition(element);
      state.tip.show();
      state.options.onShow.call(element, event);
      const side = "border-" + state.options.position + "-color";
      state.tip.children(".tooltip-arrow-outer").css(side, state.tip.css(side));
      state.tip.children(".tooltip-arrow").css(side, state.tip.css("backgroundColor"));
    }, state.options.showDelay);
  }

  function hide(element, event) {
    const state = $.data(element, "tooltip");
    if (!state || !state.tip) {
      return;
    }
    stopTimers(state);
    state.hideTimer = setTimeout(function () {
      state.tip.hide();
      state.options.onHide.call(element, event);
    }, state.options.hideDelay);
  }

  function update(element, content) {
    const state = $.data(element, "tooltip");
    if (content) {
      state.options.content = content;
    }
    if (!state.tip) {
      return;
    }
    const given = state.options.content;
    const text = typeof given === "function" ? given.call(element) : given;
    state.tip.children(".tooltip-content").html(text);
    state.options.onUpdate.call(element, text);
  }

  function destroy(element) {
    const state = $.data(element, "tooltip");
    if (!state) {
      return;
    }
    stopTimers(state);
    if (state.tip) {
      state.tip.remove();
    }
    if (state.options._title) {
      $(element).attr("title", state.options._title);
    }
    $.removeData(element, "tooltip");
    $(element).off(".tooltip").removeClass("tooltip-f");
    state.options.onDestroy.call(element);
  }

  kit.plugin("tooltip", {
    parse: function (element) {
      const $element = $(element);
      const options = $.parser.parseOptions(element, [
        "position", "showEvent", "hideEvent", "content",
        { deltaX: "number", deltaY: "number", showDelay: "number", hideDelay: "number" },
      ]);
      options._title = $element.attr("title");
      $element.attr("title", "");
      options.content = options.content || options._title;
      return options;
    },
    build: function (element, state) {
      const options = state.options;
      $(element)
        .addClass("tooltip-f")
        .off(".tooltip")
        .on(options.showEvent + ".tooltip", (event) => show(element, event))
        .on(options.hideEvent + ".tooltip", (event) => hide(element, event));
      update(element);
    },
    commands: { show: show, hide: hide, update: update, reposition: reposition, destroy: destroy },
    queries: {
      tip: (element) => $.data(element, "tooltip").tip,
      arrow: (element) =>
        $.data(element, "tooltip").tip.children(".tooltip-arrow-outer,.tooltip-arrow"),
    },
    defaults: $.extend(
      {
        position: "bottom", content: null, deltaX: 0, deltaY: 0, showEvent: "mouseenter",
        hideEvent: "mouseleave", showDelay: 200, hideDelay: 100,
      },
      kit.silent("onShow onHide onUpdate onPosition onDestroy")
    ),
  });
})(jQuery, window.LiteKit);
