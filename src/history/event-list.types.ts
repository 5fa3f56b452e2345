import { Field, ID, InputType } from 'type-graphql';
import type { EventFilter } from './event-list.service.js';

@InputType('EventFilter', { description: 'Which events to list: those that fit everything that is given.' })
export class EventFilterInput implements EventFilter {
  @Field(() => [String], {
    nullable: true,
    description: 'Any of these, 100 at most; nothing is found under an unknown name, nor with an empty list.',
  })
  names?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'The user they are about; nothing is found with an unknown id.' })
  userId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Who did it to another (an administrator); nothing is found with an unknown id.',
  })
  actorId?: string | null;

  @Field(() => Date, { nullable: true, description: 'They happened at this instant or later.' })
  createdAfter?: Date | null;

  @Field(() => Date, { nullable: true, description: 'They happened before this instant.' })
  createdBefore?: Date | null;
}
