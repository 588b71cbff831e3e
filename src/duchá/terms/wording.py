"""Chinese words shared by every stage: dates, measures, states, roster columns."""

from __future__ import annotations

# characters after which a unit's name may begin inside a longer text (关于…, 报送…, 2015年…)
LEADS_TO_A_NAME = "于由的报送自发表件年月日号份版终及和与、"
SEAL_PATTERN = r"\((?:盖章|公章|章|印章|签章)\)"
LIST_SEPARATOR = "、"

# columns of the roster (units.xlsx, units.csv)
UNIT_ORDER = "序号"
UNIT_NAME = "单位名称"
UNIT_ALIASES = "别名"
UNIT_GROUP = "组别"
UNIT_PARENT = "上级单位"
UNIT_CONTACT = "联系人"
UNIT_PHONE = "联系电话"
UNIT_EMAIL = "电子邮箱"
UNIT_DISCIPLINE = "纪检监察组织"
UNIT_NOTE = "备注"
UNIT_FORMER = "曾用名"
UNIT_CLASS = "单位类别"
UNIT_LEADER = "分管领导"
UNIT_OFFICE = "责任处室"
UNIT_VALID_FROM = "启用日期"
UNIT_VALID_TO = "停用日期"
UNIT_SUCCESSOR = "并入单位"
