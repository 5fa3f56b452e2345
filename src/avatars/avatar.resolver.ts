import { Arg, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import { Allow } from '../access/allow.js';
import type { Viewer } from '../access/viewer.js';
import { Client, CurrentViewer } from '../graphql/parameters.js';
import { payloadOf } from '../graphql/payload.js';
import type { ClientInfo } from '../kernel/client-info.js';
import { UserPayload } from '../users/user-payload.types.js';
import { toUserType, UserType } from '../users/user.types.js';
import { AvatarUploadPayload } from './avatar.types.js';
import type { AvatarUrls } from './avatar-urls.js';
import type { Avatars } from './avatars.service.js';

@Resolver(() => UserType)
export class AvatarResolver {
  constructor(
    private readonly avatars: Avatars,
    private readonly urls: AvatarUrls,
  ) {}

  @FieldResolver(() => String, {
    nullable: true,
    description: `An absolute URL of the picture, a square WebP at least as large as \`size\`; null without one. It changes with the picture, so it may be cached for ever, and everybody who has it can see the picture.
For whoever may see the user.`,
  })
  avatarUrl(
    @Root() { avatarId }: UserType,
    @Arg('size', () => Int, {
      nullable: true,
      defaultValue: 256,
      description: 'Pixels, 1 or more. Pictures are kept in 64, 256 and 512; above that, 512 is what there is.',
    })
    size: number | null,
  ): string | null {
    return this.urls.urlOf(avatarId, size ?? 256);
  }

  @Allow('signed-in')
  @Mutation(() => AvatarUploadPayload, {
    description: `A ticket to send a picture to, as the raw body of a PUT. It is good once and for 15 minutes, ends with the session, and ends the tickets before it.
For the signed-in, thirty times an hour. Errors: NOT_AVAILABLE where avatars are off. Event: avatar_changed, once the picture is there.`,
  })
  async createAvatarUpload(@CurrentViewer() viewer: Viewer): Promise<AvatarUploadPayload> {
    return payloadOf(await this.avatars.createUpload(viewer), (upload) => ({ upload }));
  }

  @Allow('signed-in')
  @Mutation(() => UserPayload, {
    description: `Removes the signed-in user's picture; without one nothing happens.
For the signed-in. Errors: none. Event: avatar_changed.`,
  })
  async removeAvatar(@CurrentViewer() viewer: Viewer, @Client() client: ClientInfo): Promise<UserPayload> {
    return payloadOf(await this.avatars.remove(viewer, client), (user) => ({ user: toUserType(user) }));
  }
}
