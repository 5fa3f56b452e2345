import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import type { Event } from '../events/event.entity.js';
import { PageInfo } from '../graphql/connection.types.js';

@ObjectType('Event', { description: 'Something that happened to an account.' })
export class EventType {
  @Field(() => ID, { description: 'UUIDv7.' })
  id!: string;

  @Field(() => String, { description: 'For example user_login_success.' })
  name!: string;

  @Field(() => ID, { nullable: true, description: 'The user it is about.' })
  userId!: string | null;

  @Field(() => ID, { nullable: true, description: 'Who did it, where that is another (an administrator).' })
  actorId!: string | null;

  @Field(() => String, { nullable: true, description: 'The address that the request came from.' })
  ip!: string | null;

  @Field(() => String, { nullable: true, description: 'The User-Agent header of the request, cut at 500 characters.' })
  userAgent!: string | null;

  @Field(() => GraphQLJSONObject, { description: 'More about it, by the kind of event; never a secret.' })
  metadata!: Readonly<Record<string, unknown>>;

  @Field(() => Date, { description: 'When it happened.' })
  createdAt!: Date;
}

@ObjectType('EventEdge', { description: 'An event and its place in the list.' })
export class EventEdge {
  @Field(() => EventType, { description: 'The event.' })
  node!: EventType;

  @Field(() => String, { description: 'For `after`.' })
  cursor!: string;
}

@ObjectType('EventConnection', { description: 'A page of events.' })
export class EventConnection {
  @Field(() => [EventType], { description: 'The events of the page.' })
  nodes!: EventType[];

  @Field(() => [EventEdge], { description: 'The same with their cursors.' })
  edges!: EventEdge[];

  @Field(() => PageInfo, { description: 'Whether there is more.' })
  pageInfo!: PageInfo;
}

export function toEventType({ id, name, userId, actorId, ip, userAgent, metadata, createdAt }: Event): EventType {
  return {
    id,
    name,
    userId: userId ?? null,
    actorId: actorId ?? null,
    ip: ip ?? null,
    userAgent: userAgent ?? null,
    metadata,
    createdAt,
  };
}
