-- The mail that tells of a failed second step goes on waiting while the sign-in leads to an enrolment.
alter table enrolment_grant add column notice_id text;
