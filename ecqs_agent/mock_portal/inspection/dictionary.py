"""The lists behind selects and trees. The service's name is invented."""

from collections.abc import Iterable

from ecqs_agent.mock_portal import catalogue, regions, wire
from ecqs_agent.mock_portal.entities import Account
from ecqs_agent.mock_portal.portal import Portal
from ecqs_agent.mock_portal.wire import Call, Row

SERVICE = "com.itown.inspSystem.common.service.DictionaryService"
ENTRY_CLASS = "com.itown.inspSystem.common.entity.DictionaryEntry"


def get_category_list(_portal: Portal, _account: Account, _call: Call) -> Row:
    """Answer 一级目录."""
    return _answered((category.code, category.name) for category in catalogue.categories().values())


def get_class_list(_portal: Portal, _account: Account, call: Call) -> Row:
    """Answer 二级目录 under one 一级目录."""
    category = catalogue.categories().get(str(call.params[0]) if call.params else "")
    return _answered((kind.code, kind.name) for kind in (category.kinds if category else ()))


def get_region_children(_portal: Portal, _account: Account, call: Call) -> Row:
    """Answer the divisions right below a code, which a tree posts as `id`; "" gives provinces."""
    parent = call.form.get("id") or (str(call.params[0] or "") if call.params else "")
    return wire.answer(
        [
            {
                "__className": ENTRY_CLASS,
                "id": region.code,
                "text": region.name,
                "state": "closed" if regions.children(region.code) else "open",
            }
            for region in regions.children(parent)
        ]
    )


def _answered(entries: Iterable[tuple[str, str]]) -> Row:
    return wire.answer([wire.row(ENTRY_CLASS, code=code, name=name) for code, name in entries])
