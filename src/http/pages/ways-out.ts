/** What to do about a reason, as the manual has it (docs/operations.md, "Reasons, and the way out"). */
export function wayOut(reason: string | null | undefined): string | undefined {
  return reason ? byReason.get(reason) : undefined
}

const ways: readonly (readonly [way: string, reasons: string])[] = [
  [
    'Nothing to do: by rule.',
    `not_active not_open not_mapped opening_filled not_in_trigger_stage not_asked no_request not_answered not_ours noted
     made_before made_after export_off same_person prospect_gone cancelled_in_ats not_started not_complete waits_for_hiring
     decided cancelled due_before prompts_off mail_off completed_before decided_before decided_later`,
  ],
  ['Nothing to do, or finish it in Ashby.', 'offer_not_accepted no_offer no_opening opening_not_linked not_pushed'],
  [
    'Nothing to do: was there before the trigger was set up. To have it all the same, move the candidate out and in again.',
    'entered_before',
  ],
  ['Nothing to do: it is looked at again. If it stays, move the candidate out and in again.', 'arrival_unclear'],
  [
    "Rename the opening that was made by hand, or set openings.adoptExisting to true in the connection's configuration.",
    'identifier_taken',
  ],
  ['Restore the opening in Ashby, or make the job inactive; it is never made twice.', 'opening_archived opening_gone'],
  [
    "Add the option to the target's field, or give the field a transform in the mapping. The other fields were written.",
    'option_missing does_not_fit unreadable_value transform_failed',
  ],
  [
    'Make what they match by different, so that one record belongs to one object.',
    'ambiguous_opening ambiguous_match hire_taken',
  ],
  [
    'Mend the mapping or the field, as the message says.',
    'type_mismatch field_archived ambiguous_title title_taken not_mappable no_report_link left_out field_unknown field_type',
  ],
  ['Correct the code in the mapping; the message suggests one.', 'unknown_field'],
  ['Make it in Ashby under this name, or rename it.', 'department_not_found location_not_found'],
  ['Add it in Ashby; it goes on by itself.', 'no_start_date'],
  [
    'Add the e-mail address in the hiring system, of a prospect in Crosschq; it goes on by itself once it is there.',
    'no_email',
  ],
  ['Add the name where the person was entered; it goes on by itself.', 'no_name no_first_name no_last_name'],
  ["Merge or correct the people in ChartHop who share the candidate's e-mail address.", 'ambiguous_person'],
  ['Decide in ChartHop; nothing was written.', 'job_filled job_not_open job_gone start_before_job'],
  ['Decide in ChartHop: a hire is never undone by itself.', 'unhired start_date_moved opening_changed person_gone'],
  ['Add the phone number by hand; the rest was written.', 'phone_left_out'],
  ['Nothing to do: it is written on the start date.', 'waits_for_start'],
  ['Switch on both exports, or add the person by hand.', 'no_date'],
  ['Nothing to do, or add the person by hand.', 'target_gone'],
  ['Name a recruiter or an owner in the hiring system, or set requests.defaultRequestor.', 'no_requestor'],
  ["Tag the job, or correct the template's tag; it goes on by itself while the candidate stands there.", 'no_template'],
  ['Take a tag away from the job if another template was meant.', 'several_templates'],
  ['Archive with a reason, or set the status in Crosschq by hand.', 'outcome_unclear'],
  ['Make a key with access to confidential postings, or ask in Crosschq.', 'job_hidden'],
  ['Nothing to do, or correct the hiring team.', 'recruiter_unreachable hiring_manager_left_out'],
  ['Nothing to do: the note has the link.', 'report_awaited no_report_file'],
  ['Add the recruiter as a user of Crosschq.', 'requestor_replaced'],
  [
    'Do it in Crosschq by hand; it is not tried again. If the call is there under another path, set crosschq.paths.',
    'rejected_not_delivered hired_not_delivered pending_not_delivered cancel_not_delivered',
  ],
  ['Start it again in Ashby to take it over, or cancel the request in Crosschq.', 'unanswered_start'],
  [
    'Put the archive reason into hiring.hiredReason or hiring.notHiredReason, or archive in Lever by hand.',
    'no_archive_reason',
  ],
  ['Set the right one by hand: which came last cannot be told.', 'outcomes_differ'],
  ['Set mail.smtpUrl and server.publicUrl, or prompt.enabled to false.', 'no_mail'],
  ['Give the opportunity an owner, or set the outcome by hand.', 'no_owner'],
  ['Look at the mail server; it is tried again by itself.', 'mail_waits'],
  ['Ask by hand, or set the outcome in Crosschq.', 'mail_refused mail_unclear'],
  [
    "What was made there was deleted: decide in the vendor's pages.",
    'application_gone request_gone participant_gone candidate_gone',
  ],
  ['It is tried again by itself; look into it if it stays.', 'not_reached not_decided failed'],
  [
    'Decide about the plan that it stands in, under Holds. Of a rejected one, change what is in it: the new plan can be decided.',
    'held',
  ],
  ['Nothing to do: a run over everything follows. If its plan waits, approve or reject it under Holds.', 'over_limit'],
  ["Look at the field in the vendor's own pages: it keeps another value than was written.", 'not_held'],
  [
    "Look at the target in the vendor's own pages, then say at the write what is there: an answer was lost, and nothing is written before it is clear.",
    'unclear',
  ],
  [
    "Mend what the vendor's message names; it is tried again by itself, and at once when something about it changes.",
    'refused',
  ],
]

const byReason: ReadonlyMap<string, string> = new Map(
  ways.flatMap(([way, reasons]) => reasons.split(/\s+/).map((reason) => [reason, way] as const)),
)
