import { randomUUID } from 'node:crypto';
import type { ResultOf } from './device.js';
import { Device } from './device.js';
import {
  type LoginMutation,
  type RegisterInput,
  RegisterDocument,
  type RegisterMutation,
  RequestPasswordResetDocument,
  ResendVerificationEmailDocument,
  ResetPasswordByCodeDocument,
  ResetPasswordDocument,
  VerifyEmailByCodeDocument,
  VerifyEmailDocument,
} from '../operations/operations.js';
import type { ReceivedMail } from './test-mailbox.js';
import type { World } from './world.js';

/** Somebody with a mailbox and a password, who acts as people do. */
export class Person {
  readonly email: string;
  password: string;

  constructor(
    readonly world: World,
    readonly name: string,
    /** Where their requests come from. */
    public address: string,
  ) {
    this.email = `${name.toLowerCase()}@example.com`;
    this.password = `the ${name} horse staple 7`;
  }

  /** A browser or app of theirs that is not signed in. */
  device(userAgent?: string): Device {
    return new Device(this.world, this, userAgent);
  }

  async registers(input: Partial<RegisterInput> = {}): Promise<RegisterMutation['register']> {
    const form = { email: this.email, password: this.password, ...input };
    return (await this.device().asks(RegisterDocument, { input: form })).register;
  }

  newestMail(): Promise<ReceivedMail> {
    return this.world.newestMailTo(this.email);
  }

  async mails(): Promise<readonly ReceivedMail[]> {
    return this.world.mailsTo(this.email);
  }

  /** Opens the link of the newest mail. */
  async verifies(token?: string): Promise<ResultOf<typeof VerifyEmailDocument>['verifyEmail']> {
    return (await this.device().asks(VerifyEmailDocument, { token: token ?? (await this.newestMail()).token }))
      .verifyEmail;
  }

  async verifiesByCode(code?: string): Promise<ResultOf<typeof VerifyEmailByCodeDocument>['verifyEmailByCode']> {
    const variables = { email: this.email, code: code ?? (await this.newestMail()).code };
    return (await this.device().asks(VerifyEmailByCodeDocument, variables)).verifyEmailByCode;
  }

  async asksForTheMailAgain(): Promise<ResultOf<typeof ResendVerificationEmailDocument>['resendVerificationEmail']> {
    return (await this.device().asks(ResendVerificationEmailDocument, { email: this.email })).resendVerificationEmail;
  }

  async asksForAPasswordReset(): Promise<ResultOf<typeof RequestPasswordResetDocument>['requestPasswordReset']> {
    return (await this.device().asks(RequestPasswordResetDocument, { email: this.email })).requestPasswordReset;
  }

  /** With the link of the newest mail, or another. */
  async resetsPassword(
    newPassword: string,
    token?: string,
  ): Promise<ResultOf<typeof ResetPasswordDocument>['resetPassword']> {
    const variables = { token: token ?? (await this.newestMail()).token, newPassword };
    const { resetPassword } = await this.device().asks(ResetPasswordDocument, variables);
    if (resetPassword.success) this.password = newPassword;
    return resetPassword;
  }

  async resetsPasswordByCode(
    newPassword: string,
    code?: string,
  ): Promise<ResultOf<typeof ResetPasswordByCodeDocument>['resetPasswordByCode']> {
    const variables = { email: this.email, code: code ?? (await this.newestMail()).code, newPassword };
    const { resetPasswordByCode } = await this.device().asks(ResetPasswordByCodeDocument, variables);
    if (resetPasswordByCode.success) this.password = newPassword;
    return resetPasswordByCode;
  }

  async triesToLogIn(password = this.password, identifier = this.email): Promise<LoginMutation['login']> {
    return this.device().triesToLogIn(password, identifier);
  }

  /** Gets an account and signs in to it. */
  async joins(input: Partial<RegisterInput> = {}): Promise<Device> {
    this.password = input.password ?? this.password;
    await this.registers(input);
    await this.verifies();
    return this.signsIn();
  }

  /** As the first administrator: nobody could make one over GraphQL. */
  async joinsAsAdmin(): Promise<Device> {
    const device = await this.joins();
    const inspector = await this.world.inspect();
    await inspector.run(`update users set is_admin = true where email_key = '${this.email}'`);
    return device;
  }

  /** With a role of their own that holds these. */
  async joinsWith(...permissions: readonly string[]): Promise<Device> {
    const device = await this.joins();
    const inspector = await this.world.inspect();
    const [role, name] = [randomUUID(), `${this.name.toLowerCase()}s-role`];
    await inspector.run(
      `insert into roles (id, name, permissions, built_in) values ('${role}', '${name}', '${JSON.stringify(permissions)}', false)`,
    );
    await inspector.run(
      `insert into user_roles (user_id, role_id) select id, '${role}' from users where email_key = '${this.email}'`,
    );
    return device;
  }

  async signsIn(userAgent?: string): Promise<Device> {
    const device = this.device(userAgent);
    await device.logsIn();
    return device;
  }
}
