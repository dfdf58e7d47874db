-- Posts are named by policy packs: an appointment keeps the name its document gave. Before this there were four.
alter table appointment add column post_name text;
update appointment set post_name = case post when 'head' then '站长' when 'deputyHead' then '副站长' when 'clerk' then '事务性岗位' else '专业岗位' end;
alter table appointment alter column post_name set not null;
