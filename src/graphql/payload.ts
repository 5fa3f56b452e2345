import { Field, ObjectType } from 'type-graphql';
import type { Result } from '../kernel/user-error.js';
import { UserErrorType } from './user-error.types.js';

/** What every mutation's payload has. */
@ObjectType()
export abstract class Payload {
  @Field(() => [UserErrorType], {
    description: 'Every problem of the input at once; then nothing was changed. Empty where all went well.',
  })
  errors!: readonly UserErrorType[];
}

/** The payload of a result: what `fill` makes of the value, or the errors over what `empty` says (null where it is silent). */
export function payloadOf<T, P extends Payload>(
  result: Result<T>,
  fill: (value: T) => Omit<P, 'errors'>,
  empty: Partial<Omit<P, 'errors'>> = {},
): P {
  return (result.ok ? { ...fill(result.value), errors: [] } : { ...empty, errors: result.errors }) as unknown as P;
}
