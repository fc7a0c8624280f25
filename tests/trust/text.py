"""Texts that somebody may have typed or sent, and that a careless program would run, fetch, swallow or stumble over."""

HOSTILE = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1:A9)", "＝1+1", "＋1", "－1", "＠x",
    "=cmd|' /C calc'!A0", '=HYPERLINK("http://192.0.2.1/","点我")', "=WEBSERVICE(\"http://192.0.2.1/\")", "'=1+1",
    "<b>甲</b>", "<script>alert(1)</script>", "<img src=/etc/hostname>", "<a href='file:///etc/passwd'>乙</a>",
    "<para><font color=red>", "</para>", "&amp;", "A&B", "&lt;", "<!--", "]]>", "<?xml?>", "{{7*7}}", "%s%n", "${HOME}",
    "_x0041_", "\\", "\\n", "(a)\\n)", "/Annot", "'; DROP TABLE member; --", '"双"引号', "100%", "#REF!", "1e5", "0012",
    "a\u202eb", "䶮㛃𠮷𪚥", "阿卜杜拉·买买提",
)  # fmt: skip
