/* Buttons, and the small progress bar of the messager. */
(function ($, kit) {
  "use strict";

  const chosenClasses = (options) =>
    options.plain ? "l-btn-selected l-btn-plain-selected" : "l-btn-selected";

  function face(options) {
    const $left = $('<span class="l-btn-left"></span>');
    const $text = $('<span class="l-btn-text"></span>').appendTo($left);
    if (options.text) {
      $text.html(options.text);
    } else {
      $text.addClass("l-btn-empty").html("&nbsp;");
    }
    if (options.iconCls) {
      $('<span class="l-btn-icon">&nbsp;</span>').addClass(options.iconCls).appendTo($left);
      $left.addClass("l-btn-icon-" + options.iconAlign);
    }
    return $left;
  }

  function draw(element, options) {
    const $button = $(element).empty();
    $button
      .removeClass("l-btn-plain l-btn-selected l-btn-plain-selected l-btn-outline")
      .removeClass("l-btn-small l-btn-medium l-btn-large")
      .addClass("l-btn l-btn-" + options.size)
      .toggleClass("l-btn-plain", Boolean(options.plain))
      .toggleClass("l-btn-outline", Boolean(options.outline))
      .attr({ group: options.group || "", id: options.id || "" })
      .append(face(options));
  }

  function listen(element, options) {
    $(element)
      .off(".linkbutton")
      .on("focus.linkbutton", function () {
        $(this).toggleClass("l-btn-focus", !options.disabled);
      })
      .on("blur.linkbutton", function () {
        $(this).removeClass("l-btn-focus");
      })
      .on("click.linkbutton", function () {
        if (options.disabled) {
          return;
        }
        if (options.toggle) {
          setSelected(element, !options.selected);
        }
        options.onClick.call(this);
      });
  }

  function setSelected(element, selected) {
    const options = kit.options(element, "linkbutton");
    if (selected && options.group) {
      $('a.l-btn[group="' + options.group + '"]').each(function () {
        const other = $(this).linkbutton("options");
        if (other.toggle) {
          $(this).removeClass("l-btn-selected l-btn-plain-selected");
          other.selected = false;
        }
      });
    }
    if (selected) {
      $(element).addClass(chosenClasses(options));
      options.selected = true;
    } else if (!options.group) {
      $(element).removeClass("l-btn-selected l-btn-plain-selected");
      options.selected = false;
    }
  }

  /* A disabled button loses its inline handler and its address, and gets both back later. */
  function disable(element, state) {
    const href = $(element).attr("href");
    state.options.disabled = true;
    if (href) {
      state.href = href;
      $(element).attr("href", "javascript:;");
    }
    if (element.onclick) {
      state.onclick = element.onclick;
      element.onclick = null;
    }
    $(element).addClass("l-btn-disabled");
    $(element).toggleClass("l-btn-plain-disabled", Boolean(state.options.plain));
  }

  function enable(element, state) {
    state.options.disabled = false;
    $(element).removeClass("l-btn-disabled l-btn-plain-disabled");
    if (state.href) {
      $(element).attr("href", state.href);
    }
    if (state.onclick) {
      element.onclick = state.onclick;
    }
  }

  function setDisabled(element, disabled) {
    (disabled ? disable : enable)(element, $.data(element, "linkbutton"));
  }

  function resize(element, size) {
    const options = $.extend(kit.options(element, "linkbutton"), size || {});
    if (!options.width && !options.height && !options.fit) {
      return;
    }
    const $button = $(element);
    const $parent = $button.parent();
    const hidden = !$button.is(":visible");
    const $mark = hidden ? $('<div style="display:none"></div>').insertBefore($button) : null;
    if (hidden) {
      $button.appendTo("body");
    }
    kit.applySize($button, options, $parent);
    const $left = $button.children(".l-btn-left").css("margin-top", 0);
    $left.css("margin-top", Math.floor(($button.height() - $left.height()) / 2) + "px");
    if (hidden) {
      $mark.replaceWith($button);
    }
  }

  kit.plugin("linkbutton", {
    parse: function (element) {
      const $element = $(element);
      const options = $.parser.parseOptions(element, [
        "id", "iconCls", "iconAlign", "group", "size", "text",
        { plain: "boolean", toggle: "boolean", selected: "boolean", outline: "boolean" },
      ]);
      options.disabled = $element.attr("disabled") ? true : options.disabled;
      options.text = ($element.html() || "").trim() || options.text;
      options.iconCls = $element.attr("icon") || options.iconCls;
      return options;
    },
    build: function (element, state, given, isNew) {
      if (isNew) {
        $(element).removeAttr("disabled");
        kit.onResize($(element), "", () => resize(element));
      }
      draw(element, state.options);
      listen(element, state.options);
      setSelected(element, state.options.selected);
      setDisabled(element, state.options.disabled);
      resize(element);
    },
    commands: {
      resize: resize,
      enable: (element) => setDisabled(element, false),
      disable: (element) => setDisabled(element, true),
      select: (element) => setSelected(element, true),
      unselect: (element) => setSelected(element, false),
    },
    defaults: {
      id: null, disabled: false, toggle: false, selected: false, outline: false, group: null,
      plain: false, text: "", iconCls: null, iconAlign: "left", size: "small", onClick: kit.ignore,
    },
  });

  kit.plugin("progressbar", {
    build: function (element, state) {
      const options = state.options;
      $(element).addClass("progressbar").html(
        '<div class="progressbar-text"></div><div class="progressbar-value">' +
          '<div class="progressbar-text"></div></div>'
      );
      kit.applySize($(element), options);
      $(element).find(".progressbar-text").width($(element).width());
      showProgress(element, options);
    },
    commands: {
      setValue: function (element, value) {
        const options = kit.options(element, "progressbar");
        const before = options.value;
        options.value = Math.min(100, Math.max(0, value));
        showProgress(element, options);
        if (options.value !== before) {
          options.onChange.call(element, options.value, before);
        }
      },
    },
    queries: { getValue: (element) => kit.options(element, "progressbar").value },
    defaults: { width: "auto", height: 22, value: 0, text: "{value}%", onChange: kit.ignore },
  });

  function showProgress(element, options) {
    const text = options.text === undefined ? "{value}%" : options.text;
    $(element).find(".progressbar-value").width(options.value + "%");
    $(element).find(".progressbar-text").html(text.replace(/{value}/, options.value));
  }
})(jQuery, window.LiteKit);
