/* A month of days; each day cell carries its date in `abbr` as "year,month,day" without zeros. */
(function ($, kit) {
  "use strict";

  const WEEK = 7;
  const ROWS = 6;

  const stateOf = (element) => $.data(element, "calendar");
  const keyOf = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].join(",");

  const FRAME =
    '<div class="calendar-header"><div class="calendar-nav calendar-prevmonth"></div>' +
    '<div class="calendar-nav calendar-nextmonth"></div>' +
    '<div class="calendar-nav calendar-prevyear"></div>' +
    '<div class="calendar-nav calendar-nextyear"></div>' +
    '<div class="calendar-title"><span class="calendar-text"></span></div></div>' +
    '<div class="calendar-body"><div class="calendar-menu"><div class="calendar-menu-year-inner">' +
    '<span class="calendar-nav calendar-menu-prev"></span>' +
    '<span><input class="calendar-menu-year" type="text"></span>' +
    '<span class="calendar-nav calendar-menu-next"></span></div>' +
    '<div class="calendar-menu-month-inner"></div></div></div>';

  /* ---- days ------------------------------------------------------------------------------ */

  /** Return six weeks around a month; at least one day of the month before comes first. */
  function weeksOf(options) {
    const first = new Date(options.year, options.month - 1, 1);
    const lead = (first.getDay() - options.firstDay + WEEK) % WEEK || WEEK;
    const dayAt = (offset) => new Date(options.year, options.month - 1, 1 - lead + offset);
    return Array.from({ length: ROWS }, (_, row) =>
      Array.from({ length: WEEK }, (__, column) => dayAt(row * WEEK + column)));
  }

  function dayClasses(element, options, date, column) {
    const weekday = date.getDay();
    const inMonth = date.getFullYear() === options.year && date.getMonth() + 1 === options.month;
    const chosen = options.current && keyOf(options.current) === keyOf(date);
    const marks = [
      ["calendar-other-month", !inMonth],
      ["calendar-today", keyOf(new Date()) === keyOf(date)],
      ["calendar-selected", chosen],
      ["calendar-saturday", weekday === 6],
      ["calendar-sunday", weekday === 0],
      ["calendar-first", column === 0],
      ["calendar-last", column === WEEK - 1],
      ["calendar-disabled", !options.validator.call(element, date)],
    ];
    return marks.filter((mark) => mark[1]).map((mark) => mark[0]);
  }

  function dayHtml(element, options, date, column) {
    const look = kit.styleOf(options.styler.call(element, date));
    const classes = ["calendar-day"].concat(dayClasses(element, options, date, column), look.cls);
    return '<td class="' + classes.join(" ").trim() + '" abbr="' + keyOf(date) + '" style="' +
      look.css + '">' + options.formatter.call(element, date) + "</td>";
  }

  function weekHtml(element, options, week, row) {
    const edge = row === 0 ? "calendar-first" : row === ROWS - 1 ? "calendar-last" : "";
    const days = week.map((date, column) => dayHtml(element, options, date, column));
    return '<tr class="' + edge + '">' + days.join("") + "</tr>";
  }

  function show(element) {
    const options = stateOf(element).options;
    if (options.current && !options.validator.call(element, options.current)) {
      options.current = null;
    }
    const names = options.weeks.slice(options.firstDay).concat(options.weeks.slice(0, options.firstDay));
    const heads = names.map((name) => "<th>" + name + "</th>").join("");
    const rows = weeksOf(options).map((week, row) => weekHtml(element, options, week, row));
    $(element).find(".calendar-title span").html(options.months[options.month - 1] + " " + options.year);
    const $body = $(element).find("div.calendar-body");
    $body.children("table").remove();
    $body.prepend(
      '<table class="calendar-dtable" cellspacing="0" cellpadding="0" border="0"><thead><tr>' +
      heads + "</tr></thead><tbody>" + rows.join("") + "</tbody></table>");
    options.onNavigate.call(element, options.year, options.month);
  }

  /* ---- year and month chooser ------------------------------------------------------------- */

  function drawMonths($inner, options) {
    if (!$inner.is(":empty")) {
      return;
    }
    const cell = (month) =>
      '<td class="calendar-nav calendar-menu-month" abbr="' + month + '">' +
      options.months[month - 1] + "</td>";
    const row = (start) => "<tr>" + [0, 1, 2, 3].map((at) => cell(start + at)).join("") + "</tr>";
    $inner.html('<table class="calendar-mtable"><tbody>' + [1, 5, 9].map(row).join("") +
      "</tbody></table>");
  }

  function markMonth($inner, month) {
    $inner.find("td.calendar-selected").removeClass("calendar-selected");
    $inner.find("td").eq(month - 1).addClass("calendar-selected");
  }

  function showMenu(element) {
    const options = stateOf(element).options;
    const $menu = $(element).find(".calendar-menu").show();
    const $years = $menu.find(".calendar-menu-year-inner");
    const $months = $menu.find(".calendar-menu-month-inner");
    const $body = $(element).find(".calendar-body");
    drawMonths($months, options);
    kit.focus($years.find("input").val(options.year));
    markMonth($months, options.month);
    kit.setOuter($menu, "width", $body.outerWidth());
    kit.setOuter($menu, "height", $body.outerHeight());
    kit.setOuter($months, "height", $menu.height() - $years.outerHeight());
  }

  function goByMenu(element) {
    const options = stateOf(element).options;
    const $menu = $(element).find(".calendar-menu");
    const year = $menu.find(".calendar-menu-year").val();
    if (!isNaN(year)) {
      options.year = parseInt(year, 10);
      options.month = parseInt($menu.find(".calendar-selected").attr("abbr"), 10);
      show(element);
    }
    $menu.hide();
  }

  /* ---- moves ------------------------------------------------------------------------------ */

  function addYears(element, count) {
    const options = stateOf(element).options;
    options.year += count;
    show(element);
    $(element).find(".calendar-menu-year").val(options.year);
  }

  function addMonths(element, count) {
    const options = stateOf(element).options;
    const moved = new Date(options.year, options.month - 1 + count, 1);
    options.year = moved.getFullYear();
    options.month = moved.getMonth() + 1;
    show(element);
    markMonth($(element).find(".calendar-menu-month-inner"), options.month);
  }

  function pick(element, $day) {
    const options = stateOf(element).options;
    if ($day.hasClass("calendar-disabled")) {
      return;
    }
    const before = options.current;
    const [year, month, day] = $day.attr("abbr").split(",").map(Number);
    $day.closest("div.calendar-body").find(".calendar-selected").removeClass("calendar-selected");
    $day.addClass("calendar-selected");
    options.current = new Date(year, month - 1, day);
    options.onSelect.call(element, options.current);
    if (!before || before.getTime() !== options.current.getTime()) {
      options.onChange.call(element, options.current, before);
    }
    if (options.year !== year || options.month !== month) {
      $.extend(options, { year: year, month: month });
      show(element);
    }
  }

  function moveTo(element, date) {
    const options = stateOf(element).options;
    if (!date) {
      const now = new Date();
      $(element).calendar({ year: now.getFullYear(), month: now.getMonth() + 1 });
      options.current = date;
      return;
    }
    if (!options.validator.call(element, date)) {
      return;
    }
    const before = options.current;
    $(element).calendar({ year: date.getFullYear(), month: date.getMonth() + 1, current: date });
    if (!before || before.getTime() !== date.getTime()) {
      options.onChange.call(element, options.current, before);
    }
  }

  /* ---- mouse ------------------------------------------------------------------------------ */

  const CLICKS = [
    ["calendar-menu-next", (element) => addYears(element, 1)],
    ["calendar-nextyear", (element) => addYears(element, 1)],
    ["calendar-menu-prev", (element) => addYears(element, -1)],
    ["calendar-prevyear", (element) => addYears(element, -1)],
    ["calendar-menu-month", function (element, $target) {
      $(element).find(".calendar-menu .calendar-selected").removeClass("calendar-selected");
      $target.addClass("calendar-selected");
      goByMenu(element);
    }],
    ["calendar-prevmonth", (element) => addMonths(element, -1)],
    ["calendar-nextmonth", (element) => addMonths(element, 1)],
    ["calendar-text", function (element) {
      const $menu = $(element).find(".calendar-menu");
      if ($menu.is(":visible")) {
        $menu.hide();
      } else {
        showMenu(element);
      }
    }],
    ["calendar-day", pick],
  ];

  function hitOf(event) {
    const $day = $(event.target).closest(".calendar-day");
    return $day.length ? $day : $(event.target);
  }

  function hover(event, over) {
    const $target = hitOf(event);
    const day = $target.hasClass("calendar-day") && !$target.hasClass("calendar-disabled");
    if (day || $target.is(".calendar-nav,.calendar-text")) {
      $target.toggleClass("calendar-nav-hover", over);
    }
  }

  function listen(element) {
    $(element).find(".calendar-menu-year").off(".calendar").on("keypress.calendar", (event) => {
      if (event.keyCode === 13) {
        goByMenu(element);
      }
    });
    $(element).off(".calendar")
      .on("mouseover.calendar", (event) => hover(event, true))
      .on("mouseout.calendar", (event) => hover(event, false))
      .on("click.calendar", function (event) {
        const $target = hitOf(event);
        const entry = CLICKS.find((candidate) => $target.hasClass(candidate[0]));
        if (entry) {
          entry[1](element, $target);
        }
      });
  }

  function resize(element, size) {
    const options = stateOf(element).options;
    const $calendar = $(element);
    if (size) {
      $.extend(options, { width: size.width, height: size.height });
    }
    kit.applySize($calendar, options, $calendar.parent());
    const $header = $calendar.find(".calendar-header");
    const rest = $calendar.height() - kit.outer($header, "height");
    kit.setOuter($calendar.find(".calendar-body"), "height", rest);
    if ($calendar.find(".calendar-menu").is(":visible")) {
      showMenu(element);
    }
  }

  function today() {
    const now = new Date();
    return new Date(now.getFullYear(), now.getMonth(), now.getDate());
  }

  kit.plugin("calendar", {
    parse: (element) =>
      $.parser.parseOptions(element, [{ firstDay: "number", fit: "boolean", border: "boolean" }]),
    build: function (element, state, given, isNew) {
      if (isNew) {
        $(element).addClass("calendar").html(FRAME);
        kit.onResize($(element), "", () => resize(element));
      }
      $(element).toggleClass("calendar-noborder", state.options.border === false);
      resize(element);
      listen(element);
      show(element);
      $(element).find("div.calendar-menu").hide();
    },
    commands: { resize: resize, moveTo: moveTo },
    defaults: $.extend({
      width: 180, height: 180, fit: false, border: true, firstDay: 0,
      weeks: ["日", "一", "二", "三", "四", "五", "六"],
      months: [
        "一月", "二月", "三月", "四月", "五月", "六月",
        "七月", "八月", "九月", "十月", "十一月", "十二月",
      ],
      year: today().getFullYear(), month: today().getMonth() + 1, current: today(),
      formatter: (date) => date.getDate(),
      styler: () => "",
      validator: () => true,
    }, kit.silent("onSelect onChange onNavigate")),
  });
})(jQuery, window.LiteKit);
