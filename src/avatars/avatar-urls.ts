import { Refusal } from '../kernel/refusal.js';
import { avatarFileName, avatarSizeFor } from './avatar-store.js';

export class AvatarUrls {
  /** @param publicUrl null where avatars are off */
  constructor(private readonly publicUrl: string | null) {}

  /** @throws Refusal BAD_USER_INPUT for a size below 1 */
  urlOf(pictureId: string | null, pixels: number): string | null {
    if (pixels < 1) throw Refusal.badInput('"size" takes 1 or more.');
    if (pictureId === null || this.publicUrl === null) return null;
    return `${this.publicUrl}/avatars/${avatarFileName(pictureId, avatarSizeFor(pixels))}`;
  }
}
