/*
 * A combo over a calendar. What the parser cannot read becomes today; days that do not exist roll
 * over into the next month. Text typed and left is kept as typed; Enter takes the calendar's day.
 */
(function ($, kit) {
  "use strict";

  const stateOf = (element) => $.data(element, "datebox");

  function setValue(element, given, asTyped) {
    const { options, calendar } = stateOf(element);
    calendar.calendar("moveTo", options.parser.call(element, given));
    if (asTyped) {
      $(element).combo("setValue", given);
      return;
    }
    const current = calendar.calendar("options").current;
    const text = given ? options.formatter.call(element, current) : given;
    $(element).combo("setText", text).combo("setValue", text);
  }

  function takeCurrent(element) {
    const { options, calendar } = stateOf(element);
    const current = calendar.calendar("options").current;
    if (current) {
      setValue(element, options.formatter.call(element, current));
      $(element).combo("hidePanel");
    }
  }

  /* ---- the panel ------------------------------------------------------------------------- */

  function makeCalendar(element, state) {
    const $panel = $(element).combo("panel").css("overflow", "hidden");
    const $inner = $('<div class="datebox-calendar-inner"></div>').prependTo($panel);
    state.calendar = $("<div></div>").appendTo($inner).calendar();
    $.extend(state.calendar.calendar("options"), {
      fit: true,
      border: false,
      onSelect: function (date) {
        const target = this.target;
        const options = $(target).datebox("options");
        setValue(target, options.formatter.call(target, date));
        $(target).combo("hidePanel");
        options.onSelect.call(target, date);
      },
    });
  }

  function drawButtons(element, options, $panel) {
    if ($panel.children("div.datebox-button").length) {
      return;
    }
    const $bar = $(
      '<div class="datebox-button"><table cellspacing="0" cellpadding="0" style="width:100%">' +
      "<tbody><tr></tr></tbody></table></div>").appendTo($panel);
    options.buttons.forEach((button, index) => {
      const text = typeof button.text === "function" ? button.text(element) : button.text;
      $('<a class="datebox-button-a" href="javascript:;"></a>')
        .attr("datebox-button-index", index)
        .html(text)
        .appendTo($('<td></td>').appendTo($bar.find("tr")));
    });
    $bar.find("td").css("width", 100 / options.buttons.length + "%");
  }

  function listenButtons(element, options, $panel) {
    $panel.off(".datebox").on("click.datebox", function (event) {
      if ($(event.target).hasClass("datebox-button-a")) {
        const index = parseInt($(event.target).attr("datebox-button-index"), 10);
        options.buttons[index].handler.call(event.target, element);
      }
    });
  }

  function layOut(element, state, $panel) {
    const $inner = $panel.children("div.datebox-calendar-inner");
    kit.setOuter($panel.children(), "width", $panel.width());
    state.calendar.appendTo($inner)[0].target = element;
    if (state.options.panelHeight !== "auto") {
      const others = $panel.children().not($inner).toArray();
      const taken = others.reduce((sum, other) => sum + $(other).outerHeight(), 0);
      kit.setOuter($inner, "height", $panel.height() - taken);
    }
    state.calendar.calendar("resize");
  }

  function onShowPanel(element, state) {
    const $panel = $(element).combo("panel");
    listenButtons(element, state.options, $panel);
    drawButtons(element, state.options, $panel);
    layOut(element, state, $panel);
    setValue(element, $(element).datebox("getText"), true);
    state.options.onShowPanel.call(element);
  }

  function parseDate(text) {
    const [year, month, day] = (text || "").split("-").map((part) => parseInt(part, 10));
    const known = ![year, month, day].some((part) => part === undefined || isNaN(part));
    return known ? new Date(year, month - 1, day) : new Date();
  }

  function formatDate(date) {
    const padded = (number) => String(number).padStart(2, "0");
    return [date.getFullYear(), padded(date.getMonth() + 1), padded(date.getDate())].join("-");
  }

  kit.plugin("datebox", {
    base: "combo",
    parse: (element) => $.fn.combo.parseOptions(element),
    build: function (element, state) {
      const shown = () => onShowPanel(element, state);
      $(element).addClass("datebox-f").combo($.extend({}, state.options, { onShowPanel: shown }));
      if (!state.calendar) {
        makeCalendar(element, state);
      }
      $(element).combo("textbox").parent().addClass("datebox");
      $(element).datebox("initValue", state.options.value);
    },
    commands: {
      initValue: function (element) {
        const options = $(element).datebox("options");
        const value = options.value
          ? options.formatter.call(element, options.parser.call(element, options.value))
          : options.value;
        $(element).combo("initValue", value).combo("setText", value);
      },
      setValue: (element, value) => setValue(element, value),
      reset: (element) => setValue(element, $(element).datebox("options").originalValue),
    },
    queries: {
      options: (element) =>
        kit.borrow(element, "datebox", $(element).combo("options"), [
          "width", "height", "originalValue", "disabled", "readonly",
        ]),
      calendar: (element) => stateOf(element).calendar,
    },
    defaults: $.extend({}, $.fn.combo.defaults, {
      panelWidth: 180, panelHeight: "auto",
      currentText: "今天", closeText: "关闭", okText: "确定",
      keyHandler: $.extend(kit.silent("up down left right"), {
        enter: function () {
          takeCurrent(this);
        },
        query: function (text) {
          setValue(this, text, true);
        },
      }),
      buttons: [
        {
          text: (element) => $(element).datebox("options").currentText,
          handler: function (element) {
            const now = new Date();
            const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate());
            $(element).datebox("calendar").calendar({
              year: now.getFullYear(), month: now.getMonth() + 1, current: midnight,
            });
            takeCurrent(element);
          },
        },
        {
          text: (element) => $(element).datebox("options").closeText,
          handler: function () {
            $(this).closest("div.combo-panel").panel("close");
          },
        },
      ],
      formatter: formatDate,
      parser: parseDate,
      onSelect: kit.ignore,
    }),
  });
})(jQuery, window.LiteKit);
