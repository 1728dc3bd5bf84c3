/* 强检器具台账维护: the grid, its tools, the dialog with its 17 fields. */
(function ($) {
  "use strict";
  var grid = $("#ledgerGrid"), dialog = $("#ledgerDialog"), form = $("#ledgerForm"), table;
  var DATES = ["purchaseDate", "expiryDate"];
  var LEVELS = ["useProvinceCode", "useCityCode", "useCountyCode"];
  var editedRegion = null, filling = false;

  function columns() {
    var text = Formatters.text;
    return [
      { field: "ck", checkbox: true },
      { field: "strongInspCode", title: "器具编码", width: 140, formatter: text },
      { field: "meterIntruName", title: "器具名称", width: 120, formatter: text },
      { field: "meterClassName", title: "器具种别", width: 130, formatter: text },
      { field: "inspOrgName", title: "检定机构", width: 150, formatter: text },
      { field: "serialNum", title: "出厂编号", width: 100, formatter: text },
      { field: "certificateNo", title: "证书编号", width: 100, formatter: text },
      { field: "porgaoName", title: "生产厂家", width: 130, formatter: text },
      { field: "expiryDate", title: "有效期至", width: 85, formatter: Formatters.day },
      { field: "meterStatus", title: "器具状态", width: 65, formatter: Formatters.code("meterStatus") },
      { field: "verificationState", title: "检定状态", width: 65, formatter: Formatters.code("verificationState") },
      { field: "verificationResult", title: "检定结果", width: 65, formatter: text },
      { field: "uuid", title: "uuid", hidden: true },
      { field: "meterType", title: "器具类型", hidden: true, formatter: Formatters.code("meterType") },
      { field: "inspSendType", title: "送检方式", hidden: true, formatter: Formatters.code("inspSendType") }
    ];
  }

  function loadCategories() {
    $("#meterCategoryCode").combobox({
      url: Wire.url(Services.lists, "getCategoryList", []),
      loadFilter: Wire.list,
      onSelect: function (category) {
        $("#meterClassCode").combobox("clear");
        $("#meterClassCode").combobox("reload", Wire.url(Services.lists, "getClassList", [category.code]));
      }
    });
    $("#meterClassCode").combobox({ loadFilter: Wire.list });
  }

  function regionUrl(parent) { return Wire.url(Services.lists, "getRegionChildren", [parent]); }

  function loadRegions() {
    if (PORTAL.region === "tree") {
      $("#useAddrCode").combotree({ url: regionUrl(""), loadFilter: Wire.list });
      return;
    }
    $.each(LEVELS, function (level, id) {
      $("#" + id).combobox({
        loadFilter: Wire.list,
        onSelect: function (region) {
          if (filling) { return; }
          $.each(LEVELS.slice(level + 1), function (_, below) {
            $("#" + below).combobox("clear").combobox("loadData", []);
          });
          if (LEVELS[level + 1]) { $("#" + LEVELS[level + 1]).combobox("reload", regionUrl(region.id)); }
        }
      });
    });
    $("#useProvinceCode").combobox("reload", regionUrl(""));
  }

  function nameOf(id) { return $("#" + id).combobox("getText"); }

  function treeRegion(posted) {
    var tree = $("#useAddrCode").combotree("tree");
    var node = posted.useAddrCode ? tree.tree("find", posted.useAddrCode) : null;
    var kept = editedRegion && editedRegion.code === posted.useAddrCode ? editedRegion.name : "";
    posted.useAddrName = node ? node.text : kept;
  }

  function chainedRegion(posted) {
    $.each(LEVELS, function (_, id) {
      if (posted[id]) { posted.useAddrCode = posted[id]; posted.useAddrName = nameOf(id); }
      delete posted[id];
    });
    posted.useAddrCode = posted.useAddrCode || "";
  }

  function postedFields() {
    var posted = {};
    $.each(form.serializeArray(), function (_, field) { posted[field.name] = field.value; });
    posted.meterCategoryName = nameOf("meterCategoryCode");
    posted.meterClassName = nameOf("meterClassCode");
    posted.prodAddrTypeName = nameOf("prodAddrTypeClass");
    posted.instrPurposeName = nameOf("instrPurposeCode");
    (PORTAL.region === "tree" ? treeRegion : chainedRegion)(posted);
    $.each(DATES, function (_, name) { posted[name] = Wire.wrappedDay(posted[name]); });
    posted.meterNumber = { value: Number(posted.meterNumber) };
    return posted;
  }

  function save() {
    if (!form.form("validate")) { return; }
    Wire.call(Services.ledger, "saveLedger", [postedFields()], function () {
      MessageBox.message("保存成功！");
      dialog.dialog("close");
      grid.datagrid("reload");
    });
  }

  function formRow(row) {
    var values = {};
    $.each(row, function (name, value) { values[name] = Wire.value(value); });
    $.each(DATES, function (_, name) { values[name] = Wire.day(row[name]); });
    return values;
  }

  /* Sets one select without starting the cascade, which would empty those below. */
  function filled(id, code, list) {
    filling = true;
    if (list) { $("#" + id).combobox("loadData", list); }
    $("#" + id).combobox("setValue", code);
    filling = false;
  }

  function chainTo(code) {
    var codes = [code.slice(0, 2) + "0000", code.slice(0, 4) + "00", code];
    if (codes[1] === code) { codes.pop(); }
    filled("useProvinceCode", codes[0]);
    $.getJSON(regionUrl(codes[0]), function (answer) {
      var below = Wire.list(answer);
      var direct = $.grep(below, function (one) { return one.id === code; }).length > 0;
      filled("useCityCode", direct ? code : codes[1], below);
      if (direct) { return; }
      $.getJSON(regionUrl(codes[1]), function (inner) {
        filled("useCountyCode", code, Wire.list(inner));
      });
    });
  }

  function open(title, values) {
    form.form("clear");
    editedRegion = values ? { code: values.useAddrCode, name: values.useAddrName } : null;
    form.form("load", values || { meterType: "1", meterNumber: 1 });
    if (values && PORTAL.region === "chained" && values.useAddrCode) { chainTo(values.useAddrCode); }
    $("#expiryDate").datebox("readonly", Boolean(values && values.uuid && values.expiryDate));
    dialog.dialog("setTitle", title).dialog("open");
  }

  function add() { open("器具新增", null); }

  function copy() {
    var row = TableUtils.chosen(grid, "请选择要复制的记录！");
    if (row) { open("器具新增", $.extend(formRow(row), { uuid: "", expiryDate: "" })); }
  }

  function edit() {
    var row = TableUtils.chosen(grid, "请选择要修改的记录！");
    if (row) { open("器具修改", formRow(row)); }
  }

  function remove() {
    var row = TableUtils.chosen(grid, "请选择要删除的记录！");
    if (!row) { return; }
    MessageBox.confirm("确定要删除选中的记录吗？", function () {
      Wire.call(Services.ledger, "deleteLedger", [row.uuid], function () {
        MessageBox.message("删除成功！");
        grid.datagrid("clearChecked");
        grid.datagrid("reload");
      });
    });
  }

  $(function () {
    table = TableUtils.createDataGrid(grid, $("#filterForm"), Services.ledger, "getLedgerList", [], columns(), "uuid");
    loadCategories();
    loadRegions();
    $("#searchBtn").on("click", table.search);
    $("#resetBtn").on("click", table.reset);
    $("#addBtn").on("click", add);
    $("#copyBtn").on("click", copy);
    $("#editBtn").on("click", edit);
    $("#deleteBtn").on("click", remove);
    $("#saveBtn").on("click", save);
    $("#closeBtn").on("click", function () { dialog.dialog("close"); });
  });
}(jQuery));
