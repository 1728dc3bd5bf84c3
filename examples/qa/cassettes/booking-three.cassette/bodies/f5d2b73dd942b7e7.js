/*
 * Alerts, questions, progress and the little box in the corner. Closing by Esc or × answers nothing;
 * the node of a closed box stays in the page, hidden, for 100 ms.
 */
(function ($, kit) {
  "use strict";

  const boxes = () => $("body").children("div.messager-window");

  /* ---- keys: bound by the last box opened, given up by whichever box closes first ---------- */

  function moveFocus() {
    const controls = boxes().find(".messager-input,.messager-button .l-btn").toArray();
    const at = controls.findIndex((control) => $(control).is(":focus"));
    if (at < 0) {
      return true;
    }
    kit.focus($(controls[(at + 1) % controls.length]));
    return false;
  }

  function onKey(event) {
    if (event.keyCode === 27) {
      boxes().children("div.messager-body").each(function () {
        $(this).dialog("close");
      });
    } else if (event.keyCode === 9) {
      return moveFocus();
    } else if (event.keyCode === 13) {
      const $input = $(event.target).closest("input.messager-input");
      if ($input.length) {
        answer($input.closest(".messager-body"), $input.val());
      }
    }
    return undefined;
  }

  const listen = () => $(document).off(".messager").on("keydown.messager", onKey);

  /* ---- boxes ---------------------------------------------------------------------------- */

  function answer($box, value) {
    $box.dialog("close");
    $box.dialog("options").fn(value);
  }

  function open(options) {
    listen();
    const $box = $('<div class="messager-body"></div>').appendTo("body");
    const onClose = function () {
      $(document).off(".messager");
      if (options.onClose) {
        options.onClose.call(this);
      }
      setTimeout(() => $box.dialog("destroy"), 100);
    };
    $box.dialog($.extend({}, options, { noheader: !options.title, onClose: onClose }));
    const $window = $box.dialog("dialog").addClass("messager-window");
    const $buttons = $window.find(".dialog-button").addClass("messager-button");
    kit.focus($buttons.find("a").first());
    return $box;
  }

  const END = '<div style="clear:both;"></div>';

  const content = (iconClasses, message, rest) =>
    '<div class="' + iconClasses + '"></div><div>' + message + "</div>" + (rest || END);

  function ask(options, iconClasses, rest, buttonsFor) {
    const filled = $.extend(
      {}, $.messager.defaults, { content: content(iconClasses, options.msg, rest) }, options);
    let $box = null;
    if (!filled.buttons) {
      filled.buttons = buttonsFor(filled).map((button) => ({
        text: button.text,
        onClick: () => answer($box, button.value ? button.value($box) : undefined),
      }));
    }
    $box = open(filled);
    return $box;
  }

  const named = (names, values) =>
    typeof values[0] === "object" && values[0] !== null
      ? values[0]
      : Object.fromEntries(names.map((name, index) => [name, values[index]]));

  function alert(...given) {
    const options = named(["title", "msg", "icon", "fn"], given);
    const icon = options.icon ? "messager-icon messager-" + options.icon : "";
    return ask(options, icon, "", (filled) => [{ text: filled.ok }]);
  }

  function confirm(...given) {
    const options = named(["title", "msg", "fn"], given);
    return ask(options, "messager-icon messager-question", "", (filled) => [
      { text: filled.ok, value: () => true },
      { text: filled.cancel, value: () => false },
    ]);
  }

  function prompt(...given) {
    const options = named(["title", "msg", "fn"], given);
    const field = "<br>" + END + '<div><input class="messager-input" type="text"></div>';
    const $box = ask(options, "messager-icon messager-question", field, (filled) => [
      { text: filled.ok, value: ($asked) => $asked.find(".messager-input").val() },
      { text: filled.cancel },
    ]);
    kit.focus($box.find(".messager-input"));
    return $box;
  }

  /* ---- progress and corner box ----------------------------------------------------------- */

  const progressCalls = {
    bar: () => $("body>div.messager-window").find("div.messager-p-bar"),
    close: () =>
      $("body>div.messager-window>div.messager-body:has(div.messager-progress)").dialog("close"),
  };

  function progressBox(options) {
    const onClose = function () {
      clearInterval(this.liteTimer);
      if (options.onClose) {
        options.onClose.call(this);
      }
    };
    return open($.extend({}, $.messager.defaults, {
      content:
        '<div class="messager-progress"><div class="messager-p-msg">' + options.msg +
        '</div><div class="messager-p-bar"></div></div>',
      closable: false,
      doSize: false,
    }, options, { onClose: onClose }));
  }

  function progress(given) {
    if (typeof given === "string") {
      return progressCalls[given]();
    }
    const options = $.extend(
      { title: "", minHeight: 0, msg: "", text: undefined, interval: 300 }, given || {});
    const $box = progressBox(options);
    const $bar = $box.find("div.messager-p-bar");
    $bar.progressbar({ text: options.text });
    $box.dialog("resize");
    if (options.interval) {
      $box[0].liteTimer = setInterval(function () {
        const value = $bar.progressbar("getValue") + 10;
        $bar.progressbar("setValue", value > 100 ? 0 : value);
      }, options.interval);
    }
    return $box;
  }

  function cornerOptions(given) {
    const style = {
      left: "", top: "", right: 0, zIndex: $.fn.window.defaults.zIndex++,
      bottom: -$(document).scrollTop(),
    };
    return $.extend({}, $.messager.defaults, {
      modal: false, shadow: false, draggable: false, resizable: false, closed: true, style: style,
      title: "", width: 250, height: 100, minHeight: 0, showType: "slide", showSpeed: 600,
      content: given.msg, timeout: 4000,
    }, given);
  }

  function show(given) {
    const options = cornerOptions(given);
    const $box = $('<div class="messager-body"></div>').appendTo("body");
    let timer = null;
    const goLater = function () {
      if (options.timeout > 0) {
        timer = setTimeout(() => $box.data("dialog") && $box.dialog("close"), options.timeout);
      }
    };
    const events = {
      onOpen: function () {
        $box.dialog("dialog").on("mouseenter", () => clearTimeout(timer)).on("mouseleave", goLater);
        goLater();
        options.onOpen.call(this);
      },
      onClose: function () {
        clearTimeout(timer);
        options.onClose.call(this);
        $box.dialog("destroy");
      },
    };
    $box.dialog($.extend({}, options, {
      noheader: !options.title,
      openAnimation: options.showType,
      closeAnimation: options.showType === "show" ? "hide" : options.showType,
      openDuration: options.showSpeed,
      closeDuration: options.showSpeed,
    }, events));
    $box.dialog("dialog").css(options.style);
    $box.dialog("open");
    return $box;
  }

  $.messager = { show: show, alert: alert, confirm: confirm, prompt: prompt, progress: progress };
  $.messager.defaults = $.extend({}, $.fn.dialog.defaults, {
    ok: "确定", cancel: "取消", width: 300, height: "auto", minHeight: 150, modal: true,
    collapsible: false, minimizable: false, maximizable: false, resizable: false, fn: kit.ignore,
  });
})(jQuery, window.LiteKit);
