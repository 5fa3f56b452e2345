/** Whose mails these are; from the settings alone. */
export interface MailBrand {
  /** What the product is called. */
  readonly name: string;
  /** An https URL; without one the name stands there instead. */
  readonly logoUrl: string | null;
  /** `#rrggbb`, for the buttons. */
  readonly color: string;
}

export const DEFAULT_MAIL_BRAND: MailBrand = { name: 'Usergraph', logoUrl: null, color: '#1d4ed8' };

/** Where black and white stand out equally; both by more than 4.5:1, so each colour has a readable text (WCAG 1.4.3). */
const MIDDLE_LUMINANCE = 0.179;

/** Black or white, whichever stands out more from a `#rrggbb`. */
export function textColorOn(color: string): '#000000' | '#ffffff' {
  return luminance(color) > MIDDLE_LUMINANCE ? '#000000' : '#ffffff';
}

/** WCAG 2.2, "relative luminance". */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
