import { Field, Int, ObjectType } from 'type-graphql';
import { Payload } from '../graphql/payload.js';

@ObjectType('MailRequestPayload', { description: 'The answer is the same whether or not the address is known.' })
export class MailRequestPayload extends Payload {
  @Field(() => Boolean, { description: 'The request was understood; a mail follows where there is something to send.' })
  accepted!: boolean;

  @Field(() => Int, { nullable: true, description: 'Seconds until another mail can be asked for.' })
  retryAfter!: number | null;
}
