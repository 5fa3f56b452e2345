import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
    // What SQLite calls "binary" (byte by byte), so that both databases order text alike by the same expressions.
    this.addSql(`create collation "binary" from "C"`);
    this.addSql(`create table "daily_counts" ("date" varchar(10) not null, "registrations" int not null, "logins" int not null, "failed_logins" int not null, "active_users" int not null, primary key ("date"))`);
    this.addSql(`create index "events_actor_id_id_index" on "events" ("actor_id", "id")`);
    this.addSql(`create index "users_by_created_at" on "users" (created_at, id) where deleted_at is null`);
    this.addSql(`create index "users_deleted_by_created_at" on "users" (created_at, id) where deleted_at is not null`);
    this.addSql(`create index "users_by_email" on "users" ((coalesce(email_key, lower(email collate "binary")) collate "binary"), id) where deleted_at is null`);
    this.addSql(`create index "users_deleted_by_email" on "users" ((coalesce(email_key, lower(email collate "binary")) collate "binary"), id) where deleted_at is not null`);
    this.addSql(`create index "users_by_name" on "users" ((coalesce(lower(name collate "binary"), '') collate "binary"), id) where deleted_at is null`);
    this.addSql(`create index "users_deleted_by_name" on "users" ((coalesce(lower(name collate "binary"), '') collate "binary"), id) where deleted_at is not null`);
    this.addSql(`create index "users_by_last_login_at" on "users" ((last_login_at is not null), (coalesce(last_login_at, created_at)), id) where deleted_at is null`);
    this.addSql(`create index "users_deleted_by_last_login_at" on "users" ((last_login_at is not null), (coalesce(last_login_at, created_at)), id) where deleted_at is not null`);
    this.addSql(`create index "users_administrators" on "users" (created_at, id) where is_admin`);
    this.addSql(`create index "users_suspended" on "users" (created_at, id) where suspended_at is not null`);
    this.addSql(`create index "users_unverified" on "users" (created_at, id) where email_verified_at is null`);
    this.addSql(`create index "sessions_alive" on "sessions" ("expires_at") where "ended_at" is null`);
    // Folding by Unicode's rules whatever the database's locale; a server built without ICU falls back to that locale.
    this.addSql(`do $do$
      declare
        icu boolean := exists (select 1 from pg_collation where collname = 'und-x-icu');
      begin
        execute format(
          'create function usergraph_fold(value text) returns text language sql immutable strict parallel safe as %L',
          case when icu
            then 'select replace(lower(value collate "und-x-icu"), U&''\\03C2'', U&''\\03C3'')'
            else 'select replace(lower(value), U&''\\03C2'', U&''\\03C3'')'
          end
        );
      end
    $do$`);
    // The three fields with a character between them that none can hold.
    this.addSql(`create function usergraph_search_text(email text, username text, name text) returns text
      language sql immutable parallel safe as $fn$
        select usergraph_fold(email || U&'\\001F' || coalesce(username, '') || U&'\\001F' || coalesce(name, ''))
      $fn$`);
    // All runs of three characters, and the shorter ones at the end: with those, a term of one or two characters is found
    // as the beginning of a run. The extension pg_trgm may not be there, and ignores what its locale has no letters for.
    // A loop, because it takes a third of the time of a query over generate_series, and an import writes many rows.
    this.addSql(`create function usergraph_grams(folded text) returns tsvector
      language plpgsql immutable strict parallel safe as $fn$
      declare
        grams text[] := '{}';
      begin
        for place in 1 .. length(folded) loop
          grams[place] := substr(folded, place, 3);
        end loop;
        return array_to_tsvector(grams);
      end
      $fn$`);
    this.addSql(`create function usergraph_gram_query(folded text) returns tsquery
      language sql immutable strict parallel safe as $fn$
        select string_agg(
          quote || replace(replace(substr(folded, place, 3), '\\', '\\\\'), quote, quote || quote) || quote
            || case when length(folded) < 3 then ':*' else '' end,
          ' & '
        )::tsquery
        from generate_series(1, greatest(length(folded) - 2, 1)) place, (values (chr(39))) as quotes(quote)
      $fn$`);
    this.addSql(`create table "user_search" ("user_id" uuid not null primary key references "users" ("id") on delete cascade, "text" text collate "C" not null)`);
    this.addSql(`insert into "user_search" select "id", usergraph_search_text("email", "username", "name") from "users"`);
    this.addSql(`create index "user_search_grams" on "user_search" using gin (usergraph_grams("text"))`);
    this.addSql(`create function usergraph_user_search() returns trigger language plpgsql as $fn$
      begin
        insert into user_search (user_id, text) values (new.id, usergraph_search_text(new.email, new.username, new.name))
          on conflict (user_id) do update set text = excluded.text where user_search.text <> excluded.text;
        return null;
      end
    $fn$`);
    this.addSql(`create trigger "user_search_added" after insert on "users" for each row execute function usergraph_user_search()`);
    this.addSql(`create trigger "user_search_changed" after update of "email", "username", "name" on "users" for each row
      when (old.email is distinct from new.email or old.username is distinct from new.username or old.name is distinct from new.name)
      execute function usergraph_user_search()`);
  }
}
