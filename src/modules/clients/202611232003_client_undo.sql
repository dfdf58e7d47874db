-- An import that was taken back removes what it made, while nothing stands upon it.
grant delete on client, client_station, client_worker, client_category, consent to yz_app;
