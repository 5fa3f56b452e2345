import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
    this.addSql(`create table \`daily_counts\` (\`date\` text not null primary key, \`registrations\` integer not null, \`logins\` integer not null, \`failed_logins\` integer not null, \`active_users\` integer not null)`);
    this.addSql(`create index \`events_actor_id_id_index\` on \`events\` (\`actor_id\`, \`id\`)`);
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
    // The three fields with a character between them that none can hold, and an index of their runs of three characters
    // that folds case by Unicode's rules. A migration that makes the table users anew must make its triggers anew.
    this.addSql('create table "user_search" ("id" integer not null primary key, "user_id" text not null unique, "text" text not null)');
    this.addSql(`create virtual table "user_search_grams" using fts5("text", content="user_search", content_rowid="id", tokenize="trigram")`);
    this.addSql(`create trigger "user_search_grams_added" after insert on "user_search" begin
      insert into user_search_grams (rowid, text) values (new.id, new.text);
    end`);
    this.addSql(`create trigger "user_search_grams_removed" after delete on "user_search" begin
      insert into user_search_grams (user_search_grams, rowid, text) values ('delete', old.id, old.text);
    end`);
    this.addSql(`create trigger "user_search_grams_changed" after update on "user_search" begin
      insert into user_search_grams (user_search_grams, rowid, text) values ('delete', old.id, old.text);
      insert into user_search_grams (rowid, text) values (new.id, new.text);
    end`);
    this.addSql(`create trigger "user_search_added" after insert on "users" begin
      insert into user_search (user_id, text) values (new.id, new.email || char(31) || coalesce(new.username, '') || char(31) || coalesce(new.name, ''));
    end`);
    this.addSql(`create trigger "user_search_changed" after update of "id", "email", "username", "name" on "users" begin
      update user_search set user_id = new.id, text = new.email || char(31) || coalesce(new.username, '') || char(31) || coalesce(new.name, '') where user_id = old.id;
    end`);
    this.addSql(`create trigger "user_search_removed" after delete on "users" begin
      delete from user_search where user_id = old.id;
    end`);
    this.addSql(`insert into "user_search" ("user_id", "text") select new.id, new.email || char(31) || coalesce(new.username, '') || char(31) || coalesce(new.name, '') from "users" as new`);
  }
}
