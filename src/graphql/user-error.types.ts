import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { type UserErrorCode, userErrorMessages } from '../kernel/user-error.js';

export const UserErrorCodeEnum = Object.fromEntries(Object.keys(userErrorMessages).map((code) => [code, code])) as {
  readonly [Code in UserErrorCode]: Code;
};

registerEnumType(UserErrorCodeEnum, {
  name: 'UserErrorCode',
  description: 'What is wrong, for programs. Codes are stable; new ones may be added.',
  valuesConfig: Object.fromEntries(
    Object.entries(userErrorMessages).map(([code, message]) => [
      code,
      { description: message.replace(/ ?\{\w+\}/g, ' …') },
    ]),
  ),
});

@ObjectType('UserError', {
  description: `What a person did that can't be done, as data. Codes are stable; messages are for people and may change.
Failures that are not the person's (not signed in, forbidden, rate limited, malformed, unavailable) are GraphQL errors instead.`,
})
export class UserErrorType {
  @Field(() => UserErrorCodeEnum, { description: 'What is wrong, for programs.' })
  code!: UserErrorCode;

  @Field(() => String, { description: 'What is wrong and what was expected, in English.' })
  message!: string;

  @Field(() => [String], {
    nullable: true,
    description:
      'Where in the arguments it lies, for example ["input", "email"]; null where it is none of them in particular.',
  })
  path!: readonly string[] | null;
}
