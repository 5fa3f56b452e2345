import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
    this.addSql(`create table \`development_mails\` (\`id\` text not null primary key, \`kind\` text not null, \`message_id\` text not null, \`sender\` text not null, \`recipient\` text not null, \`subject\` text not null, \`html\` text not null, \`text\` text not null, \`locale\` text not null, \`created_at\` datetime not null)`);
    this.addSql(`create table \`events\` (\`id\` text not null primary key, \`name\` text not null, \`user_id\` text null, \`actor_id\` text null, \`ip\` text null, \`user_agent\` text null, \`metadata\` json not null, \`created_at\` datetime not null)`);
    this.addSql(`create index \`events_user_id_id_index\` on \`events\` (\`user_id\`, \`id\`)`);
    this.addSql(`create index \`events_name_id_index\` on \`events\` (\`name\`, \`id\`)`);
    this.addSql(`create table \`mail_cooldowns\` (\`digest\` text not null primary key, \`mails\` integer not null, \`hour_ends_at\` datetime not null, \`next_at\` datetime not null)`);
    this.addSql(`create index \`mail_cooldowns_hour_ends_at_index\` on \`mail_cooldowns\` (\`hour_ends_at\`)`);
    this.addSql(`create table \`one_time_tokens\` (\`id\` text not null primary key, \`purpose\` text not null, \`subject_id\` text not null, \`email_key\` text not null, \`token_digest\` text not null, \`code_digest\` text null, \`code_expires_at\` datetime null, \`code_tries\` integer not null, \`expires_at\` datetime not null, \`created_at\` datetime not null, \`ended_at\` datetime null)`);
    this.addSql(`create unique index \`one_time_tokens_token_digest_unique\` on \`one_time_tokens\` (\`token_digest\`)`);
    this.addSql(`create index \`one_time_tokens_subject_id_purpose_index\` on \`one_time_tokens\` (\`subject_id\`, \`purpose\`)`);
    this.addSql(`create index \`one_time_tokens_email_key_purpose_index\` on \`one_time_tokens\` (\`email_key\`, \`purpose\`)`);
    this.addSql(`create index \`one_time_tokens_expires_at_index\` on \`one_time_tokens\` (\`expires_at\`)`);
    this.addSql(`create table \`outbox_mails\` (\`id\` text not null primary key, \`kind\` text not null, \`recipient\` text not null, \`locale\` text null, \`sealed_content\` text null, \`message_id\` text not null, \`attempts\` integer not null, \`next_attempt_at\` datetime not null, \`expires_at\` datetime null, \`status\` text not null, \`last_error\` text null, \`created_at\` datetime not null, \`sent_at\` datetime null)`);
    this.addSql(`create index \`outbox_mails_status_next_attempt_at_index\` on \`outbox_mails\` (\`status\`, \`next_attempt_at\`)`);
    this.addSql(`create table \`pending_registrations\` (\`id\` text not null primary key, \`email\` text not null, \`email_key\` text not null, \`username\` text null, \`username_key\` text null, \`name\` text null, \`phone\` text null, \`locale\` text null, \`password_hash\` text not null, \`created_at\` datetime not null, \`expires_at\` datetime not null)`);
    this.addSql(`create index \`pending_registrations_email_key_index\` on \`pending_registrations\` (\`email_key\`)`);
    this.addSql(`create index \`pending_registrations_username_key_index\` on \`pending_registrations\` (\`username_key\`)`);
    this.addSql(`create index \`pending_registrations_expires_at_index\` on \`pending_registrations\` (\`expires_at\`)`);
    this.addSql(`create table \`roles\` (\`id\` text not null primary key, \`name\` text not null, \`description\` text null, \`permissions\` json not null, \`built_in\` integer not null)`);
    this.addSql(`create unique index \`roles_name_unique\` on \`roles\` (\`name\`)`);
    this.addSql(`create table \`signing_keys\` (\`id\` text not null primary key, \`slot\` text null, \`public_jwk\` json not null, \`sealed_private_jwk\` text not null, \`created_at\` datetime not null)`);
    this.addSql(`create unique index \`signing_keys_slot_unique\` on \`signing_keys\` (\`slot\`)`);
    this.addSql(`create table \`users\` (\`id\` text not null primary key, \`email\` text not null, \`email_key\` text null, \`email_verified_at\` datetime null, \`pending_email\` text null, \`pending_email_key\` text null, \`pending_email_session_id\` text null, \`pending_email_expires_at\` datetime null, \`username\` text null, \`username_key\` text null, \`name\` text null, \`phone\` text null, \`locale\` text null, \`password_hash\` text null, \`is_admin\` integer not null, \`failed_login_count\` integer not null, \`last_login_at\` datetime null, \`last_login_ip\` text null, \`suspended_at\` datetime null, \`suspension_reason\` text null, \`deleted_at\` datetime null, \`created_at\` datetime not null, \`updated_at\` datetime not null)`);
    this.addSql(`create unique index \`users_email_key_unique\` on \`users\` (\`email_key\`)`);
    this.addSql(`create unique index \`users_username_key_unique\` on \`users\` (\`username_key\`)`);
    this.addSql(`create table \`sessions\` (\`id\` text not null primary key, \`user_id\` text not null, \`device_name\` text null, \`ip\` text null, \`created_at\` datetime not null, \`last_used_at\` datetime not null, \`expires_at\` datetime not null, \`ends_at\` datetime not null, \`ended_at\` datetime null, \`access_recorded_at\` datetime null, constraint \`sessions_user_id_foreign\` foreign key (\`user_id\`) references \`users\` (\`id\`) on delete cascade)`);
    this.addSql(`create index \`sessions_user_id_index\` on \`sessions\` (\`user_id\`)`);
    this.addSql(`create index \`sessions_user_id_ended_at_index\` on \`sessions\` (\`user_id\`, \`ended_at\`)`);
    this.addSql(`create index \`sessions_expires_at_index\` on \`sessions\` (\`expires_at\`)`);
    this.addSql(`create table \`refresh_tokens\` (\`id\` text not null primary key, \`session_id\` text not null, \`digest\` text not null, \`created_at\` datetime not null, \`rotated_at\` datetime null, \`sealed_successor\` text null, constraint \`refresh_tokens_session_id_foreign\` foreign key (\`session_id\`) references \`sessions\` (\`id\`) on delete cascade)`);
    this.addSql(`create index \`refresh_tokens_session_id_index\` on \`refresh_tokens\` (\`session_id\`)`);
    this.addSql(`create unique index \`refresh_tokens_digest_unique\` on \`refresh_tokens\` (\`digest\`)`);
    this.addSql(`create table \`old_passwords\` (\`id\` text not null primary key, \`user_id\` text not null, \`hash\` text not null, \`created_at\` datetime not null, constraint \`old_passwords_user_id_foreign\` foreign key (\`user_id\`) references \`users\` (\`id\`) on delete cascade)`);
    this.addSql(`create index \`old_passwords_user_id_index\` on \`old_passwords\` (\`user_id\`)`);
    this.addSql(`create table \`known_devices\` (\`user_id\` text not null, \`name\` text not null, \`last_seen_at\` datetime not null, primary key (\`user_id\`, \`name\`), constraint \`known_devices_user_id_foreign\` foreign key (\`user_id\`) references \`users\` (\`id\`) on delete cascade)`);
    this.addSql(`create index \`known_devices_user_id_index\` on \`known_devices\` (\`user_id\`)`);
    this.addSql(`create table \`user_roles\` (\`user_id\` text not null, \`role_id\` text not null, primary key (\`user_id\`, \`role_id\`), constraint \`user_roles_user_id_foreign\` foreign key (\`user_id\`) references \`users\` (\`id\`) on update cascade on delete cascade, constraint \`user_roles_role_id_foreign\` foreign key (\`role_id\`) references \`roles\` (\`id\`) on update cascade on delete restrict)`);
    this.addSql(`create index \`user_roles_user_id_index\` on \`user_roles\` (\`user_id\`)`);
    this.addSql(`create index \`user_roles_role_id_index\` on \`user_roles\` (\`role_id\`)`);
  }
}
