import { Field, ObjectType } from 'type-graphql';
import { Payload } from '../graphql/payload.js';
import { UserType } from './user.types.js';

@ObjectType('UserPayload', { description: 'The user as they are now; null where `errors` is not empty.' })
export class UserPayload extends Payload {
  @Field(() => UserType, { nullable: true, description: 'The user after the change.' })
  user!: UserType | null;
}
