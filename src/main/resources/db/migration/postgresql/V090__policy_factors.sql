-- The methods that a policy allows, as they stand in its document: what holds for ten thousand members is found without
-- reading a document for each.
alter table policy add column factors text not null default '[]';
update policy set factors = document::json ->> 'factors';
