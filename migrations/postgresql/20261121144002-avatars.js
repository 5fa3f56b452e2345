import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
    this.addSql(`create table "avatar_pictures" ("id" uuid not null, "subject_id" uuid null, "discard_at" timestamptz(3) null, "created_at" timestamptz(3) not null, primary key ("id"))`);
    this.addSql(`create index "avatar_pictures_subject_id_index" on "avatar_pictures" ("subject_id")`);
    this.addSql(`create index "avatar_pictures_discard_at_index" on "avatar_pictures" ("discard_at")`);
    this.addSql(`create table "avatar_tickets" ("id" uuid not null, "subject_id" uuid not null, "email_key" varchar(254) null, "session_id" uuid null, "digest" varchar(43) not null, "tries" int not null, "leased_until" timestamptz(3) null, "expires_at" timestamptz(3) not null, "created_at" timestamptz(3) not null, "ended_at" timestamptz(3) null, primary key ("id"))`);
    this.addSql(`alter table "avatar_tickets" add constraint "avatar_tickets_digest_unique" unique ("digest")`);
    this.addSql(`create index "avatar_tickets_expires_at_index" on "avatar_tickets" ("expires_at")`);
    this.addSql(`create index "avatar_tickets_subject_id_created_at_index" on "avatar_tickets" ("subject_id", "created_at")`);
    this.addSql(`alter table "users" add "avatar_id" uuid null`);
  }
}
