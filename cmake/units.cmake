# Sources that are compiled together, one line a unit: most of the time of one source goes into reading the same headers.
# The unnamed helpers of a unit must not meet by name, nor hide one another; a source that meets another stands in
# another unit. A source that stands in no line is compiled alone: so are new ones, and so must be the kernels of one
# instruction set, which have flags of their own.
# attune_units(target UNIT source... UNIT source...): paths as seen from the root.
function(attune_units target)
    if(NOT TARGET ${target})
        return()
    endif()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # In a unit every source is an included file, and GCC takes its unnamed types for those of a header.
        target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-Wno-subobject-linkage>)
    endif()
    set(unit 0)
    foreach(item IN LISTS ARGN)
        if(item STREQUAL "UNIT")
            math(EXPR unit "${unit} + 1")
        else()
            set_source_files_properties("${PROJECT_SOURCE_DIR}/${item}" TARGET_DIRECTORY ${target}
                PROPERTIES UNITY_GROUP "unit_${unit}")
        endif()
    endforeach()
endfunction()

attune_units(attune_ground
    UNIT core/base/atomic_file.cpp core/base/config_folder.cpp core/base/json.cpp core/base/lanes.cpp core/base/parallel.cpp core/base/result.cpp core/base/text.cpp core/policy/coercion.cpp
    UNIT core/base/parameter.cpp core/catalogue/dearness.cpp core/consent/consent.cpp core/consent/in_force.cpp core/consent/matrix_diff.cpp core/consent/matrix_edit.cpp core/consent/person_consent.cpp core/consent/sharing.cpp
    UNIT core/policy/parameters.cpp core/consent/disclosure.cpp core/consent/notice.cpp core/consent/staff_role.cpp core/consent/status.cpp core/consent/trail_event.cpp
    UNIT core/consent/matrix.cpp core/consent/precedence.cpp
)

# What the build with planted faults replaces stands alone, or its object would bring the sound one along.
attune_units(attune_recommender
    UNIT core/recommender/feedback/annotation.cpp core/recommender/feedback/feedback.cpp core/recommender/feedback/journal.cpp core/recommender/feedback/lexicon.cpp core/recommender/deescalation/conversation.cpp core/recommender/deescalation/dissatisfaction.cpp core/recommender/deescalation/evidence.cpp core/recommender/deescalation/wording.cpp
    UNIT core/recommender/feedback/journal_bytes.cpp core/recommender/feedback/pipeline.cpp core/recommender/feedback/weight.cpp core/recommender/deescalation/promise.cpp core/recommender/fairness/exposure_stream.cpp core/recommender/fairness/fair_prefix.cpp core/recommender/fairness/reachable_exposure.cpp core/recommender/prompting/prompt.cpp
    UNIT core/recommender/deescalation/mismatch.cpp core/recommender/preference/factor_model.cpp core/recommender/prompting/copy_lint.cpp core/recommender/prompting/prompt_scheduler.cpp core/recommender/prompting/receptivity.cpp core/recommender/prompting/trigger.cpp core/recommender/ranking/diversity.cpp core/recommender/ranking/expected_share.cpp
    UNIT core/recommender/fairness/exposure_controller.cpp core/recommender/preference/coordinated_noes.cpp core/recommender/ranking/candidates.cpp core/recommender/ranking/exposure_guard.cpp core/recommender/ranking/inclusion.cpp core/recommender/ranking/panels.cpp core/recommender/ranking/why_item.cpp core/recommender/ranking/kernels.cpp
    UNIT core/recommender/fairness/offline_bound.cpp core/recommender/ranking/slate.cpp core/recommender/witness.cpp core/recommender/recommender_pool.cpp core/recommender/recommender_why.cpp
)

attune_units(attune_measures
    UNIT core/measures/metrics/answer_cells.cpp core/measures/metrics/answer_table.cpp core/measures/metrics/clicks.cpp core/measures/metrics/conversion.cpp core/measures/metrics/detection_clock.cpp core/measures/metrics/exposure.cpp core/measures/metrics/prompts_per_session.cpp core/measures/metrics/resolution_time.cpp
    UNIT core/measures/metrics/metric.cpp core/measures/metrics/satisfaction.cpp core/measures/metrics/sessions.cpp core/measures/statistics/guardrail.cpp core/measures/statistics/intervals.cpp core/measures/statistics/largest.cpp
    UNIT core/measures/metrics/retention.cpp core/measures/metrics/tallies.cpp core/measures/metrics/weekly_loss.cpp core/measures/statistics/nonresponse.cpp
)

attune_units(attune_offline
    UNIT core/offline/bias_model.cpp core/offline/calibrators.cpp core/offline/evaluate_dislikes.cpp core/offline/evaluate_lists.cpp core/offline/correlation.cpp core/offline/gradient_factors.cpp core/offline/list_quality.cpp core/offline/measured.cpp
    UNIT core/offline/dislike_model.cpp core/offline/evaluate_ratings.cpp core/offline/implicit_factors.cpp core/offline/rating_error.cpp core/offline/split.cpp core/offline/tune_models.cpp core/offline/yes_no_quality.cpp
    UNIT core/offline/normal_equations.cpp core/offline/rows.cpp core/offline/tuning.cpp
)

attune_units(attune_workspace
    UNIT core/workspace/checksum.cpp core/workspace/database.cpp core/workspace/file_check.cpp core/workspace/measured_values.cpp core/workspace/schema.cpp core/workspace/stored_record.cpp core/workspace/comparison_store.cpp core/workspace/draft_store.cpp
    UNIT core/workspace/new_file.cpp core/workspace/import_erasure.cpp core/workspace/matrix_store.cpp core/workspace/run_store.cpp core/workspace/scenario_store.cpp core/workspace/signing_key.cpp core/workspace/trail_chain.cpp core/workspace/trail_export.cpp
    UNIT core/workspace/import_store.cpp core/workspace/policy_store.cpp core/workspace/trail_hash.cpp core/workspace/trail_head.cpp core/workspace/trail_keys.cpp core/workspace/trail_lines.cpp core/workspace/trail_writer.cpp core/workspace/version_text.cpp
    UNIT core/workspace/trail_bytes.cpp core/workspace/trail_store.cpp
)

attune_units(attune_audit
    UNIT core/audit/asking_limits.cpp core/audit/expected_tables.cpp core/audit/matrix_signatures.cpp core/audit/reader.cpp core/audit/record_checksums.cpp core/audit/trail_chain.cpp core/audit/trail_given.cpp core/audit/trail_hash.cpp
    UNIT core/audit/content_checks.cpp core/audit/trail_asked.cpp core/audit/trail_audit.cpp core/audit/trail_evidence.cpp core/audit/trail_lines.cpp core/audit/trail_rows.cpp core/audit/trail_said.cpp core/audit/trail_stored.cpp
    UNIT core/audit/verify.cpp core/audit/trail_kept.cpp core/audit/trail_rules.cpp core/audit/trail_trained.cpp core/audit/trail_use.cpp core/audit/trail_verdict.cpp core/audit/trail_words.cpp
    UNIT core/audit/trail_heads.cpp core/audit/trail_reading.cpp core/audit/trail_receipt.cpp
)

attune_units(attune_report
    UNIT simulations/report/assumption_words.cpp simulations/report/axis.cpp simulations/report/csv_writer.cpp simulations/report/guardrails.cpp simulations/report/html_assumptions.cpp simulations/report/json_writer.cpp simulations/report/lab_asking.cpp simulations/report/lab_charts.cpp
    UNIT simulations/report/difference_chart.cpp simulations/report/html_tables.cpp simulations/report/lab_guardrails.cpp simulations/report/circle.cpp simulations/report/lever_words.cpp simulations/report/lowest_group.cpp simulations/report/line_plot.cpp simulations/report/load_bars.cpp
    UNIT simulations/report/heat_chart.cpp simulations/report/lab_picture.cpp simulations/report/lab_tiles.cpp simulations/report/lab_people.cpp simulations/report/markup.cpp simulations/report/number_text.cpp simulations/report/report_charts.cpp simulations/report/readable_name.cpp
    UNIT simulations/report/html_report.cpp simulations/report/scorecard.cpp simulations/report/style_sheet.cpp simulations/report/svg_chart.cpp simulations/report/svg_writer.cpp
    UNIT simulations/report/line_chart.cpp simulations/report/report_view.cpp
    UNIT simulations/report/series.cpp simulations/report/voice_dots.cpp
    UNIT simulations/report/small_groups.cpp simulations/report/share_chart.cpp
    UNIT simulations/report/voices.cpp simulations/report/small_multiples.cpp
)

attune_units(attune_import
    UNIT simulations/population/delimited_text.cpp simulations/population/factor_fit.cpp simulations/population/import_key.cpp simulations/population/keyed_id.cpp simulations/population/ratings_catalogue.cpp simulations/population/ratings_file.cpp simulations/population/ratings_time.cpp simulations/population/ratings_world.cpp
    UNIT simulations/population/items_file.cpp simulations/population/quarantine_reason.cpp simulations/population/raw_ratings.cpp simulations/population/text_lines.cpp simulations/population/world_data.cpp
)

attune_units(attune_simulations
    UNIT simulations/behaviour/answering.cpp simulations/behaviour/answers.cpp simulations/behaviour/behaviour.cpp simulations/behaviour/drift.cpp simulations/behaviour/own_words.cpp simulations/behaviour/watching.cpp simulations/credibility/after_a_no.cpp simulations/credibility/fact_controls.cpp
    UNIT simulations/behaviour/attendance.cpp simulations/credibility/dead_levers.cpp simulations/credibility/exposure_arithmetic.cpp simulations/credibility/fact_clickbait.cpp simulations/credibility/fact_tables.cpp simulations/credibility/facts.cpp simulations/credibility/lever_company.cpp simulations/credibility/run_facts.cpp
    UNIT simulations/behaviour/conversing.cpp simulations/behaviour/effort.cpp simulations/credibility/fact_recovery.cpp simulations/credibility/fact_day_step.cpp simulations/credibility/fact_same_events.cpp simulations/credibility/fact_words.cpp simulations/credibility/feedback_loop.cpp simulations/credibility/trial.cpp
    UNIT simulations/credibility/fact_cadence.cpp simulations/credibility/fact_homogenising.cpp simulations/credibility/judge.cpp simulations/credibility/watched_people.cpp simulations/engine/engine_visit.cpp simulations/engine/engine_offer.cpp simulations/engine/event_log.cpp simulations/engine/run.cpp
    UNIT simulations/credibility/fact_interruptions.cpp simulations/credibility/fact_popularity.cpp simulations/engine/engine.cpp simulations/engine/simulation.cpp simulations/population/consenting.cpp simulations/study/asset_registry.cpp simulations/study/audit_due.cpp simulations/study/audit_record.cpp
    UNIT simulations/credibility/fact_exposure.cpp simulations/engine/engine_consent.cpp simulations/engine/trail_order.cpp simulations/population/population.cpp simulations/study/audit_figures.cpp simulations/study/audit_report.cpp simulations/study/audit_report_files.cpp simulations/study/measured_chart.cpp
    UNIT simulations/credibility/fact_levers.cpp simulations/population/tastes.cpp simulations/study/audit_changes.cpp simulations/study/loop_diary.cpp simulations/study/loop_evidence.cpp simulations/study/loop_flow.cpp simulations/study/adjusted_people.cpp simulations/study/basis_words.cpp
    UNIT simulations/credibility/fact_notices.cpp simulations/study/asking_audit.cpp simulations/study/answering_chart.cpp simulations/study/creator_weeks.cpp simulations/study/weekly_slates.cpp simulations/study/first_taps.cpp simulations/study/patterns.cpp simulations/study/loop_curve_chart.cpp
    UNIT simulations/credibility/fact_requests.cpp simulations/study/loop_watched.cpp simulations/study/monitor_run.cpp simulations/study/monitors.cpp simulations/study/monitors_table.cpp simulations/study/loop_gaps.cpp simulations/study/refined_slates.cpp simulations/study/parity_table.cpp
    UNIT simulations/credibility/fact_rerating.cpp simulations/study/audit_keep.cpp simulations/study/adjusted_tags.cpp simulations/study/loop_curve_table.cpp simulations/study/replay.cpp simulations/study/rejections.cpp simulations/study/told_to_people.cpp simulations/study/asking_surface.cpp
    UNIT simulations/credibility/fact_responders.cpp simulations/study/audit_rights.cpp simulations/study/adjusted_words.cpp simulations/study/ways_of_asking.cpp simulations/study/consent_audit.cpp simulations/study/import_ratings.cpp simulations/study/lab_kept.cpp simulations/study/library.cpp
    UNIT simulations/credibility/fact_satiation.cpp simulations/study/audit_words.cpp simulations/study/episodes.cpp simulations/study/cadence_table.cpp simulations/study/consent_words.cpp simulations/study/examples.cpp simulations/study/matrix_saving.cpp simulations/study/policy_fit.cpp
    UNIT simulations/credibility/fact_skips.cpp simulations/study/dpia_bundle.cpp simulations/study/loop_episodes.cpp simulations/study/consent_ledger.cpp simulations/study/people_screens.cpp simulations/study/receipt.cpp simulations/study/replication.cpp simulations/study/trail_audit.cpp
    UNIT simulations/credibility/fact_thumbs.cpp simulations/study/loop_spoken.cpp simulations/study/export_scan.cpp simulations/study/matrix_words.cpp simulations/study/paired_preview.cpp simulations/study/people.cpp simulations/study/trail_begin.cpp simulations/study/trail_key.cpp
    UNIT simulations/study/asking_chart.cpp simulations/study/sharing_chart.cpp simulations/study/loop_targets.cpp simulations/study/loop_patterns.cpp simulations/study/loop_measure.cpp simulations/study/loop_curve.cpp simulations/study/loop_rejected.cpp simulations/study/loop_responses.cpp
    UNIT simulations/study/loop_chart.cpp simulations/study/loop_table.cpp simulations/study/brigade.cpp simulations/study/parity.cpp simulations/study/lab_preview.cpp simulations/study/measure.cpp simulations/study/trail_evidence.cpp simulations/study/withdrawal_effort.cpp
    UNIT simulations/study/loop_runs.cpp simulations/study/asking_table.cpp simulations/study/effect_file.cpp simulations/study/effect_table.cpp simulations/study/lab_study.cpp simulations/study/fair_chart.cpp simulations/study/sharing_levels.cpp simulations/study/trail_person.cpp
    UNIT simulations/study/topic_scrub.cpp simulations/study/effect_preview.cpp simulations/study/fair_table.cpp simulations/study/sharing_table.cpp simulations/study/trail_person_words.cpp simulations/study/trail_run.cpp simulations/study/exported_files.cpp simulations/study/opened_visits.cpp
    UNIT simulations/study/fair_figures.cpp simulations/study/loop_reliability.cpp simulations/study/loop_trust.cpp simulations/study/loop_visits.cpp simulations/study/offer_lint.cpp simulations/study/screen_parts.cpp
    UNIT simulations/study/fair_requests.cpp simulations/study/matrix_impact.cpp simulations/study/offer_words.cpp simulations/study/reliability_chart.cpp
)

attune_units(attune_ui_theme
    UNIT ui/theme/attune_style.cpp ui/theme/dress.cpp ui/theme/figures.cpp ui/theme/icons.cpp ui/theme/palette.cpp ui/theme/style_bars.cpp ui/theme/style_paint.cpp ui/theme/style_ranges.cpp
    UNIT ui/theme/attune_style_sizes.cpp ui/theme/style_buttons.cpp ui/theme/style_views.cpp ui/theme/theme.cpp ui/theme/tokens.cpp ui/theme/words.cpp
)

attune_units(attune_ui_widgets
    UNIT ui/widgets/banner.cpp ui/widgets/card.cpp ui/widgets/empty_state.cpp ui/widgets/guardrail_light.cpp ui/widgets/link_button.cpp ui/widgets/search_box.cpp ui/widgets/text_block.cpp
    UNIT ui/widgets/chip.cpp ui/widgets/turning_row.cpp
)

attune_units(attune_ui_session
    UNIT ui/session/document.cpp ui/session/document_matrix.cpp ui/session/document_people.cpp ui/session/document_publish.cpp ui/session/gentle_thread.cpp ui/session/guarded.cpp ui/session/lab.cpp ui/session/lab_assumptions.cpp
    UNIT ui/session/document_file.cpp ui/session/document_trail.cpp ui/session/lab_words.cpp ui/session/one_job.cpp ui/session/staff.cpp
    UNIT ui/session/open_mark.cpp ui/session/recent_files.cpp ui/session/run_controller.cpp
)

attune_units(attune_ui_charts
    UNIT ui/charts/chart_export.cpp ui/charts/chart_frame.cpp ui/charts/chart_table.cpp ui/charts/crosshair.cpp ui/charts/heat_chart_view.cpp ui/charts/line_chart_paint.cpp ui/charts/line_chart_view.cpp ui/charts/line_words.cpp
    UNIT ui/charts/chart_model.cpp ui/charts/load_bars_view.cpp ui/charts/meaning_popup.cpp ui/charts/plot_style.cpp ui/charts/row_cursor.cpp ui/charts/small_multiples_view.cpp ui/charts/value_scale.cpp
)

attune_units(attune_ui_levers
    UNIT ui/levers/change_list.cpp ui/levers/changes_panel.cpp ui/levers/lever_about.cpp ui/levers/lever_panel.cpp ui/levers/lever_slider.cpp ui/levers/number_box.cpp ui/levers/row_paint.cpp
    UNIT ui/levers/guardrail_list.cpp ui/levers/lever_row.cpp ui/levers/lever_scale.cpp ui/levers/row_list.cpp
)

attune_units(attune_ui_assumptions
    UNIT ui/assumptions/assumption_list.cpp ui/assumptions/assumption_model.cpp ui/assumptions/assumption_pane.cpp ui/assumptions/assumptions_panel.cpp
)

attune_units(attune_ui_pages
    UNIT ui/pages/adjusted_card.cpp ui/pages/anchor_row.cpp ui/pages/answering_run.cpp ui/pages/answering_view.cpp ui/pages/asking_run.cpp ui/pages/audit_desk.cpp ui/pages/audit_history.cpp ui/pages/audit_pdf.cpp
    UNIT ui/pages/asking_view.cpp ui/pages/audit_room.cpp ui/pages/consent_console.cpp ui/pages/consent_desk.cpp ui/pages/consent_matrix_view.cpp ui/pages/consent_page.cpp ui/pages/curve_run.cpp ui/pages/curve_view.cpp
    UNIT ui/pages/credibility_page.cpp ui/pages/credibility_run.cpp ui/pages/example_card.cpp ui/pages/example_pictures.cpp ui/pages/fair_run.cpp ui/pages/fair_view.cpp ui/pages/lab_page.cpp ui/pages/ledger_model.cpp
    UNIT ui/pages/fact_card.cpp ui/pages/least_steps.cpp ui/pages/ledger_card.cpp ui/pages/marked_slider.cpp ui/pages/matrix_cell_form.cpp ui/pages/matrix_impact_run.cpp ui/pages/measure_run.cpp ui/pages/notices_view.cpp
    UNIT ui/pages/matrix_editor.cpp ui/pages/matrix_editor_build.cpp ui/pages/matrix_impact_view.cpp ui/pages/measure_row.cpp ui/pages/page_head.cpp ui/pages/page_scroll.cpp ui/pages/person_view.cpp ui/pages/role_box.cpp
    UNIT ui/pages/matrix_history.cpp ui/pages/sign_card.cpp ui/pages/sign_key.cpp ui/pages/withdrawal_script.cpp
    UNIT ui/pages/matrix_table.cpp ui/pages/people_card.cpp ui/pages/people_screens_view.cpp ui/pages/start_page.cpp ui/pages/word_table.cpp
    UNIT ui/pages/recent_list.cpp ui/pages/screen_preview.cpp
    UNIT ui/pages/told_card.cpp ui/pages/wrapped_head.cpp
)

attune_units(attune_ui_window
    UNIT ui/window/actions.cpp ui/window/consent_flow.cpp ui/window/dock.cpp ui/window/dock_layout.cpp ui/window/effect_run.cpp ui/window/effect_view.cpp ui/window/file_exchange.cpp ui/window/fit_run.cpp
    UNIT ui/window/file_flow.cpp ui/window/fit_dialog.cpp ui/window/lab_flow.cpp ui/window/main_window.cpp ui/window/matrix_flow.cpp ui/window/publish_flow.cpp ui/window/questions.cpp ui/window/stall_watch.cpp
    UNIT ui/window/fit_form.cpp ui/window/info_window.cpp ui/window/marked_combo.cpp ui/window/menus.cpp ui/window/sheet_parts.cpp ui/window/window_state.cpp
    UNIT ui/window/rail.cpp ui/window/run_bar.cpp ui/window/save_sheet.cpp
    UNIT ui/window/status_line.cpp ui/window/versions_window.cpp
)

attune_units(attune-cli
    UNIT app/cli/main.cpp app/cli/asked_scenario.cpp app/cli/command_audit.cpp app/cli/command_audit_convert.cpp app/cli/command_audit_exports.cpp app/cli/command_audit_history.cpp app/cli/command_policy_publish.cpp app/cli/command_registry.cpp
    UNIT app/cli/asked_trail.cpp app/cli/command_audit_trail.cpp app/cli/command_cadence.cpp app/cli/command_consent.cpp app/cli/evaluate_columns.cpp app/cli/asked_matrix.cpp app/cli/console.cpp app/cli/guardrail_table.cpp
    UNIT app/cli/command_calibrate.cpp app/cli/command_matrix.cpp app/cli/command_matrix_versions.cpp app/cli/help.cpp app/cli/interrupt.cpp app/cli/named_workspace.cpp app/cli/outputs.cpp app/cli/sizes.cpp
    UNIT app/cli/command_consent_runs.cpp app/cli/command_data.cpp app/cli/evaluate_output.cpp app/cli/command_parity.cpp app/cli/command_policy_versions.cpp app/cli/command_tables.cpp app/cli/usage.cpp
    UNIT app/cli/command_credibility.cpp app/cli/command_erase_import.cpp app/cli/command_policy_lint.cpp
    UNIT app/cli/command_fairness.cpp app/cli/command_receipt.cpp
)

attune_units(attune
    UNIT app/desktop/main.cpp app/desktop/evidence.cpp app/desktop/grab.cpp app/desktop/opening.cpp
    UNIT app/cli/console.cpp app/cli/usage.cpp
)

attune_units(tests_core_audit
    UNIT tests/core/audit/sound_log.cpp tests/core/audit/trail_log.cpp
    UNIT tests/core/audit/trail_chain_test.cpp tests/core/audit/trail_lines_test.cpp tests/core/audit/trail_proof_test.cpp tests/core/audit/trail_reading_test.cpp tests/core/audit/trail_rows_test.cpp
    UNIT tests/core/audit/trail_oracle.cpp tests/core/audit/trail_oracle_rows.cpp
    UNIT tests/core/audit/trail_oracle_test.cpp tests/core/audit/trail_stored_test.cpp
    UNIT tests/core/audit/trail_receipt_test.cpp tests/support/test_main.cpp
)

attune_units(tests_core_base
    UNIT tests/core/base/json_test.cpp tests/core/base/lanes_test.cpp tests/core/base/parallel_test.cpp tests/core/base/policy_parameters_test.cpp tests/core/base/text_test.cpp tests/support/test_main.cpp
    UNIT tests/core/base/numbers_test.cpp tests/core/base/parameter_test.cpp
)

attune_units(tests_core_consent
    UNIT tests/core/consent/coercion_test.cpp tests/core/consent/matrix_edit_test.cpp tests/core/consent/notice_test.cpp tests/core/consent/precedence_test.cpp tests/core/consent/sharing_test.cpp tests/core/consent/staff_role_test.cpp tests/support/test_main.cpp
    UNIT tests/core/consent/disclosure_test.cpp tests/core/consent/matrix_test.cpp
)

attune_units(tests_core_recommender
    UNIT tests/core/recommender/annotation_test.cpp tests/core/recommender/copy_lint_test.cpp tests/core/recommender/adjust_test.cpp tests/core/recommender/candidates_test.cpp tests/core/recommender/diversity_test.cpp tests/core/recommender/coordinated_noes_test.cpp tests/core/recommender/exposure_stream_test.cpp tests/core/recommender/fair_prefix_test.cpp
    UNIT tests/core/recommender/answers_test.cpp tests/core/recommender/expected_share_test.cpp tests/core/recommender/factor_model_test.cpp tests/core/recommender/feedback_journal_damage_test.cpp tests/core/recommender/prompt_scheduler_test.cpp tests/support/test_main.cpp
    UNIT tests/core/recommender/candidate_pool_test.cpp tests/core/recommender/exposure_controller_test.cpp tests/core/recommender/offline_bound_test.cpp tests/core/recommender/feedback_journal_test.cpp tests/core/recommender/panels_test.cpp tests/core/recommender/promise_test.cpp tests/core/recommender/taste_match_test.cpp tests/core/recommender/trigger_test.cpp
    UNIT tests/core/recommender/conversation_test.cpp tests/core/recommender/exposure_limits_test.cpp tests/core/recommender/feedback_weight_test.cpp tests/core/recommender/prompt_test.cpp tests/core/recommender/slate_test.cpp
    UNIT tests/core/recommender/feedback_pipeline_test.cpp tests/core/recommender/kernels_test.cpp tests/core/recommender/lexicon_test.cpp tests/core/recommender/why_item_test.cpp
    UNIT tests/core/recommender/recommender_test.cpp tests/core/recommender/ties_test.cpp
)

attune_units(tests_core_measures
    UNIT tests/core/measures/answer_cells_test.cpp tests/core/measures/answer_table_test.cpp tests/core/measures/clicks_test.cpp tests/core/measures/detection_clock_test.cpp tests/core/measures/exposure_test.cpp tests/core/measures/prompts_per_session_test.cpp tests/core/measures/satisfaction_test.cpp tests/core/measures/weekly_loss_test.cpp
    UNIT tests/core/measures/guardrail_test.cpp tests/core/measures/largest_test.cpp tests/core/measures/metric_table_test.cpp tests/core/measures/retention_test.cpp tests/support/test_main.cpp
    UNIT tests/core/measures/intervals_test.cpp tests/core/measures/sessions_test.cpp
    UNIT tests/core/measures/resolution_time_test.cpp tests/core/measures/summary_test.cpp
)

attune_units(tests_core_offline
    UNIT tests/core/offline/bias_model_test.cpp tests/core/offline/calibrators_test.cpp tests/core/offline/correlation_test.cpp tests/core/offline/gradient_factors_test.cpp tests/core/offline/list_quality_test.cpp tests/core/offline/public_numbers_test.cpp tests/core/offline/yes_no_quality_test.cpp
    UNIT tests/core/offline/dislike_model_test.cpp tests/core/offline/split_test.cpp
)

attune_units(attune_writer_program
    UNIT tests/core/workspace/writer_program.cpp tests/core/workspace/example_records.cpp tests/core/workspace/load.cpp tests/core/workspace/trail_load.cpp tests/support/faulty_vfs.cpp
)

attune_units(tests_core_workspace
    UNIT tests/core/workspace/copy_test.cpp tests/core/workspace/disk_test.cpp tests/core/workspace/file_tools.cpp tests/core/workspace/import_erasure_test.cpp tests/core/workspace/matrix_version_test.cpp tests/core/workspace/open_test.cpp tests/core/workspace/trail_bytes_test.cpp tests/core/workspace/trail_chain_test.cpp
    UNIT tests/core/workspace/kill_test.cpp tests/core/workspace/policy_version_test.cpp tests/core/workspace/trail_damage_test.cpp tests/core/workspace/trail_tools.cpp tests/core/workspace/trail_load.cpp tests/support/faulty_vfs.cpp tests/support/test_main.cpp
    UNIT tests/core/workspace/store_test.cpp tests/core/workspace/verify_test.cpp tests/core/workspace/load.cpp
    UNIT tests/core/workspace/trail_erase_test.cpp tests/core/workspace/example_records.cpp
    UNIT tests/core/workspace/trail_files_test.cpp tests/core/workspace/trail_kill_test.cpp
)

attune_units(tests_simulations_behaviour
    UNIT tests/simulations/behaviour/answers_test.cpp tests/simulations/behaviour/assumptions_test.cpp tests/simulations/behaviour/choice_test.cpp tests/simulations/behaviour/drift_test.cpp tests/simulations/behaviour/majority_test.cpp tests/simulations/behaviour/own_words_test.cpp tests/simulations/behaviour/prompt_test.cpp tests/simulations/behaviour/visits_test.cpp
    UNIT tests/simulations/behaviour/consenting_test.cpp tests/simulations/behaviour/effort_test.cpp tests/support/test_main.cpp
    UNIT tests/simulations/behaviour/consumption_test.cpp tests/simulations/behaviour/population_test.cpp
    UNIT tests/simulations/behaviour/signals_test.cpp tests/simulations/behaviour/synthetic_test.cpp
)

attune_units(tests_simulations_credibility
    UNIT tests/simulations/credibility/arithmetic_test.cpp tests/simulations/credibility/controls_test.cpp tests/simulations/credibility/levers_found_test.cpp tests/simulations/credibility/loop_test.cpp tests/support/test_main.cpp
    UNIT tests/simulations/credibility/facts_test.cpp tests/simulations/credibility/judge_test.cpp
)

attune_units(tests_simulations_engine
    UNIT tests/simulations/engine/asking_cost_test.cpp tests/simulations/engine/compilers_test.cpp tests/simulations/engine/event_log_oracle.cpp tests/support/test_main.cpp
    UNIT tests/simulations/engine/borrowed_learning_test.cpp tests/simulations/engine/caps_test.cpp tests/simulations/engine/complaints_test.cpp tests/simulations/engine/consent_test.cpp tests/simulations/engine/fingerprint_test.cpp tests/simulations/engine/stopping_test.cpp
    UNIT tests/simulations/engine/channels_test.cpp tests/simulations/engine/levers_test.cpp
    UNIT tests/simulations/engine/offers_test.cpp tests/simulations/engine/signal_classes_test.cpp
    UNIT tests/simulations/engine/opted_out_learning_test.cpp tests/simulations/engine/snapshot_test.cpp
)

attune_units(attune_faulty_recommender
    UNIT core/recommender/signals/gate.cpp core/recommender/recommender.cpp core/recommender/recommender_adjust.cpp core/recommender/recommender_conversation.cpp core/recommender/recommender_near.cpp core/recommender/recommender_feedback.cpp core/recommender/recommender_learning.cpp
)

attune_units(tests_simulations_fit
    UNIT tests/simulations/fit/findings_test.cpp tests/simulations/fit/fit_scale_test.cpp tests/simulations/fit/gauss_newton_test.cpp tests/simulations/fit/log_figures_test.cpp tests/simulations/fit/pins_test.cpp tests/support/test_main.cpp
    UNIT tests/simulations/fit/log_reader_test.cpp tests/simulations/fit/targets_test.cpp
)

attune_units(tests_simulations_population
    UNIT tests/simulations/population/delimited_text_test.cpp tests/simulations/population/world_data_test.cpp tests/support/test_main.cpp
)

attune_units(tests_simulations_report
    UNIT tests/simulations/report/assumption_words_test.cpp tests/simulations/report/axis_test.cpp tests/simulations/report/heat_chart_test.cpp tests/simulations/report/lab_asking_test.cpp tests/simulations/report/lab_sentences_test.cpp tests/simulations/report/lever_words_test.cpp tests/simulations/report/markup_test.cpp
    UNIT tests/simulations/report/html_report_test.cpp tests/simulations/report/lab_people_test.cpp tests/simulations/report/scorecard_test.cpp tests/support/test_main.cpp
    UNIT tests/simulations/report/lab_guardrails_test.cpp tests/simulations/report/lab_picture_test.cpp
    UNIT tests/simulations/report/number_text_test.cpp tests/simulations/report/table_files_test.cpp
)

attune_units(tests_simulations_study
    UNIT tests/simulations/study/adjusted_people_test.cpp tests/simulations/study/asking_surface_test.cpp tests/simulations/study/audit_history_test.cpp tests/simulations/study/assumption_use_test.cpp tests/simulations/study/coercion_test.cpp tests/simulations/study/comparison_test.cpp tests/simulations/study/export_scan_test.cpp tests/simulations/study/near_tries_test.cpp
    UNIT tests/simulations/study/adjusted_words_test.cpp tests/simulations/study/asset_registry_test.cpp tests/simulations/study/audit_report_test.cpp tests/simulations/study/examples_test.cpp tests/simulations/study/trail_convert_test.cpp tests/simulations/study/loop_evidence_test.cpp tests/simulations/study/offer_words_test.cpp tests/simulations/study/patterns_test.cpp
    UNIT tests/simulations/study/answered_people_test.cpp tests/simulations/study/dpia_bundle_test.cpp tests/simulations/study/loop_curve_test.cpp tests/simulations/study/policy_fit_test.cpp tests/simulations/study/rejections_test.cpp tests/support/test_main.cpp
    UNIT tests/simulations/study/asking_audit_test.cpp tests/simulations/study/consent_picture_test.cpp tests/simulations/study/effect_preview_test.cpp tests/simulations/study/policies_test.cpp tests/simulations/study/records_test.cpp
    UNIT tests/simulations/study/asking_table_test.cpp tests/simulations/study/prompt_fatigue_test.cpp tests/simulations/study/receipt_test.cpp
    UNIT tests/simulations/study/brigade_test.cpp tests/simulations/study/preview_quality_test.cpp tests/support/faulty_vfs.cpp
    UNIT tests/simulations/study/cadence_test.cpp tests/simulations/study/lab_study_test.cpp tests/simulations/study/loop_flow_test.cpp tests/simulations/study/revocation_test.cpp tests/simulations/study/told_to_people_test.cpp
    UNIT tests/simulations/study/creator_weeks_test.cpp tests/simulations/study/episodes_test.cpp tests/simulations/study/exported_files_test.cpp tests/simulations/study/sharing_levels_test.cpp
    UNIT tests/simulations/study/episodes_oracle.cpp tests/simulations/study/interval_coverage_test.cpp tests/simulations/study/loop_diary_test.cpp tests/simulations/study/reliability_test.cpp
    UNIT tests/simulations/study/fair_figures_test.cpp tests/simulations/study/trail_evidence_test.cpp
    UNIT tests/simulations/study/loop_measures_test.cpp tests/simulations/study/scenario_library_test.cpp
    UNIT tests/simulations/study/loop_planted_test.cpp tests/simulations/study/monitors_test.cpp
    UNIT tests/simulations/study/opened_visits_test.cpp tests/simulations/study/paired_preview_test.cpp tests/simulations/study/voices_test.cpp
    UNIT tests/simulations/study/matrix_impact_test.cpp tests/simulations/study/parity_test.cpp
    UNIT tests/simulations/study/trail_run_test.cpp tests/simulations/study/whole_lives_test.cpp
)

attune_units(tests_app_cli
    UNIT tests/app/cli/atomic_file_test.cpp tests/app/cli/audit_history_test.cpp tests/app/cli/audit_test.cpp tests/app/cli/credibility_test.cpp tests/app/cli/deescalation_test.cpp tests/app/cli/policy_versions_test.cpp tests/app/cli/program.cpp tests/app/cli/report_test.cpp
    UNIT tests/app/cli/bad_files_test.cpp tests/app/cli/consent_test.cpp tests/app/cli/stopping_test.cpp tests/app/cli/usage_test.cpp tests/app/cli/workspace_test.cpp tests/core/workspace/file_tools.cpp tests/support/test_main.cpp
    UNIT tests/app/cli/cadence_test.cpp tests/app/cli/import_test.cpp tests/app/cli/keeping_test.cpp tests/app/cli/trail_run_test.cpp
    UNIT tests/app/cli/calibrate_test.cpp tests/app/cli/fairness_test.cpp tests/app/cli/matrix_command_test.cpp tests/app/cli/same_numbers_test.cpp tests/app/cli/tables_test.cpp
    UNIT tests/app/cli/monitors_test.cpp tests/app/cli/simulate_test.cpp
)

attune_units(tests_walls
    UNIT tests/walls/data_leak_test.cpp tests/walls/include_rules.cpp tests/walls/include_rules_test.cpp tests/walls/link_closure_test.cpp tests/walls/locale_test.cpp tests/walls/truth_wall_test.cpp tests/support/test_main.cpp
)

attune_units(tests_ui_theme
    UNIT tests/ui/theme/contrast_test.cpp tests/ui/theme/figures_test.cpp tests/ui/theme/words_test.cpp tests/support/gui_test_main.cpp
    UNIT tests/ui/theme/gallery_test.cpp tests/ui/theme/icons_test.cpp
    UNIT tests/ui/theme/style_test.cpp tests/ui/theme/theme_test.cpp
)

attune_units(tests_ui_session
    UNIT tests/ui/session/document_crash_test.cpp tests/ui/session/document_import_test.cpp tests/ui/session/document_test.cpp tests/ui/session/document_trouble_test.cpp tests/ui/session/lab_assumptions_test.cpp tests/ui/session/recent_files_test.cpp tests/support/gui_test_main.cpp tests/support/faulty_vfs.cpp
    UNIT tests/ui/session/run_controller_test.cpp tests/core/workspace/file_tools.cpp
)

attune_units(tests_ui_charts
    UNIT tests/ui/charts/chart_frame_test.cpp tests/ui/charts/chart_model_test.cpp tests/ui/charts/crosshair_test.cpp tests/ui/charts/heat_chart_view_test.cpp tests/ui/charts/line_chart_test.cpp tests/ui/charts/outcome_sheet_test.cpp tests/support/gui_test_main.cpp
    UNIT tests/ui/charts/metric_tile_test.cpp tests/ui/charts/painted_plots_test.cpp
)

attune_units(tests_ui_levers
    UNIT tests/ui/levers/changes_panel_test.cpp tests/ui/levers/lever_scale_test.cpp tests/support/gui_test_main.cpp
)

attune_units(tests_ui_pages
    UNIT tests/ui/pages/adjusted_card_test.cpp tests/ui/pages/audit_history_test.cpp tests/ui/pages/start_page_test.cpp tests/support/gui_test_main.cpp
    UNIT tests/ui/pages/answering_view_test.cpp tests/ui/pages/example_pictures_test.cpp tests/ui/pages/lab_page_test.cpp tests/ui/pages/matrix_history_test.cpp
    UNIT tests/ui/pages/asking_view_test.cpp tests/ui/pages/recent_list_test.cpp
)

attune_units(tests_ui_window
    UNIT tests/ui/window/asking_flow_test.cpp tests/ui/window/assumptions_test.cpp tests/ui/window/consent_flow_test.cpp tests/ui/window/credibility_flow_test.cpp tests/ui/window/file_flow_test.cpp tests/ui/window/fit_dialog_test.cpp tests/ui/window/lab_flow_test.cpp tests/ui/window/publish_flow_test.cpp
    UNIT tests/ui/window/first_minutes_test.cpp tests/ui/window/matrix_flow_test.cpp tests/ui/window/save_sheet_test.cpp tests/ui/window/stall_watch_test.cpp tests/support/gui_test_main.cpp tests/support/faulty_vfs.cpp
    UNIT tests/ui/window/officer_minutes_test.cpp tests/ui/window/window_test.cpp
)
