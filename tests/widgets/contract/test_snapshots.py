"""The DOM of each widget, element by element, is the real library's.

An outline lists every element of the body in order: depth, tag, classes, attributes, own text
and whether it is visible. Left out are inline styles, the grid's own style sheet, scripts
and empty ids (jQuery 1 takes them away when it looks below an element).
"""

from collections.abc import Callable, Mapping
from difflib import unified_diff
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.easyui]

OUTLINE = """() => {
  const lines = [];
  const skipped = ['SCRIPT', 'STYLE', 'LINK'];
  const ownText = node => Array.from(node.childNodes).filter(child => child.nodeType === 3)
    .map(child => child.data.trim()).filter(Boolean).join(' ');
  const attributes = node => node.getAttributeNames().sort()
    .filter(name => !['class', 'style', 'data-options'].includes(name))
    .filter(name => name !== 'id' || node.id)
    .map(name => ' ' + name + '=' + node.getAttribute(name)).join('');
  const walk = (node, depth) => {
    const classes = Array.from(node.classList).sort().map(name => '.' + name).join('');
    const value = node.matches('input:not([type=checkbox])') ? ' value:' + node.value : '';
    const ticked = node.matches('input:checked') ? ' checked' : '';
    const hidden = node.checkVisibility() ? '' : ' (hidden)';
    lines.push('  '.repeat(depth) + node.tagName.toLowerCase() + classes + attributes(node)
      + value + ticked + hidden + ' ' + ownText(node));
    Array.from(node.children).filter(child => !skipped.includes(child.tagName))
      .forEach(child => walk(child, depth + 1));
  };
  Array.from(document.body.children).filter(node => !skipped.includes(node.tagName))
    .forEach(node => walk(node, 0));
  return lines;
}"""

LIST = "data:[{value:'1',text:'衡器',g:'甲'},{value:'2',text:'压力仪表',g:'乙'}]"
GRID = """<table id="dg" class="easyui-datagrid" title="台账" style="width:600px;height:250px"
  data-options="url:'/rows',idField:'id',rownumbers:true,pagination:true,striped:true,
  toolbar:[{text:'增',iconCls:'icon-add'},'-',{text:'删',disabled:true}],BEHAVIOUR">
  <thead data-options="frozen:true"><tr><th data-options="field:'ck',checkbox:true"></th>
  <th data-options="field:'code',width:80">编号</th></tr></thead><thead><tr>
  <th data-options="field:'name',width:120,sortable:true,align:'right'">名称</th>
  <th data-options="field:'kind',hidden:true,width:80">种类</th>
  <th data-options="field:'free'">自由</th></tr></thead></table>"""
DIALOG = """<div id="d" class="easyui-dialog" title="器具新增" style="width:400px;height:200px"
  data-options="modal:true,iconCls:'icon-save',buttons:'#b'"><input class="easyui-textbox" name="a">
  </div><div id="b"><a class="easyui-linkbutton" data-options="iconCls:'icon-ok'">确定</a></div>"""
TREE = "<input id='t' class='easyui-combotree' name='region' data-options=\"url:'/regions'\">"

# name: (markup, script run before the outline is taken)
SCENES: Mapping[str, tuple[str, str]] = {
    "linkbutton": (
        """<a class="easyui-linkbutton" data-options="iconCls:'icon-add',plain:true">增</a>
        <a class="easyui-linkbutton" data-options="disabled:true" onclick="x()" href="#">删</a>
        <a class="easyui-linkbutton" data-options="iconCls:'icon-no'"></a>
        <a class="easyui-linkbutton" data-options="toggle:true,group:'g',selected:true">选</a>""",
        "",
    ),
    "textbox": (
        """<input class="easyui-textbox" name="a" data-options="prompt:'必填',required:true">
        <input class="easyui-textbox" name="b" value="值" readonly>
        <input class="easyui-textbox" name="c" data-options="disabled:true">
        <input class="easyui-textbox" name="d"
          data-options="iconCls:'icon-search',iconAlign:'left'">
        <input class="easyui-textbox" name="e" data-options="buttonText:'查',label:'名:'">
        <input class="easyui-textbox" name="f" data-options="multiline:true"
          style="height:60px">""",
        "",
    ),
    "numberbox": ('<input class="easyui-numberbox" name="n" value="12.6" required>', ""),
    "passwordbox": ('<input class="easyui-passwordbox" name="p" value="ab">', ""),
    "validatebox": ('<input class="easyui-validatebox" name="v" required>', ""),
    "combobox": (f'<input id="c" class="easyui-combobox" name="c" data-options="{LIST}">', ""),
    "combobox chosen and open": (
        f'<input id="c" class="easyui-combobox" name="c" data-options="editable:false,{LIST}">',
        "$('#c').combobox('setValue','2').combobox('showPanel')",
    ),
    "combobox grouped": (
        f"<input id='c' class='easyui-combobox' name='c' data-options=\"groupField:'g',{LIST}\">",
        "",
    ),
    "combobox of several values": (
        f'<input id="c" class="easyui-combobox" name="c" data-options="multiple:true,{LIST}">',
        "$('#c').combobox('setValues',['1','2'])",
    ),
    "combobox of a select": (
        '<select class="easyui-combobox" name="s"><option value="1">一</option></select>',
        "",
    ),
    "combotree": (TREE, "$('#t').combotree('setValue','15').combotree('showPanel')"),
    "combotree expanded": (
        TREE,
        """$('#t').combotree('showPanel');
        const t = $('#t').combotree('tree');
        t.tree('options').onExpand = n => { if (n.id === '15') t.tree('expand',
          t.tree('find', '1501').target); };
        t.tree('expand', t.tree('find', '15').target)""",
    ),
    "tree with boxes": (
        """<ul class="easyui-tree" data-options="checkbox:true,data:[{id:1,text:'甲',children:[
        {id:2,text:'乙',checked:true},{id:3,text:'丙'}]},{id:4,text:'丁',iconCls:'icon-save'}]"></ul>""",
        "",
    ),
    "datebox": ('<input id="d" class="easyui-datebox" name="d" required>', ""),
    "datebox open": (
        '<input id="d" class="easyui-datebox" name="d">',
        "$('#d').datebox('setValue','2021-05-06').datebox('showPanel')",
    ),
    "calendar": ('<div class="easyui-calendar" style="width:200px;height:200px"></div>', ""),
    "calendar chooser": (
        '<div class="easyui-calendar" style="width:200px;height:200px"></div>',
        "$('.calendar-text').click(); document.activeElement.blur()",
    ),
    "panel": (
        """<div class="easyui-panel" title="甲" style="width:300px;height:120px" data-options="
        collapsible:true,closable:true,minimizable:true,maximizable:true,footer:'#foot',
        iconCls:'icon-save'">乙</div><div id="foot">丙</div>""",
        "",
    ),
    "window": (
        """<div id="w" class="easyui-window" title="甲"
        style="width:300px;height:120px">乙</div>""",
        "$('#w').window('close')",
    ),
    "dialog": (DIALOG, ""),
    "dialog closed": (DIALOG, "$('#d').dialog('close')"),
    "dialog with lists": (
        '<div id="d">甲</div>',
        """$('#d').dialog({width: 300, height: 150, toolbar: [{text: '查'}, '-'],
        buttons: [{text: '好'}], noheader: true})""",
    ),
    "alert": ("", "$.messager.alert('提示','好','info'); document.activeElement.blur()"),
    "alert without icon": ("", "$.messager.alert('提示','好'); document.activeElement.blur()"),
    "confirm": ("", "$.messager.confirm('问','好？'); document.activeElement.blur()"),
    "prompt": ("", "$.messager.prompt('问','几件？'); document.activeElement.blur()"),
    "progress": ("", "$.messager.progress({msg:'等',interval:0}); document.activeElement.blur()"),
    "corner box": ("", "$.messager.show({title:'提示',msg:'好',showType:'show',showSpeed:0})"),
    "grid": (GRID.replace("BEHAVIOUR", "singleSelect:false"), ""),
    "grid chosen": (
        GRID.replace("BEHAVIOUR", "singleSelect:false"),
        "$('#dg').datagrid('selectRow',1).datagrid('checkRow',2)",
    ),
    "grid loading": (GRID.replace("BEHAVIOUR", "fitColumns:true"), "$('#dg').datagrid('loading')"),
    "grid sorted with footer": (
        GRID.replace("BEHAVIOUR", "showFooter:true,sortName:'name',sortOrder:'desc'"),
        "$('#dg').datagrid('reloadFooter',[{name:'合计'}])",
    ),
    "grid empty": (GRID.replace("BEHAVIOUR", "url:null,data:[]"), ""),
    "grid with removed row": (GRID.replace("BEHAVIOUR", ""), "$('#dg').datagrid('deleteRow',0)"),
    "pagination": (
        """<div class="easyui-pagination" data-options="total:95,pageNumber:3,
        buttons:[{iconCls:'icon-add'}]"></div>
        <div class="easyui-pagination"
        data-options="total:95,layout:['first','links','last']"></div>""",
        "",
    ),
    "tooltip": (
        '<a class="easyui-tooltip" title="提示">甲</a>',
        "$('a').tooltip({showDelay:0}).tooltip('show')",
    ),
}


@pytest.fixture
def outline(desk: Any, page: Page, need_easyui: Callable[[], None]) -> Callable[..., list[str]]:
    """Return a function that outlines a scene on one library; the clock stands at noon."""
    need_easyui()
    page.clock.install(time="2026-11-25T08:00:00+08:00")
    desk.rows = [{"id": n, "code": f"C{n}", "name": f"表{n}", "kind": "k"} for n in range(12)]

    def outlined(library: str, body: str, script: str) -> list[str]:
        desk.body = body
        page.goto(f"{desk.url}/page/{library}")
        page.wait_for_function("() => window.jQuery && jQuery.active === 0")
        page.evaluate(f"() => {{ {script} }}")
        page.wait_for_function("() => jQuery.active === 0")
        page.clock.run_for(50)
        lines: list[str] = page.evaluate(OUTLINE)
        return lines

    return outlined


@pytest.mark.parametrize("scene", SCENES)
def test_dom_is_the_same(outline: Callable[..., list[str]], scene: str) -> None:
    real = outline("easyui", *SCENES[scene])
    ours = outline("lite", *SCENES[scene])
    assert real
    assert "\n".join(unified_diff(real, ours, "easyui", "lite", lineterm="", n=1)) == ""
