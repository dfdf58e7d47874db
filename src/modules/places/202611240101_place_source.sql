-- Which bundled trees have been read into `place`: a start with the same one has nothing to add.
create table place_source (
  sha256 text not null,
  source text not null,
  loaded_at timestamptz not null,
  constraint place_source_key primary key (sha256)
);
