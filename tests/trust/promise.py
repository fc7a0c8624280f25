"""Which promises does the program make, what tries each of them, and what is left untried?

The tests are named by file and name (all their parameters count); figures come from their runs, never from here.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Promise:
    """`bound` is what must hold; `tests` as file::name below `tests`; `left` says in words what they do not try;
    `beyond` what no machine without Windows, WPS or a printer can show.
    """

    id: str
    text: str
    bound: str
    tests: tuple[str, ...] = ()
    left: str = ""
    beyond: str = ""


def _of(file: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{file}::test_{name}" for name in names)


_TRUST, _ACCESS, _SPARE, _THIN = (
    "trust/",
    "operations/test_access.py",
    "operations/test_spare.py",
    "operations/test_thinning.py",
)
_AROUND = "trust/test_surroundings.py"

PROMISES = (
    Promise("D1", "说已保存的，强行结束程序后还在", "丢失 0、损坏 0", _of(
        "trust/test_kill.py", "every_acknowledged_member_survives_a_kill")),
    Promise("D2", "在每一次写盘、同步、改名时被结束也一样", "丢失 0、损坏 0", (
        *_of("trust/test_first_start.py", "a_first_start_killed_at_any_change_is_made_up_for_by_the_second"),
        *_of("db/test_backup.py", "a_restore_killed_at_any_change_of_names_leaves_old_or_new"),
        *_of("trust/test_fault.py", "a_work_disturbed_at_any_change_is_whole_or_absent"),
    )),
    Promise("D3", "断电（未落盘的写入丢失、撕裂、乱序）后还在", "丢失 0、损坏 0", _of(
        "trust/test_power_cut.py", "no_power_cut_costs_anything_that_was_called_saved",
        "a_power_cut_while_the_first_database_is_made_leaves_one_that_can_be_made",
    ), beyond="真实 U 盘谎报已写入"),
    Promise("D4", "导入、升级、恢复要么全部完成，要么没有发生", "做了一半 0", (
        *_of("trust/test_kill.py", "an_import_that_is_killed_is_there_whole_or_not_at_all"),
        *_of("trust/test_migrate.py", "an_upgrade_disturbed_at_any_change_leaves_the_old_database_or_the_new"),
        *_of("db/test_backup.py", "a_restore_that_fails_at_any_change_of_names_says_so"),
        *_of("trust/test_fault.py", "a_work_disturbed_at_any_change_is_whole_or_absent"),
    )),
    Promise("D5", "正在填的表崩溃后还在，最多差 5 秒", "找回 ≥ 99%，早于 5 秒的丢失 0", _of(
        "trust/test_draft.py", "a_killed_form_is_there_again_but_for_its_last_five_seconds")),
    Promise("D6", "磁盘写满：说清楚，旧文件不动，腾出空间后接着用", "损坏 0", _of(
        "trust/test_full_disk.py", "entering_on_a_full_disk_costs_nothing_that_was_acknowledged",
        "an_import_onto_a_full_disk_is_there_whole_or_not_at_all", "a_backup_onto_a_full_disk_leaves_the_old_one",
        "an_upgrade_on_a_full_disk_leaves_the_old_database", "what_is_written_to_a_full_disk_leaves_the_old_file",
        "an_export_of_everything_onto_a_full_disk_says_so",
    )),
    Promise("D7", "U 盘拔出、读写出错：不崩溃，可换位置", "丢失 0、损坏 0", (
        *_of("trust/test_first_start.py", "a_first_start_that_the_disk_refuses_says_so_and_the_second_succeeds"),
        *_of("db/test_connection.py", "troubles_of_the_disk_are_told_in_chinese"),
        *_of("ui/test_drafting.py", "a_disk_that_refuses_is_told_in_the_form"),
        *_of("trust/test_fault.py", "a_stick_pulled_while_members_are_entered_costs_nothing_that_was_saved"),
    ), beyond="真实拔出 U 盘"),
    Promise("D8", "只读的文件和文件夹：能看，不假装已保存", "假装成功 0", (
        *_of("db/test_connection.py", "a_reader_cannot_write"),
        *_of("exchange/test_writing.py", "a_read_only_file_is_not_replaced"),
        *_of("db/test_drive.py", "what_may_not_be_written_is_said"),
        *_of(_AROUND, "a_disk_that_only_lets_read_shows_everything_and_never_pretends_to_save"),
    )),
    Promise("D9", "坏页在使用前发现，给出最近的完好备份，留下坏文件", "当作数据显示 0", (
        *_of("trust/test_damage.py", "no_damage_is_shown_as_data", "the_file_of_a_damaged_database_is_kept_as_it_was"),
        *_of("db/test_integrity.py", "every_flipped_bit_is_noticed"),
        *_of("ui/test_sparing.py",
             "a_damaged_database_is_noticed_at_the_door_and_the_newest_good_backup_takes_its_place"),
    )),
    Promise("D10", "自动备份，每份都打开核对过；按日、周、月留存；第二处备份", "能恢复的比例 100%", (
        *_of(_SPARE, "one_is_made_when_something_changed_and_none_when_nothing_did",
             "a_year_of_days_leaves_few_and_every_one_of_them_opens", "a_second_place_gets_its_own_and_must_be_elsewhere"),
        *_of(_THIN, "after_a_year_two_whole_days_then_days_weeks_and_months_are_left"),
        *_of("ui/test_sparing.py", "the_half_hour_makes_one_when_something_changed", "closing_backs_up_to_both_places"),
    )),
    Promise("D11", "恢复本身可以反悔，在别的电脑上凭密码或恢复码能用", "内容完全一致", (
        *_of("trust/test_start.py", "a_backup_restores_on_a_computer_that_lost_everything_else"),
        *_of("db/test_backup.py", "restoring_keeps_the_present_database_aside_with_its_key"),
        *_of(_ACCESS, "a_backup_opens_elsewhere_with_the_password_or_the_code_of_its_day"),
    )),
    Promise("D12", "升级要么完成要么没有发生，先备份；每个发布过的结构都留样", "升级一半 0", (
        *_of("trust/test_migrate.py", "an_upgrade_disturbed_at_any_change_leaves_the_old_database_or_the_new"),
        *_of("db/test_upgrade.py", "an_old_database_is_upgraded_whole_and_keeps_every_row",
             "a_verified_copy_is_laid_beside_before_an_upgrade"),
    )),
    Promise("D13", "旧程序用文字拒绝新数据库，一个字节不改", "改动 0 字节", _of(
        "trust/test_start.py", "a_database_of_a_later_program_is_refused_and_left_as_it_is")),
    Promise("D14", "第二次启动说明谁在用；崩溃后不留死锁；同时启动只有一个打开", "恰好 1 个打开", _of(
        "trust/test_start.py", "of_many_starts_at_once_one_opens_and_the_others_say_who_has_it",
        "twenty_starts_without_a_first_one_leave_exactly_one", "after_a_kill_the_next_start_opens_at_once",
        "a_lock_of_another_computer_is_asked_about_and_can_be_broken",
    )),
    Promise("D15", "认得网络共享、同步文件夹、U 盘，共享上不写", "共享上的 WAL 0", (
        *_of("db/test_drive.py", "on_a_share_nothing_is_opened_and_nothing_is_written",
             "a_synced_folder_and_a_stick_are_opened_with_a_warning"),
        *_of("commands/test_drive.py", "no_command_opens_a_database_on_a_share"),
    ), beyond="真实的 SMB 共享和云盘"),
    Promise("D16", "两人改同一条：后保存的人看到两个值，自己选", "悄悄覆盖 0", _of(
        "trust/test_same_record.py", "of_two_who_save_the_same_field_the_second_is_told_and_of_two_fields_both_stay")),
    Promise("D17", "做过的都能撤销、重做，重新打开后也能", "内容完全一致", _of(
        "trust/test_undo_all.py", "any_sequence_is_undone_to_the_first_state_and_redone_to_the_last")),
    Promise("D18", "时钟跳到 1970 或 2099 年：次序不乱，不因日期删备份", "误删 0", _of(
        _THIN, "a_clock_in_2099_takes_no_backup_away", "a_clock_in_1970_makes_nothing_old") + _of(
        _AROUND, "entering_goes_on_in_any_surrounding", "works_keep_their_order_when_the_clock_goes_back")),
    Promise("D19", "各种语言环境、时区、带空格中文的长路径", "失败 0", _of(
        "db/test_connection.py", "any_path_a_file_system_allows_can_be_opened", "a_path_too_long_for_sqlite_is_told",
    ) + _of(_AROUND, "entering_goes_on_in_any_surrounding")),
    Promise("D20", "连续工作八小时不变慢", "每次保存的语句数、打开的文件数不变，内存增长 < 50 MB", _of(
        "trust/test_day.py", "eight_hours_of_work_cost_in_the_end_what_they_cost_at_first"),
        left="没有量一天里每次保存的毫秒数（只数语句、文件和内存）"),
    Promise("S1", "磁盘上没有可读的个人信息", "含个人信息的文件 0", (
        *_of("db/test_connection.py", "nothing_readable_lies_on_the_disk"),
        *_of("ui/test_views.py", "nothing_that_names_a_person_is_written_outside_the_database"),
        *_of("operations/test_evidence.py", "nothing_of_a_kept_file_is_readable_beside_the_database"),
        *_of("trust/test_draft.py", "a_killed_form_is_there_again_but_for_its_last_five_seconds"),
        *_of("ui/test_leaking.py", "nothing_that_a_session_leaves_on_the_disk_names_anybody"),
    )),
    Promise("S2", "不会在没有加密的情况下打开", "打开 0", _of(
        "trust/test_start.py", "a_database_that_is_not_encrypted_is_never_opened",
        "a_driver_with_a_known_fault_opens_nothing", "a_driver_without_encryption_opens_nothing",
    )),
    Promise("S3", "随机 256 位密钥，由密码（Argon2id）和恢复码分别封装", "不低于 64 MiB、3 遍、4 路", (
        *_of("db/test_key.py", "a_new_key_is_256_random_bits_in_both_files"),
        *_of(_ACCESS, "a_key_file_cannot_make_guessing_cheaper_than_the_floor",
             "the_key_file_holds_neither_the_key_nor_a_readable_word"),
    )),
    Promise("S4", "密码错了回答都一样，越等越久（到 30 秒），从不锁死", "误放行 0", _of(
        "db/test_door.py", "the_wait_grows_to_half_a_minute_and_no_further",
        "the_count_survives_and_the_right_words_end_it",
        "a_try_counts_before_its_answer_so_that_killing_the_program_saves_nothing", "a_clock_that_is_set_shortens_no_wait",
    )),
    Promise("S5", "忘了密码：打印的恢复码能打开；错一个字符指出是哪一组", "200 个错码全部指出", (
        *_of("db/test_recovery.py", "a_code_carries_more_than_128_bits_and_no_letter_that_looks_like_another",
             "of_200_codes_with_one_wrong_character_each_is_refused_at_the_group_that_was_typed"),
        *_of(_ACCESS, "the_recovery_code_sets_a_new_password_and_stays_good", "a_renewed_code_ends_the_former_one"),
    )),
    Promise("S6", "换密码时崩溃：新旧密码恰好有一个能打开", "都打不开 0", (
        *_of("db/test_key.py", "every_changed_byte_of_one_key_file_is_noticed_and_mended",
             "of_two_whole_key_files_the_later_writing_counts"),
        *_of(_ACCESS, "after_a_change_the_former_password_opens_nothing_and_the_code_still_does"),
        *_of("trust/test_fault.py", "a_work_disturbed_at_any_change_is_whole_or_absent"),
        *_of("trust/test_people.py", "a_kill_at_any_change_leaves_the_clerks_as_they_were_or_as_they_were_to_be"),
    )),
    Promise("S7", "密钥不只在系统的钥匙串里", "凭密码打开", _of(
        _ACCESS, "a_database_with_a_password_opens_with_it_and_with_nothing_else"), beyond="Windows 的 DPAPI"),
    Promise("S8", "空闲五分钟锁定；填了一半的表还在；复制的证号半分钟后清除", "锁定 ≤ 300 秒，31 秒时剪贴板为空", _of(
        "ui/test_locking.py", "after_five_idle_minutes_everything_is_covered_until_the_password_is_given",
        "a_pc_that_slept_wakes_up_locked", "a_form_half_typed_is_still_there_after_the_lock",
        "a_copied_number_is_marked_secret_and_gone_after_half_a_minute",
    ), beyond="Windows 的剪贴板历史、锁屏通知"),
    Promise("S9", "屏幕、打印、导出默认遮住证号；要完整的须写用途并留下记录", "遮住的文件里完整证号 0", (
        *_of("kinds/test_mask.py", "each_profile_hides_its_part", "free_text_lets_no_number_out"),
        *_of("ledgers/test_ledger.py", "a_mask_hides_numbers_phones_and_names"),
        *_of("ui/test_list.py", "numbers_are_masked_until_they_are_asked_for_and_copied_in_full"),
        *_of("ui/test_leaking.py", "a_masked_file_holds_no_full_number_in_any_of_its_parts"),
    )),
    Promise("S10", "临时文件随关随删，异常退出的下次清除", "遗留 0", _of(
        "test_files.py", "what_was_only_shown_lies_in_the_data_folder_and_goes_with_its_screen_or_at_the_next_start",
        "nothing_is_put_together_in_the_folder_of_the_system", "the_next_writing_into_the_folder_removes_what_a_killed_one_left",
        "what_another_computer_left_on_a_stick_goes_after_a_day")),
    Promise("S11", "彻底删除的人在文件里不留痕迹，还在的备份逐一指出", "残留 0", (
        *_of("trust/test_erasure.py", "the_erased_leave_no_trace_in_the_decrypted_image"),
        *_of("operations/test_erasing.py", "nothing_of_the_person_stays_and_the_check_is_silent",
             "backups_that_still_hold_the_person_are_named_and_others_are_not",
             "what_was_undone_before_does_not_bring_the_person_back"),
        *_of("operations/test_erasing.py", "sheets_and_evidence_that_name_the_person_are_named_and_others_are_not"),
    ), beyond="图片和扫描件里的文字"),
    Promise("S12", "修改记录被改动、删除、插入、截断都能发现", "发现 500/500", (
        *_of("trust/test_chain.py", "every_manipulation_of_the_history_is_noticed"),
        *_of("operations/test_erasing.py", "an_emptied_work_that_is_altered_is_found"),
    )),
    Promise("S13", "恶意工作簿：拒绝，或当作文字读入，占用有限", "≤ 600 MB", _of(
        "exchange/test_reading_hostile.py", "it_is_refused_with_its_code_and_a_sentence_that_helps",
        "consent_opens_a_large_file_but_never_a_bomb", "formulas_of_attack_are_read_as_text_and_never_run",
        "no_file_takes_more_than_600_megabytes",
    ), beyond="杀毒软件占用文件"),
    Promise("S14", "导出的内容不会变成公式", "被执行的单元格 0", _of(
        "trust/test_hostile.py", "what_goes_out_comes_back_the_same", "another_program_evaluates_no_cell"),
        beyond="Excel、WPS 本身（用 LibreOffice 代替）"),
    Promise("S15", "数据不会被当作标记", "丢失的值 0", (
        *_of("trust/test_hostile.py", "every_text_stands_on_paper_letter_by_letter"),
        *_of("ui/test_hostile.py", "labels_buttons_and_tips_show_it_letter_by_letter"),
    )),
    Promise("S16", "报送包、附件、模板写不到文件夹之外", "写到外面 0", (
        *_of("operations/test_evidence.py", "a_name_never_becomes_a_path",
             "a_place_that_is_no_name_of_ours_is_never_opened"),
        *_of("db/test_backup.py", "an_archive_of_another_shape_is_refused"),
        *_of("db/test_sealed.py", "a_backup_with_a_strange_part_is_not_unpacked"),
        *_of("trust/test_package.py", "a_part_with_a_strange_name_is_not_unpacked"),
        *_of("trust/test_name.py", "evidence_by_any_name_is_written_into_its_folder_only",
             "an_archive_with_such_a_part_is_refused_whole"),
    )),
    Promise("S17", "外来的数据库和备份不可信：陌生的触发器、视图不执行", "执行 0", (
        *_of("trust/test_start.py",
             "a_database_with_something_foreign_in_it_is_refused_and_nothing_of_it_runs",
             "a_schema_that_was_tampered_with_runs_nothing"),
        *_of("db/test_backup.py", "a_backup_with_a_trigger_is_refused"),
        *_of("trust/test_package.py", "what_this_program_never_writes_is_refused_whole",
             "rows_that_this_program_never_writes_are_left_out_and_named",
             "a_version_that_never_was_here_overwrites_nothing_unasked",
             "a_package_that_is_torn_or_touched_anywhere_is_refused",
             "a_box_that_would_cost_the_computer_its_memory_is_not_tried"),
    )),
    Promise("S18", "离线就是离线", "AF_INET 调用 0", _of(
        "trust/test_offline.py", "no_command_opens_a_way_to_the_network", "without_any_network_everything_works",
        "a_window_opens_no_way_to_the_network", "nothing_in_the_tests_finds_a_way_to_the_network")),
    Promise("S19", "同一台电脑的别的用户读不到", "能读 0", (
        *_of("db/test_connection.py", "the_files_belong_to_their_owner_alone"),
        *_of("ui/test_leaking.py", "another_user_of_the_pc_reads_none_of_the_files"),
        *_of("operations/test_people.py", "each_opens_with_her_own_words_and_is_known_by_her_name",
             "what_a_role_does_not_allow_is_refused_and_nothing_of_it_is_kept",
             "who_was_taken_away_opens_nothing_written_since_and_the_others_keep_their_words"),
        *_of("trust/test_people.py", "a_kill_at_any_change_leaves_the_clerks_as_they_were_or_as_they_were_to_be"),
    ), beyond="Windows 的访问控制"),
    Promise("S20", "锁定后内存里没有证号（尽力，只报告）", "只报告"),
    Promise("Q1", "村里各种写法的表：不丢、不编、不悄悄接受", "严重问题 0", _of(
        "exchange/test_importing_laws.py", "every_row_that_is_not_blank_stands_in_exactly_one_list",
        "whoever_is_accepted_stands_in_the_sheet_with_name_and_number",
    )),
    Promise("Q2", "退回的每一行写明行、列、值、原因、怎么办，改好再导入", "有说明的行 100%", _of(
        "exchange/test_villages_whole.py", "refused_rows_go_back_in_the_senders_layout_with_the_reason",
        "a_returned_sheet_is_mended_and_comes_in_without_touching_the_rest",
    )),
    Promise("Q3", "老证号不误拒；错的校验码都拒；被表格软件截断的认得出", "误拒 0、误收 0", _of(
        "kinds/test_laws.py", "every_right_number_is_accepted_whatever_the_age_of_its_county",
        "every_wrong_check_digit_is_refused",
        "a_number_that_a_spreadsheet_cut_is_known_by_its_type_even_when_its_check_digit_fits",
    )),
    Promise("Q4", "长名字、生僻字能存、排、查、印", "缺字 0", (
        *_of("trust/test_names.py", "all_ideographs_are_kept_sorted_and_found_in_names_of_fifty_characters"),
        *_of("printing/test_fonts.py", "rare_characters_of_names_are_covered_in_every_role",
             "what_no_font_holds_is_named_once_and_shown_as_its_number",
             "the_map_back_to_text_uses_pairs_beyond_the_first_plane"),
    ), beyond="真实的打印机"),
    Promise("Q5", "上级的模板原样填回", "不该动的部分逐字节相同", _of(
        "exchange/test_patching.py", "only_what_must_change_changes_when_rows_are_added",
        "libreoffice_opens_and_recalculates"), beyond="Excel、WPS 本身"),
    Promise("Q6", "台账在别的办公软件里能打开，证号是文字，每页有表头", "严重问题 0", _of(
        "exchange/test_office.py", "ledgers_show_the_same_values_and_their_heading_on_every_page"),
        beyond="Excel、WPS 本身"),
    Promise("Q7", "导入、导出、再导入，数据库相同", "内容完全一致", _of(
        "commands/test_moving.py", "everything_comes_back_into_an_empty_database_the_same")),
    Promise("Q8", "65,537 行的表", "一行不少", _of("exchange/test_villages_whole.py", "65537_rows_are_all_there")),
)  # fmt: skip
