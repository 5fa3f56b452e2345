import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
    // A token names its session now, which those that were given out before do not: who holds one signs in again.
    this.addSql(`drop table "refresh_tokens"`);
    this.addSql(`delete from "sessions"`);
    this.addSql(`create table "used_refresh_tokens" ("session_id" uuid not null, "digest" varchar(43) not null, "rotated_at" timestamptz(3) not null, "salt" varchar(43) not null, primary key ("session_id", "digest"))`);
    this.addSql(`drop index "sessions_alive"`);
    this.addSql(`drop index "sessions_expires_at_index"`);
    this.addSql(`alter table "sessions" add "token_digest" varchar(43) not null`);
    this.addSql(`alter table "sessions" set (fillfactor = 80)`);
    this.addSql(`alter table "used_refresh_tokens" add constraint "used_refresh_tokens_session_id_foreign" foreign key ("session_id") references "sessions" ("id") on delete cascade`);
  }
}
