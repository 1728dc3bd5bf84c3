"""The parser, the version probes of section 1 and the layers of section 2."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Show = Callable[..., Any]


def test_is_told_apart_as_1_5_2(show: Show) -> None:
    page = show("")
    probes = page.run(
        """() => ({
            textbox: !!$.fn.textbox, easyui: !!$.easyui, passwordbox: !!$.fn.passwordbox,
            tagbox: !!$.fn.tagbox, maskedbox: !!$.fn.maskedbox, sidemenu: !!$.fn.sidemenu,
            checkbox: !!$.fn.checkbox, timepicker: !!$.fn.timepicker,
        })"""
    )
    newer = ("maskedbox", "sidemenu", "checkbox", "timepicker")
    assert probes == {name: name not in newer for name in probes}


def test_every_panel_says_that_its_header_is_on_top(show: Show) -> None:
    page = show('<div class="easyui-panel" title="甲" style="width:200px">乙</div>')
    assert page.page.locator(".panel.panel-htop > .panel-header > .panel-title").count() == 1


def test_reads_options_from_data_options_attributes_and_style(show: Show) -> None:
    page = show(
        """<input id="a" class="easyui-numberbox" min="2" max="9" style="width:120px"
            data-options="precision:1, prompt:'请填'" required>"""
    )
    options = page.run(
        """() => { const o = $('#a').numberbox('options');
        return [o.min, o.max, o.width, o.precision, o.prompt, o.required]; }"""
    )
    assert options == [2, 9, 120, 1, "请填", True]


def test_braces_around_data_options_are_allowed(show: Show) -> None:
    page = show("""<input id="a" class="easyui-textbox" data-options="{prompt:'一'}">""")
    assert page.run("() => $('#a').textbox('options').prompt") == "一"


def test_parse_makes_widgets_below_a_node_only(show: Show) -> None:
    page = show('<div id="in"></div><div id="out"></div>')
    made = page.run(
        """() => {
            const input = '<input class="easyui-textbox" name="x">';
            $('#in').html(input); $('#out').html(input);
            $.parser.parse('#in');
            return [$('#in .textbox').length, $('#out .textbox').length];
        }"""
    )
    assert made == [1, 0]


@pytest.mark.parametrize(
    ("kind", "layers"),
    [
        ("combobox", ["combobox", "combo", "textbox"]),
        ("datebox", ["datebox", "combo", "textbox"]),
        ("combotree", ["combotree", "combo", "textbox"]),
        ("numberbox", ["numberbox", "textbox"]),
        ("passwordbox", ["passwordbox", "textbox"]),
    ],
)
def test_layers_have_their_own_options(show: Show, kind: str, layers: list[str]) -> None:
    page = show(f'<input id="a" class="easyui-{kind}" name="a">')
    found = page.run(
        """layers => {
            const all = layers.map(layer => $.data($('#a')[0], layer).options);
            return [all.every(Boolean), new Set(all).size,
                    !!$.data($('#a').textbox('textbox')[0], 'validatebox')];
        }""",
        layers,
    )
    # 1.5.2 hands the numberbox's options down to its textbox as they are: still two objects
    assert found == [True, len(layers), True]


def test_on_select_is_read_late_from_the_upper_layer_and_on_change_from_the_lower(
    show: Show,
) -> None:
    page = show(
        """<input id="a" class="easyui-combobox" name="a"
            data-options="data:[{value:'1',text:'一'},{value:'2',text:'二'}]">"""
    )
    noted = page.run(
        """() => {
            const el = $('#a')[0];
            $.data(el, 'combobox').options.onSelect = note('select');
            $.data(el, 'combo').options.onChange = note('change');
            $.data(el, 'combobox').options.onChange = note('change of the wrong layer');
            $('#a').combobox('setValue', '2');
            return notes;
        }"""
    )
    assert noted == ["select", "change"]


@pytest.mark.parametrize("kind", ["textbox", "numberbox", "combobox", "combotree", "datebox"])
def test_the_original_is_hidden_and_gives_its_name_away(show: Show, kind: str) -> None:
    page = show(f'<input id="a" class="easyui-{kind}" name="wire">')
    found = page.run(
        """() => {
            const $a = $('#a'), $span = $a.next('span.textbox');
            return [$a.is(':visible'), $a.attr('name'), $a.attr('textboxname'),
                $a.attr('comboname'), $a.attr('numberboxname'),
                $span.find('input.textbox-value[type=hidden]').attr('name'),
                $a.hasClass('textbox-f')];
        }"""
    )
    combo = "wire" if kind.startswith(("combo", "date")) else None
    number = "wire" if kind == "numberbox" else None
    assert found == [False, None, "wire", combo, number, "wire", True]


def test_generated_ids_count_in_order_of_creation(show: Show) -> None:
    page = show(
        """<input class="easyui-textbox" name="a"><input class="easyui-textbox" name="b">
        <input class="easyui-combobox" name="c" data-options="data:[{value:1,text:'一'}]">"""
    )
    ids = [page.text(name).get_attribute("id") for name in "abc"]
    assert ids == [f"_easyui_textbox_input{number}" for number in (1, 2, 3)]
    assert page.page.locator(".combobox-item").get_attribute("id") == "_easyui_combobox_i1_0"


def test_the_names_of_a_widget_again_make_a_new_input(show: Show) -> None:
    page = show('<input id="a" class="easyui-textbox" name="a" value="甲">')
    page.run("() => { $('#a').textbox({prompt: '填'}); }")
    assert page.text("a").get_attribute("id") == "_easyui_textbox_input2"
    assert page.layers("a") == ("甲", "甲", ["甲"])


def test_chinese_is_built_in(show: Show) -> None:
    page = show("")
    words = page.run(
        """() => [$.fn.datagrid.defaults.loadMsg, $.messager.defaults.ok,
            $.messager.defaults.cancel, $.fn.validatebox.defaults.missingMessage,
            $.fn.textbox.defaults.missingMessage, $.fn.combobox.defaults.missingMessage,
            $.fn.pagination.defaults.beforePageText, $.fn.pagination.defaults.afterPageText,
            $.fn.pagination.defaults.displayMsg, $.fn.datebox.defaults.currentText,
            $.fn.datebox.defaults.closeText, $.fn.validatebox.defaults.rules.length.message]"""
    )
    required = "该输入项为必输项"
    assert words == [
        "正在处理，请稍待。。。", "确定", "取消", required, required, required, "第",
        "共{pages}页", "显示{from}到{to},共{total}记录", "今天", "关闭",
        "输入内容长度必须介于{0}和{1}之间",
    ]  # fmt: skip
