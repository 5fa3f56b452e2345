import { Field, ObjectType } from 'type-graphql';
import { UserErrorType } from '../graphql/user-error.types.js';

@ObjectType('PasswordCheck', { description: 'Whether a password would be accepted here.' })
export class PasswordCheck {
  @Field(() => Boolean, { description: 'True where `errors` is empty.' })
  acceptable!: boolean;

  @Field(() => [UserErrorType], {
    description: 'Every reason against it: `PASSWORD_TOO_SHORT`, `PASSWORD_TOO_LONG`, `PASSWORD_TOO_COMMON`.',
  })
  errors!: UserErrorType[];
}
