-- a report that was given back reads the records as they stand again
update report set figures_at = null where state = 'returned';
