"""Notices in the notation of `sample_notices` that would do harm if pages or tables let them."""

from __future__ import annotations

SCRIPT = "<script>alert('x')</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
FORMULA = "=cmd|' /C calc'!A0"
SQL = "'; DROP TABLE statements; --"

HOSTILE = {
    "a<script>alert(1)<！script>.txt": f"""\
THÔNG BÁO tb-1

@ xa-1 UBND xã {SCRIPT}

# the-che

- Chưa cập nhật {SCRIPT} theo Nghị định số 12/2021/NĐ-CP, đạt 97,83%.

- {FORMULA}

- {SQL}

+ Đạt {IMAGE} kế hoạch.
""",
    "=1+1.txt": """\
THÔNG BÁO tb-2

@ xa-2 =1+1

# tai-chinh-cong

- @SUM(1+1)*cmd

- +49 chậm
""",
}
