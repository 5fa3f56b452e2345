import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
    this.addSql(`create table "provider_sign_ins" ("id" uuid not null, "provider" varchar(40) not null, "browser_digest" varchar(43) not null, "ticket_digest" varchar(43) null, "state_digest" varchar(43) null, "sealed_checks" varchar(500) null, "returned_at" timestamptz(3) null, "code_digest" varchar(43) null, "identity_id" uuid null, "exchanged_at" timestamptz(3) null, "return_to" varchar(2000) null, "code_challenge" varchar(43) null, "link_user_id" uuid null, "link_session_id" uuid null, "created_at" timestamptz(3) not null, "expires_at" timestamptz(3) not null, primary key ("id"))`);
    this.addSql(`alter table "provider_sign_ins" add constraint "provider_sign_ins_ticket_digest_unique" unique ("ticket_digest")`);
    this.addSql(`alter table "provider_sign_ins" add constraint "provider_sign_ins_state_digest_unique" unique ("state_digest")`);
    this.addSql(`alter table "provider_sign_ins" add constraint "provider_sign_ins_code_digest_unique" unique ("code_digest")`);
    this.addSql(`create index "provider_sign_ins_expires_at_index" on "provider_sign_ins" ("expires_at")`);
    this.addSql(`create table "used_id_tokens" ("digest" varchar(43) not null, "first_used_at" timestamptz(3) not null, "expires_at" timestamptz(3) not null, primary key ("digest"))`);
    this.addSql(`create index "used_id_tokens_expires_at_index" on "used_id_tokens" ("expires_at")`);
    this.addSql(`create table "identities" ("id" uuid not null, "user_id" uuid not null, "provider" varchar(40) not null, "issuer" varchar(255) not null, "subject" varchar(255) not null, "email" varchar(254) null, "created_at" timestamptz(3) not null, primary key ("id"))`);
    this.addSql(`create index "identities_user_id_index" on "identities" ("user_id")`);
    this.addSql(`alter table "identities" add constraint "identities_issuer_subject_unique" unique ("issuer", "subject")`);
    this.addSql(`alter table "identities" add constraint "identities_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade`);
  }
}
