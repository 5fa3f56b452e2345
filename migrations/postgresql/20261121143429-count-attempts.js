import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
    this.addSql(`create table "password_attempts" ("digest" varchar(43) not null, "failures" int not null, "waits_until" timestamptz(3) null, "forgotten_at" timestamptz(3) not null, primary key ("digest"))`);
    this.addSql(`create index "password_attempts_forgotten_at_index" on "password_attempts" ("forgotten_at")`);
    this.addSql(`create table "rate_limit_counts" ("digest" varchar(43) not null, "times" int not null, "ends_at" timestamptz(3) not null, primary key ("digest"))`);
    this.addSql(`create index "rate_limit_counts_ends_at_index" on "rate_limit_counts" ("ends_at")`);
  }
}
