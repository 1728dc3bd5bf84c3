/* What all pages of the system share: calls to services, messages, grids, filters. */
(function ($) {
  "use strict";
  var SYSTEM = "/InspSystemV11";
  var WRAPPER = "com.itown.rcp.proxy.impl.http.json.ExceptionWrapper";
  var HOUR = 3600000, CHINA = 8 * HOUR;

  window.Services = {
    ledger: "com.itown.inspSystem.ledger.service.StrongInspLedgerService",
    booking: "com.itown.inspSystem.reservation.service.ReservationService",
    lists: "com.itown.inspSystem.common.service.DictionaryService"
  };

  window.MessageBox = {
    message: function (text, then) {
      if (PORTAL.messages === "alert") {
        window.alert(text);
        if (then) { then(); }
      } else {
        $.messager.alert("提示", text, "info", then);
      }
    },
    confirm: function (text, then) {
      if (PORTAL.messages === "alert") {
        if (window.confirm(text)) { then(); }
      } else {
        $.messager.confirm("提示", text, function (yes) { if (yes) { then(); } });
      }
    }
  };

  function pad(number) { return (number < 10 ? "0" : "") + number; }

  function unwrapped(value) {
    return value !== null && typeof value === "object" && "value" in value ? value.value : value;
  }

  function dayOf(value) {
    var number = unwrapped(value);
    if (number === undefined || number === null || number === "") { return ""; }
    var day = new Date(Number(number) + CHINA);
    return day.getUTCFullYear() + "-" + pad(day.getUTCMonth() + 1) + "-" + pad(day.getUTCDate());
  }

  function momentOf(value) {
    var number = unwrapped(value);
    if (number === undefined || number === null || number === "") { return ""; }
    var day = new Date(Number(number) + CHINA);
    return dayOf(value) + " " + pad(day.getUTCHours()) + ":" + pad(day.getUTCMinutes()) + ":" + pad(day.getUTCSeconds());
  }

  function wrappedDay(text) {
    var parts = text.split("-");
    return text ? { value: Date.UTC(parts[0], parts[1] - 1, parts[2]) - CHINA } : null;
  }

  function escaped(value) {
    return $("<i>").text(value === undefined || value === null ? "" : String(value)).html();
  }

  window.Wire = {
    value: unwrapped,
    day: dayOf,
    moment: momentOf,
    wrappedDay: wrappedDay,
    url: function (service, method, params) {
      var call = { serviceClassName: service, methodName: method, serviceObject: null, type: null, params: params };
      return SYSTEM + "/jsonClient.action?encoding=true&jsonValue=" + encodeURIComponent(JSON.stringify(call));
    },
    /* Calls a service. A page instead of data, such as the login, is passed over in silence. */
    call: function (service, method, params, then) {
      $.ajax({
        url: Wire.url(service, method, params),
        type: "POST",
        dataType: "json",
        success: function (answer) {
          if (answer.__className === WRAPPER) { MessageBox.message(answer.message); return; }
          then(unwrapped(answer.returnValue));
        },
        error: function (request, kind) {
          if (kind !== "parsererror") { MessageBox.message("操作失败，请稍后重试！"); }
        }
      });
    },
    list: function (answer) {
      if ($.isArray(answer)) { return answer; }
      return answer && answer.returnValue ? answer.returnValue.value : [];
    }
  };

  function shortened(text) {
    return PORTAL.cells === "truncated" && text.length > 7 ? text.slice(0, 7) : text;
  }

  window.Formatters = {
    text: function (value) { return escaped(shortened(String(value === undefined || value === null ? "" : value))); },
    plain: function (value) { return escaped(unwrapped(value)); },
    day: function (value) { return dayOf(value); },
    moment: function (value) { return momentOf(value); },
    code: function (list) {
      return function (value) { return escaped(PORTAL.codes[list][value] || value); };
    }
  };

  function gridData(answer) {
    if (answer.rows) { return answer; }
    if (answer.__className === WRAPPER) {
      MessageBox.message(answer.message);
      return { total: 0, rows: [] };
    }
    var paging = answer.transferableProperties.fspParameter.pagination;
    return { total: Number(paging.totalCount), rows: answer.returnValue.value };
  }

  function filterSet(form) {
    var set = [];
    form.find("[data-filter]").each(function () {
      var field = $(this), name = field.attr("textboxname") || field.attr("name");
      var value = $.trim(form.find("input[type=hidden][name='" + name + "']").val() || "");
      if (!value) { return; }
      var entry = { name: field.data("field") || name, type: field.data("filter"), value: value };
      if (field.hasClass("datebox-f")) { entry.paramType = "date"; entry.format = "yyyy-MM-dd"; }
      set.push(entry);
    });
    return { __filterSet: JSON.stringify(set) };
  }

  window.TableUtils = {
    createDataGrid: function (grid, form, service, method, params, columns, idField, more) {
      grid.datagrid($.extend({
        url: Wire.url(service, method, params),
        method: "post",
        queryParams: { name: "easyui", subject: "datagrid" },
        columns: [columns],
        idField: idField,
        rownumbers: true,
        singleSelect: false,
        pagination: true,
        pageSize: 10,
        pageList: [10, 20, 50, 100, 200, 300],
        loadFilter: gridData
      }, more));
      return {
        search: function () { grid.datagrid("clearChecked"); grid.datagrid("load", filterSet(form)); },
        reset: function () {
          form.form("clear");
          grid.datagrid("clearChecked");
          grid.datagrid("load", { name: "easyui", subject: "datagrid" });
        }
      };
    },
    /* Gives the one chosen row, or says that one has to be chosen. */
    chosen: function (grid, text) {
      var rows = grid.datagrid("getChecked");
      if (!rows.length) { rows = grid.datagrid("getSelections"); }
      if (rows.length === 1) { return rows[0]; }
      MessageBox.message(rows.length ? "只能选择一条记录！" : text);
      return null;
    }
  };
}(jQuery));
