"""The labels on a certificate's first page: which field each names, and which name none of ours.

Words of certificates in use and of the seed (器具名称, 型号规格, 出厂编号, 制造单位); the English
ones stand beside or below the Chinese on bilingual forms.
"""

import re
from collections.abc import Mapping
from typing import Final

LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    "certificate_number": ("证书编号", "检定证书编号", "通知书编号", "证书号"),
    "name": ("计量器具名称", "器具名称", "样品名称", "仪器名称", "设备名称"),
    "model": ("型号/规格", "型号规格", "规格型号", "规格/型号", "型号(规格)", "型号及规格"),
    "serial_number": ("出厂编号", "出厂号", "器号", "机号", "序列号", "产品编号"),
    "manufacturer": ("制造单位", "制造厂", "制造商", "生产厂家", "生产单位", "生产厂商"),
    "client": ("送检单位", "委托单位", "委托方", "使用单位", "申请单位", "客户名称"),
    "institute": ("检定机构", "检定单位"),
    "conclusion": ("检定结论", "检定结果"),
    "verified_on": ("检定日期",),
    "valid_until": ("有效期至", "有效日期至", "有效期限至", "检定有效期至", "证书有效期至"),
}

# Too short to be labels unless they stand apart from what is around them.
WEAK_LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("名称",),
    "model": ("型号", "规格"),
    "plain_number": ("编号",),  # the serial number where no other label names one
    "validity_period": ("有效期", "有效期限", "检定周期"),  # a period is no date
}

# Labels of something else: their values end ours, and are never taken.
OTHER_LABELS: Final = (
    "授权证书号", "授权证书编号", "计量授权证书号", "计量授权证书编号",
    "法定计量检定机构计量授权证书号", "型式批准证书编号", "型式批准证书号", "制造许可证编号",
    "样品编号", "委托单编号", "委托书编号", "设备编号", "管理编号", "资产编号", "器具编码",
    "强检编码", "预约编号", "防伪码", "查询码", "准确度等级", "精度等级", "最大允许误差",
    "测量范围", "分度值", "检定依据", "依据文件", "委托方地址", "客户地址", "安装地点",
    "使用地点", "安装/使用地点", "检定地点", "环境条件", "温度", "相对湿度", "批准人", "批准",
    "核验员", "核验", "检定员", "审核", "签发日期", "发布日期", "发证日期", "接收日期",
    "收样日期", "打印日期", "地址", "单位地址", "电话", "联系电话", "邮编", "邮政编码", "传真",
    "网址", "电子邮件", "电子信箱", "备注", "下次检定日期", "建议下次检定日期",
)  # fmt: skip
ENGLISH: Final = (
    "Certificate No.", "Certificate Number", "Name of Instrument", "Name of Measuring Instrument",
    "Instrument Name", "Description", "Name", "Model/Specification", "Type/Specification",
    "Type & Specification", "Model/Type", "Model", "Type", "Specification", "Serial No.",
    "Serial Number", "Manufacturing No.", "Manufacture No.", "Number", "No.", "Manufacturer",
    "Client", "Customer", "Applicant", "Conclusion of Verification", "Conclusion",
    "Date of Verification", "Verification Date", "Valid until", "Valid to", "Validity",
    "Due Date", "Date of Issue", "Approved by", "Checked by", "Verified by", "Tel", "Fax",
    "Address", "Post Code", "E-mail", "Accuracy Class", "Measuring Range",
)  # fmt: skip

# From such a line on, certificate numbers and dates are those of the standards that were used.
STANDARDS: Final = re.compile(
    r"(?:使用的?|所用的?|主要|本次检定)(?:的|主要)*(?:计量)?(?:基准|标准|基\(标\)准|标准器)"
    r"|计量标准(?:装置|器具|器|名称|考核)|计量基\(?标\)?准|标准器(?:具)?(?:名称|信息)"
    r"|(?:measurement|reference)?standardsused",
    re.IGNORECASE,
)

TITLE: Final = re.compile(
    r"(?P<before>.{0,40}?)(?P<title>检定结果通知书|检定证书|校准证书|校准报告|检测报告|测试报告|测试证书)"
    r"(?:\(电子(?:证书|版)?\)|电子证书|正本|副本|\(正本\)|\(副本\))?"
    r"(?:verificationcertificate|certificateofverification|verification(?:result)?notice"
    r"|calibrationcertificate)?",
    re.IGNORECASE,
)
FAILURE_TITLE: Final = "检定结果通知书"
PASS_TITLE: Final = "检定证书"  # noqa: S105 - a title
FAILED: Final = re.compile(r"不合格|不准予|不符合|禁止使用|停止使用")
INSTITUTE: Final = re.compile(
    r"[\u4e00-\u9fff()]{4,40}?(?:研究院|研究所|检定所|测试所|检测所|检测中心|测试中心|检定测试中心|计量所|计量站|检验院)"
)
