import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
    this.addSql(`create table "development_mails" ("id" uuid not null, "kind" varchar(50) not null, "message_id" varchar(320) not null, "sender" varchar(320) not null, "recipient" varchar(254) not null, "subject" varchar(255) not null, "html" text not null, "text" text not null, "locale" varchar(35) not null, "created_at" timestamptz(3) not null, primary key ("id"))`);
    this.addSql(`create table "events" ("id" uuid not null, "name" varchar(50) not null, "user_id" uuid null, "actor_id" uuid null, "ip" varchar(45) null, "user_agent" varchar(500) null, "metadata" jsonb not null, "created_at" timestamptz(3) not null, primary key ("id"))`);
    this.addSql(`create index "events_user_id_id_index" on "events" ("user_id", "id")`);
    this.addSql(`create index "events_name_id_index" on "events" ("name", "id")`);
    this.addSql(`create table "mail_cooldowns" ("digest" varchar(43) not null, "mails" int not null, "hour_ends_at" timestamptz(3) not null, "next_at" timestamptz(3) not null, primary key ("digest"))`);
    this.addSql(`create index "mail_cooldowns_hour_ends_at_index" on "mail_cooldowns" ("hour_ends_at")`);
    this.addSql(`create table "one_time_tokens" ("id" uuid not null, "purpose" varchar(30) not null, "subject_id" uuid not null, "email_key" varchar(254) not null, "token_digest" varchar(43) not null, "code_digest" varchar(43) null, "code_expires_at" timestamptz(3) null, "code_tries" int not null, "expires_at" timestamptz(3) not null, "created_at" timestamptz(3) not null, "ended_at" timestamptz(3) null, primary key ("id"))`);
    this.addSql(`alter table "one_time_tokens" add constraint "one_time_tokens_token_digest_unique" unique ("token_digest")`);
    this.addSql(`create index "one_time_tokens_subject_id_purpose_index" on "one_time_tokens" ("subject_id", "purpose")`);
    this.addSql(`create index "one_time_tokens_email_key_purpose_index" on "one_time_tokens" ("email_key", "purpose")`);
    this.addSql(`create index "one_time_tokens_expires_at_index" on "one_time_tokens" ("expires_at")`);
    this.addSql(`create table "outbox_mails" ("id" uuid not null, "kind" varchar(50) not null, "recipient" varchar(254) not null, "locale" varchar(35) null, "sealed_content" text null, "message_id" varchar(320) not null, "attempts" int not null, "next_attempt_at" timestamptz(3) not null, "expires_at" timestamptz(3) null, "status" varchar(10) not null, "last_error" varchar(200) null, "created_at" timestamptz(3) not null, "sent_at" timestamptz(3) null, primary key ("id"))`);
    this.addSql(`create index "outbox_mails_status_next_attempt_at_index" on "outbox_mails" ("status", "next_attempt_at")`);
    this.addSql(`create table "pending_registrations" ("id" uuid not null, "email" varchar(254) not null, "email_key" varchar(254) not null, "username" varchar(30) null, "username_key" varchar(30) null, "name" varchar(200) null, "phone" varchar(16) null, "locale" varchar(35) null, "password_hash" varchar(255) not null, "created_at" timestamptz(3) not null, "expires_at" timestamptz(3) not null, primary key ("id"))`);
    this.addSql(`create index "pending_registrations_email_key_index" on "pending_registrations" ("email_key")`);
    this.addSql(`create index "pending_registrations_username_key_index" on "pending_registrations" ("username_key")`);
    this.addSql(`create index "pending_registrations_expires_at_index" on "pending_registrations" ("expires_at")`);
    this.addSql(`create table "roles" ("id" uuid not null, "name" varchar(50) not null, "description" varchar(500) null, "permissions" jsonb not null, "built_in" boolean not null, primary key ("id"))`);
    this.addSql(`alter table "roles" add constraint "roles_name_unique" unique ("name")`);
    this.addSql(`create table "signing_keys" ("id" varchar(43) not null, "slot" varchar(10) null, "public_jwk" jsonb not null, "sealed_private_jwk" text not null, "created_at" timestamptz(3) not null, primary key ("id"))`);
    this.addSql(`alter table "signing_keys" add constraint "signing_keys_slot_unique" unique ("slot")`);
    this.addSql(`create table "users" ("id" uuid not null, "email" varchar(254) not null, "email_key" varchar(254) null, "email_verified_at" timestamptz(3) null, "pending_email" varchar(254) null, "pending_email_key" varchar(254) null, "pending_email_session_id" uuid null, "pending_email_expires_at" timestamptz(3) null, "username" varchar(30) null, "username_key" varchar(30) null, "name" varchar(200) null, "phone" varchar(16) null, "locale" varchar(35) null, "password_hash" varchar(255) null, "is_admin" boolean not null, "failed_login_count" int not null, "last_login_at" timestamptz(3) null, "last_login_ip" varchar(45) null, "suspended_at" timestamptz(3) null, "suspension_reason" varchar(500) null, "deleted_at" timestamptz(3) null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, primary key ("id"))`);
    this.addSql(`alter table "users" add constraint "users_email_key_unique" unique ("email_key")`);
    this.addSql(`alter table "users" add constraint "users_username_key_unique" unique ("username_key")`);
    this.addSql(`create table "sessions" ("id" uuid not null, "user_id" uuid not null, "device_name" varchar(200) null, "ip" varchar(45) null, "created_at" timestamptz(3) not null, "last_used_at" timestamptz(3) not null, "expires_at" timestamptz(3) not null, "ends_at" timestamptz(3) not null, "ended_at" timestamptz(3) null, "access_recorded_at" timestamptz(3) null, primary key ("id"))`);
    this.addSql(`create index "sessions_user_id_ended_at_index" on "sessions" ("user_id", "ended_at")`);
    this.addSql(`create index "sessions_expires_at_index" on "sessions" ("expires_at")`);
    this.addSql(`create table "refresh_tokens" ("id" uuid not null, "session_id" uuid not null, "digest" varchar(43) not null, "created_at" timestamptz(3) not null, "rotated_at" timestamptz(3) null, "sealed_successor" varchar(200) null, primary key ("id"))`);
    this.addSql(`create index "refresh_tokens_session_id_index" on "refresh_tokens" ("session_id")`);
    this.addSql(`alter table "refresh_tokens" add constraint "refresh_tokens_digest_unique" unique ("digest")`);
    this.addSql(`create table "old_passwords" ("id" uuid not null, "user_id" uuid not null, "hash" varchar(255) not null, "created_at" timestamptz(3) not null, primary key ("id"))`);
    this.addSql(`create index "old_passwords_user_id_index" on "old_passwords" ("user_id")`);
    this.addSql(`create table "known_devices" ("user_id" uuid not null, "name" varchar(200) not null, "last_seen_at" timestamptz(3) not null, primary key ("user_id", "name"))`);
    this.addSql(`create table "user_roles" ("user_id" uuid not null, "role_id" uuid not null, primary key ("user_id", "role_id"))`);
    this.addSql(`create index "user_roles_role_id_index" on "user_roles" ("role_id")`);
    this.addSql(`alter table "sessions" add constraint "sessions_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade`);
    this.addSql(`alter table "refresh_tokens" add constraint "refresh_tokens_session_id_foreign" foreign key ("session_id") references "sessions" ("id") on delete cascade`);
    this.addSql(`alter table "old_passwords" add constraint "old_passwords_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade`);
    this.addSql(`alter table "known_devices" add constraint "known_devices_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade`);
    this.addSql(`alter table "user_roles" add constraint "user_roles_user_id_foreign" foreign key ("user_id") references "users" ("id") on update cascade on delete cascade`);
    this.addSql(`alter table "user_roles" add constraint "user_roles_role_id_foreign" foreign key ("role_id") references "roles" ("id") on update cascade on delete restrict`);
  }
}
