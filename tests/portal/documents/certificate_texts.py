"""Certificates in several scripts, for tests and benchmarks."""

from datetime import date

from portal.documents.certificates import CertificateText

ENGLISH = {
    "language": "en",
    "issuer": "Network of Supreme and Regional Courts",
    "partner": "with the Judicial Academy of Fiji",
    "title": "Certificate of Completion",
    "intro": "This certifies that",
    "name": "Matalena Aumua",
    "office": "Judge of the Supreme Court of Samoa, Apia",
    "did": "has completed the course",
    "course": "Case-flow Management 3.0",
    "attests": (
        "Attended six of eight sessions, sat with a partner court in Suva, and passed the final assessment.",
        "Attested at level 3 of 4: managing a docket, early case conferences, use of court statistics.",
    ),
    "facts": (
        ("Course hours", "36"),
        ("Held", "4 Aug – 28 Nov 2025"),
        ("Language", "English"),
        ("Approved by", "Curriculum Board"),
        ("Issued", "28 November 2025"),
    ),
    "signatures": (
        ("Hon. Justice Sela Tamanikaiwai", "President of the Network"),
        ("Dr Ilaisa Naivalu", "Director, Judicial Academy of Fiji"),
    ),
    "code": "7K4Q-91CD-XHJ2-M0PZ",
    "verify_title": "Verify this certificate",
    "verify_text": "Scan the QR code or enter the code at {address}. The register, not this page, shows "
    "whether it is still valid.",
    "verify_url": "https://portal.example/verify/7K4Q-91CD-XHJ2-M0PZ",
    "verify_address": "portal.example/verify",
    "issued_on": date(2025, 11, 28),
}
ARABIC = ENGLISH | {
    "language": "ar",
    "issuer": "شبكة المحاكم العليا والإقليمية",
    "partner": "بالاشتراك مع المعهد القضائي",
    "title": "شهادة إتمام",
    "intro": "تشهد الشبكة بأنّ",
    "name": "فاطمة الزهراء بنت عبد الرحمن",
    "office": "قاضية في محكمة الاستئناف",
    "did": "قد أتمّت بنجاح دورة",
    "course": "إدارة سير الدعاوى، الإصدار ٣",
    "attests": (
        "حضرت ستّ جلسات من ثمانٍ، وزارت محكمة شريكة، واجتازت التقييم النهائي.",
        "الكفايات المثبتة في المستوى ٣ من ٤: إدارة الجدول، وجلسات التحضير المبكرة، والإحصاء القضائي.",
    ),
    "facts": (
        ("ساعات الدورة", "٣٦"),
        ("الفترة", "٤ آب – ٢٨ تشرين الثاني ٢٠٢٥"),
        ("اللغة", "العربية"),
        ("جهة الاعتماد", "مجلس المناهج"),
        ("تاريخ الإصدار", "٢٨ تشرين الثاني ٢٠٢٥"),
    ),
    "signatures": (("القاضية سلمى الحدّاد", "رئيسة الشبكة"), ("د. كريم بن يوسف", "مدير المعهد القضائي")),
    "verify_title": "التحقق من هذه الشهادة",
    "verify_text": "امسح المربّع ضوئيًا أو أدخل الرمز في {address}. السجلّ هو المرجع، لا هذه الورقة.",
}
CHINESE = ENGLISH | {
    "language": "zh-hans",
    "issuer": "最高法院与区域法院网络",
    "partner": "与国家司法学院联合颁发",
    "title": "结业证书",
    "intro": "兹证明",
    "name": "欧阳晓明",
    "office": "中级法院法官",
    "did": "已完成以下课程",
    "course": "案件流程管理（第三版）",
    "attests": (
        "出席八次课程中的六次，赴合作法院交流，并通过最终考核。",
        "已认证能力（三级，共四级）：排期管理、早期案件会议、司法统计运用。",
    ),
    "facts": (
        ("学时", "36"),
        ("授课时间", "2025年8月4日至11月28日"),
        ("授课语言", "中文"),
        ("课程批准", "课程委员会"),
        ("颁发日期", "2025年11月28日"),
    ),
    "signatures": (("林静宜", "网络主席"), ("陈柏年", "国家司法学院院长")),
    "verify_title": "证书查验",
    "verify_text": "扫描左侧方码，或在以下网址输入编号：{address}。证书是否有效，以登记册为准。",
}
RUSSIAN = ENGLISH | {
    "language": "ru",
    "issuer": "Сеть верховных и региональных судов",
    "partner": "совместно с Академией правосудия",
    "title": "Свидетельство об окончании",
    "intro": "Настоящим удостоверяется, что",
    "name": "Айгуль Нурмухамедова",
    "office": "судья областного суда, Караганда",
    "did": "прошла курс",
    "course": "Управление движением дел 3.0",
    "attests": (
        "Посетила шесть занятий из восьми и сдала итоговый экзамен.",
        "Подтверждён уровень 3 из 4: ведение списка дел, ранние совещания по делу.",
    ),
}
VIETNAMESE = ENGLISH | {"name": "Nguyễn Thị Hồng Phượng Đặng-Quỳnh"}
LONGEST = ENGLISH | {
    "name": "Dr. María de los Ángeles Fernández-Villaverde y Gutiérrez de la Concepción de Todos los Santos "
    "Wolfeschlegelstein",
    "office": "Presiding Judge of the Chamber for Intellectual Property and Administrative Appeals of the "
    "Supreme Court of the Federated States, sitting in Palikir",
    "course": "Judicial independence, integrity and the management of complex cross-border commercial "
    "disputes in small island jurisdictions",
}
SCRIPTS = {
    "english": ENGLISH,
    "arabic": ARABIC,
    "chinese": CHINESE,
    "russian": RUSSIAN,
    "vietnamese": VIETNAMESE,
    "longest": LONGEST,
}


def certificate_text(base: dict = ENGLISH, **changes: object) -> CertificateText:
    return CertificateText(**base | changes)
