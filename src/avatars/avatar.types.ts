import { Field, Int, ObjectType } from 'type-graphql';
import { Payload } from '../graphql/payload.js';

@ObjectType('AvatarUpload', {
  description: 'A ticket to send one picture with; the URL is a secret. How to use it is in the README.',
})
export class AvatarUploadType {
  @Field(() => String, { description: 'PUT the raw bytes here (PNG, JPEG, WebP, GIF or AVIF); good once.' })
  url!: string;

  @Field(() => Int, { description: 'Bytes; a larger body is refused with status 413.' })
  maxBytes!: number;

  @Field(() => Date, { description: 'Until when a picture may be sent.' })
  expiresAt!: Date;
}

@ObjectType('AvatarUploadPayload', { description: 'A ticket, or why there is none.' })
export class AvatarUploadPayload extends Payload {
  @Field(() => AvatarUploadType, { nullable: true, description: 'The ticket; null where `errors` is not empty.' })
  upload!: AvatarUploadType | null;
}
