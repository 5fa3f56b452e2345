import { Field, InputType } from 'type-graphql';

/** What people may say of themselves, in whichever form asks for it. */
@InputType()
export abstract class ProfileFields {
  @Field(() => String, {
    nullable: true,
    description: '3 to 30 of a-z, digits, "_", "." and "-", beginning with a letter or digit.',
  })
  username?: string | null;

  @Field(() => String, { nullable: true, description: '1 to 100 characters, no control characters.' })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Any common spelling with the country code; without one it is read as of the country in `locale`. Stored as E.164.',
  })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'BCP 47, for mails, for example en or de-CH.' })
  locale?: string | null;
}
